package dev.echospec.engine;

import static dev.echospec.engine.BehaviourCasesTest.figures;
import static dev.echospec.engine.BehaviourCasesTest.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.result.CaseResult;
import dev.echospec.result.Verdict;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The cases that hold the speed of a server against the reference server's. */
@Timeout(180)
class BehaviourSpeedTest {
  @Test
  void aSlowServerIsSlowerThanTheReference() throws Exception {
    try (AdjustableServer server = new AdjustableServer(64 << 10)) {
      // Longer than a busy machine adds to the reference server's time.
      server.pauseNanos = TimeUnit.MILLISECONDS.toNanos(300);
      server.pauses = Integer.MAX_VALUE;

      assertThat(figures(result("behaviour/round-trips", server)).get("roundTrips")).isLessThan(50);
      assertThat(figures(result("behaviour/throughput", server)).get("throughput")).isLessThan(50);
    }
  }

  @Test
  void theThroughputIsInWordsToo() throws Exception {
    try (AdjustableServer server = new AdjustableServer(64 << 10)) {
      CaseResult result = result("behaviour/throughput", server);

      assertThat(figures(result).get("throughput")).as(result::toString).isPositive();
      assertThat(result.reason().orElseThrow())
          .matches("echoes [0-9.]+ MB a second, [0-9]+% of what the reference server does.*");
    }
  }

  @Test
  void whatCannotBeMeasuredIsSkipped() throws Exception {
    try (AdjustableServer server = new AdjustableServer(512)) {
      server.loses = true;
      for (String id : List.of("behaviour/round-trips", "behaviour/throughput")) {
        CaseResult result = result(id, server);

        assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.SKIP);
        assertThat(result.figures()).isEmpty();
      }
    }
  }
}
