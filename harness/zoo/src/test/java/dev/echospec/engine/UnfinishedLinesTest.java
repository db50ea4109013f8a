package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.property.Launch;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Verdict;
import dev.echospec.server.Target;
import dev.echospec.server.TargetException;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooTarget;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that answers complete lines only fails of that once; the other rules are judged. */
@Timeout(120)
class UnfinishedLinesTest {
  private static final List<String> CASES =
      List.of(
          "transform/ascii-letters",
          "transform/concatenation",
          "stream/interactive",
          "stream/ping-pong",
          "flow/large",
          "concurrent/independent",
          "behaviour/round-trips",
          "behaviour/throughput");

  @Test
  void laterCasesSendCompleteLines() throws TargetException {
    Settings settings =
        new Settings(
            Profile.CONCURRENT,
            CASES.stream().map(id -> Catalogue.find(id).orElseThrow()).toList(),
            40,
            1,
            Optional.empty());
    Target target = ZooTarget.of(Zoo.named("NeedsLineEnd"));
    try (ConformanceRun run = new ConformanceRun(target, settings, new RunListener() {})) {
      run.open();
      Launch.execute(run);
      List<CaseResult> results = run.result("test").cases();

      assertThat(results).extracting(result -> result.info().id()).isEqualTo(CASES);
      assertThat(results)
          .extracting(CaseResult::verdict)
          .containsExactly(
              Verdict.FAIL,
              Verdict.PASS,
              Verdict.FAIL,
              Verdict.PASS,
              Verdict.PASS,
              Verdict.PASS,
              Verdict.INFO,
              Verdict.INFO);
      assertThat(results).extracting(CaseResult::fault).containsOnly(0, 1);
      assertThat(results)
          .filteredOn(result -> result.verdict() != Verdict.FAIL)
          .allSatisfy(
              result -> assertThat(result.avoids()).containsExactly("messages without a line end"));
    } finally {
      target.stop();
    }
  }
}
