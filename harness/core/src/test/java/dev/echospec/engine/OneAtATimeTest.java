package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.diagnosis.Cause;
import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.play.LittleServer;
import dev.echospec.property.Launch;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.Verdict;
import dev.echospec.server.AddressTarget;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server of the tutorial: one client at a time, and a backlog of one. */
@Timeout(120)
class OneAtATimeTest {
  @Test
  void failsBeforeItsBacklogIsFull() throws Exception {
    Settings settings =
        new Settings(
            Profile.CONCURRENT,
            List.of(Catalogue.find("concurrent/independent").orElseThrow()),
            40,
            1,
            Optional.empty());
    try (LittleServer server = LittleServer.sequential(LittleServer::echo, 1);
        ConformanceRun run =
            new ConformanceRun(
                new AddressTarget("127.0.0.1", server.address().getPort(), Duration.ofSeconds(20)),
                settings,
                new RunListener() {})) {
      run.open();
      Launch.execute(run);
      CaseResult result = run.result("test").cases().get(0);

      assertThat(result.verdict()).as(result.toString()).isEqualTo(Verdict.FAIL);
      Failure failure = result.failure().orElseThrow();
      assertThat(failure.sight().script().connections()).isEqualTo(2);
      assertThat(failure.diagnosis().map(Diagnosis::cause)).contains(Cause.ONE_AT_A_TIME);
    }
  }
}
