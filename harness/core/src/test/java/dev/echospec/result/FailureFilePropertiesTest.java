package dev.echospec.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Received;
import dev.echospec.play.Transcript;
import dev.echospec.reference.server.Transform;
import dev.echospec.script.Malformed;
import dev.echospec.script.Script;
import dev.echospec.script.ScriptArbitraries;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Violated.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FailureFilePropertiesTest {
  private static final CaseInfo SEGMENTATION = Catalogue.find("stream/segmentation").orElseThrow();

  @Provide
  Arbitrary<Script> scripts() {
    return ScriptArbitraries.scripts();
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void whatReplayNeedsReadsBackEqual(
      @ForAll("scripts") Script script,
      @ForAll Law law,
      @ForAll Transform transform,
      @ForAll byte[] bytes,
      @ForAll String message)
      throws Malformed {
    Transcript seen =
        new Transcript(
            List.of(), Map.of(0, new Received(1, bytes.length, 0, bytes)), Duration.ofMillis(5));
    Violation violation = new Violation(Kind.WRONG_BYTE, 0, 0, message);
    Failure failure =
        new Failure(
            new Observation(script, law, seen, List.of(violation)),
            1,
            script.bytes(),
            0,
            0,
            Optional.empty());
    CaseResult result =
        new CaseResult(
            SEGMENTATION,
            Verdict.FAIL,
            37,
            Duration.ofSeconds(1),
            Optional.of(failure),
            Optional.empty());

    assertThat(FailureFile.parse(FailureFile.write(result, transform, "localhost:1")))
        .isEqualTo(new FailureFile(Optional.of("stream/segmentation"), law, transform, script));
  }
}
