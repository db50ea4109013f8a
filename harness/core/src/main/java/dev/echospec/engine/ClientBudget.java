package dev.echospec.engine;

import dev.echospec.client.play.ClientPatience;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** How long a run of a client's cases and the phases of each case may take. */
final class ClientBudget {
  private static final Duration RUN = Duration.ofMinutes(5);
  private static final Duration SEARCH = Duration.ofSeconds(30);
  private static final Duration SHRINK = Duration.ofSeconds(12);
  private static final Duration DIAGNOSE = Duration.ofSeconds(8);
  private static final Duration GENERALISE = Duration.ofSeconds(4);

  /**
   * Runs of the last case that may still be under way, or must be, when the time is up, in
   * patiences: a try and its repetition, one of shrinking, two confirmations with twice the
   * patience, one of each later phase; each may take the whole bound of a run, and as long again
   * where the client waits for a processor.
   */
  private static final int LATE_RUNS = 9 * 6;

  private final int factor;
  private final long ends;

  /**
   * Begins to count.
   *
   * @param factor 1, or more for a thorough run
   */
  ClientBudget(int factor) {
    this.factor = factor;
    this.ends = System.nanoTime() + RUN.multipliedBy(factor).toNanos();
  }

  BooleanSupplier search() {
    return after(SEARCH.multipliedBy(factor));
  }

  BooleanSupplier shrink() {
    return after(SHRINK);
  }

  BooleanSupplier diagnose() {
    return after(DIAGNOSE);
  }

  BooleanSupplier generalise() {
    return after(GENERALISE);
  }

  private BooleanSupplier after(Duration time) {
    long phase = System.nanoTime() + time.toNanos();
    long until = phase - ends < 0 ? phase : ends;
    return () -> System.nanoTime() - until > 0;
  }

  /** Returns the bound of a run, whatever the client does. */
  Duration bound(int cases, ClientPatience patience) {
    Duration late = patience.idle().multipliedBy(LATE_RUNS);
    Duration all =
        SEARCH
            .multipliedBy(factor)
            .plus(SHRINK)
            .plus(DIAGNOSE)
            .plus(GENERALISE)
            .plus(late)
            .multipliedBy(cases);
    Duration run = RUN.multipliedBy(factor).plus(late);
    return all.compareTo(run) < 0 ? all : run;
  }
}
