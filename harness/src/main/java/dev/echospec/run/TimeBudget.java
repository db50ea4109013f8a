package dev.echospec.run;

import java.time.Duration;

/**
 * What a run may take, whatever the server does. Fast servers never notice it; slow and hostile
 * ones get fewer tries and less shrinking, and in the end the run stops.
 */
final class TimeBudget {
  /** After so long a case begins no further try. */
  static final Duration SEARCH = Duration.ofSeconds(20);

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration CASE = Duration.ofSeconds(30);
  private static final Duration MOST_SHRINKING = Duration.ofSeconds(10);
  private static final Duration LEAST_SHRINKING = Duration.ofSeconds(1);

  private final Duration bound;
  private final long ends;
  private Duration shrinkingLeft = Duration.ofSeconds(90);

  TimeBudget(int cases) {
    bound = START.plus(CASE.multipliedBy(cases));
    ends = System.nanoTime() + bound.toNanos();
  }

  /** What the whole run takes at most, but for the conversation that it is in. */
  Duration bound() {
    return bound;
  }

  boolean isOver() {
    return System.nanoTime() - ends > 0;
  }

  /** How long the next failure may be shrunk: all failures share what there is. */
  Duration shrinking() {
    Duration most = shrinkingLeft.compareTo(MOST_SHRINKING) < 0 ? shrinkingLeft : MOST_SHRINKING;
    return most.compareTo(LEAST_SHRINKING) < 0 ? LEAST_SHRINKING : most;
  }

  void shrunk(Duration took) {
    shrinkingLeft = shrinkingLeft.minus(took);
    if (shrinkingLeft.isNegative()) {
      shrinkingLeft = Duration.ZERO;
    }
  }
}
