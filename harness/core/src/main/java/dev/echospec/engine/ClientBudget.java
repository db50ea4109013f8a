package dev.echospec.engine;

import dev.echospec.client.play.ClientPatience;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How long the phases of a client's case may take.
 *
 * @param factor 1, or more for a thorough run
 */
record ClientBudget(int factor) {
  private static final Duration SEARCH = Duration.ofSeconds(30);
  private static final Duration SHRINK = Duration.ofSeconds(12);
  private static final Duration DIAGNOSE = Duration.ofSeconds(8);

  /** Runs that may still be under way when the time of a phase is up, in patiences each. */
  private static final int LATE_RUNS = 20;

  BooleanSupplier search() {
    return after(SEARCH.multipliedBy(factor));
  }

  BooleanSupplier shrink() {
    return after(SHRINK);
  }

  BooleanSupplier diagnose() {
    return after(DIAGNOSE);
  }

  private static BooleanSupplier after(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    return () -> System.nanoTime() - until > 0;
  }

  /** Returns the bound of a run, whatever the client does. */
  Duration bound(int cases, ClientPatience patience) {
    return SEARCH
        .multipliedBy(factor)
        .plus(SHRINK)
        .plus(DIAGNOSE)
        .plus(patience.idle().multipliedBy(LATE_RUNS))
        .multipliedBy(cases);
  }
}
