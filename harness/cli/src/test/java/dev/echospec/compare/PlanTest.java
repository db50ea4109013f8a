package dev.echospec.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.engine.ConformanceRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A comparison ends no run that is about to end by itself. */
class PlanTest {
  private static Plan plan(Optional<Duration> patience) {
    return new Plan(
        List.of("kit"),
        List.of(),
        List.of(),
        Path.of("/"),
        1,
        patience,
        new Part(1, 1, List.of(), List.of(), List.of(), true, ""),
        (fleet, client, server, talk, oracle) -> "");
  }

  @Test
  void aMemberIsWaitedForLongerThanItsRunTakesToMeetIt() {
    for (Optional<Duration> patience :
        List.of(Optional.<Duration>empty(), Optional.of(Duration.ofMinutes(2)))) {
      assertThat(plan(patience).meeting()).isGreaterThan(ConformanceRun.meeting(patience));
    }
  }

  @Test
  void theRunMayTakeMoreThanItsBoundByTheEndOfItsProcess() {
    assertThat(plan(Optional.empty()).grace()).isPositive();
  }
}
