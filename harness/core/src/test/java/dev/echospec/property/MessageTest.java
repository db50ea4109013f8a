package dev.echospec.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation;
import dev.echospec.play.Transcript;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.FailureText;
import dev.echospec.result.Fault;
import dev.echospec.result.Verdict;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Violated.Observation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageTest {
  private static final CaseResult SHORT =
      failed("transform/ascii-letters", "the short one is lost", "a");
  private static final CaseResult LONG =
      failed("transform/binary", "the long one is lost", "abcdef");

  private static final FailureText TEXTS =
      new FailureText(Oracle.UPPER, "localhost:7", Optional.of(Path.of("reports")));

  @Test
  void ofTheCaseThatShowsItsFault() {
    Fault fault = new Fault(3, SHORT.of(3), List.of(SHORT.of(3)));

    assertThat(Message.of(SHORT.of(3), Optional.of(fault), TEXTS))
        .startsWith(
            "transform/ascii-letters: the short one is lost\n\nFAIL  transform/ascii-letters ")
        .contains(
            """
                  connect
                  send    61      "a"
                  expect  41      "A"
                  got     nothing
            """
                .indent(0))
        .contains("What does it:  1 byte or more does it", "stderr: Error")
        .contains("Again:  ./echospec replay reports/transform-ascii-letters.json localhost:7")
        .endsWith("To fix it: " + SHORT.info().rule().fix());
  }

  @Test
  void ofAnotherCaseOfAFault() {
    Fault fault = new Fault(3, SHORT.of(3), List.of(LONG.of(3), SHORT.of(3)));

    assertThat(Message.of(LONG.of(3), Optional.of(fault), TEXTS))
        .startsWith("transform/binary: the long one is lost\n\nFAIL  transform/binary ")
        .contains("fault 3, see transform/ascii-letters", "send    61      \"a\"\n")
        .doesNotContain("abcdef")
        .endsWith("To fix it: " + LONG.info().rule().fix());
  }

  @Test
  void ofACaseWithoutAFault() {
    assertThat(Message.of(LONG, Optional.empty(), TEXTS))
        .contains("send    61 62 63 64 65 66      \"abcdef\"\n")
        .doesNotContain("fault");
  }

  @Test
  void ofAServerInThisProcessNamesNoServerToReplayTo() {
    FailureText texts = new FailureText(Oracle.UPPER, "in-process:A", Optional.of(Path.of("r")));

    assertThat(Message.of(SHORT, Optional.empty(), texts))
        .contains("Again:  ./echospec replay r/transform-ascii-letters.json HOST:PORT\n");
  }

  private static CaseResult failed(String id, String message, String sent) {
    CaseInfo info = Catalogue.find(id).orElseThrow();
    Script script = Script.of(new Step.Connect(0), new Step.Send(0, Payload.of(sent)));
    Violation violation = new Violation(Violation.Kind.LOST, 0, 0, message);
    Failure failure =
        new Failure(
                new Observation(
                    script,
                    Law.ECHO,
                    new Transcript(List.of(), Map.of(), Duration.ZERO),
                    List.of(violation)),
                1,
                script.bytes(),
                3,
                3,
                Optional.of(new Failure.Death("exited with status 1", "Error")))
            .reaching(List.of("1 byte or more does it"));
    return new CaseResult(
        info, Verdict.FAIL, 5, Duration.ofSeconds(1), Optional.of(failure), Optional.empty());
  }
}
