package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.diagnosis.Cause;
import dev.echospec.property.Launch;
import dev.echospec.result.Failure;
import dev.echospec.result.Fault;
import dev.echospec.result.RunResult;
import dev.echospec.server.TargetException;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooTarget;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Writes that follow one another at once come in one read or in several. */
@Timeout(120)
class WritesInAnyNumberOfReadsTest {
  private static final List<CaseInfo> CASES =
      Stream.of("transform/order", "stream/pipelined", "stream/split-character")
          .map(id -> Catalogue.find(id).orElseThrow())
          .toList();

  @Test
  void aServerThatAnswersItsFirstReadOnlyHasOneFault() throws TargetException {
    Settings settings =
        new Settings(Profile.CONCURRENT, CASES, Settings.TRIES, 1, Optional.empty());
    try (ConformanceRun run =
        new ConformanceRun(
            ZooTarget.of(Zoo.named("FirstReadOnly")), settings, new RunListener() {})) {
      run.open();
      Launch.execute(run);

      RunResult result = run.result("test");
      assertThat(result.faults()).as("%s", result.faults()).hasSize(1);
      Fault only = result.faults().get(0);
      assertThat(only.cases()).hasSameSizeAs(CASES);
      Failure failure = only.failure();
      assertThat(failure.replaysFailed()).isEqualTo(failure.replays());
      assertThat(failure.diagnosis().orElseThrow().cause()).isEqualTo(Cause.FIRST_READ_ONLY);
    }
  }
}
