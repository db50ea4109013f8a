package dev.echospec.run;

import java.time.Duration;

/**
 * What a run may take, whatever the server does. Fast servers never notice it; slow and hostile
 * ones get fewer tries and less shrinking, and in the end the run stops.
 */
final class TimeBudget {
  /** After so long a case begins no further try. */
  private static final Duration SEARCH = Duration.ofSeconds(20);

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration CASE = Duration.ofSeconds(30);
  private static final Duration MOST_SHRINKING = Duration.ofSeconds(10);
  private static final Duration LEAST_SHRINKING = Duration.ofSeconds(1);

  private final Duration bound;
  private final Duration search;
  private final long ends;
  private final long goingOnEnds;
  private boolean goesOn;
  private Duration shrinkingLeft = Duration.ofSeconds(90);

  /** For so many cases, once, beginning now. */
  TimeBudget(int cases) {
    this(cases, 1, Duration.ZERO);
  }

  /** For what there is to do, beginning now. */
  TimeBudget(Settings settings) {
    this(
        settings.cases().size(),
        settings.thorough() ? Settings.THOROUGH : 1,
        settings.goingOn().orElse(Duration.ZERO));
  }

  private TimeBudget(int cases, int factor, Duration goingOn) {
    search = SEARCH.multipliedBy(factor);
    bound = START.plus(CASE.multipliedBy(factor).multipliedBy(cases)).plus(goingOn);
    long now = System.nanoTime();
    ends = now + bound.toNanos();
    goingOnEnds = now + goingOn.toNanos();
  }

  /** What the whole run takes at most, but for the conversation that it is in. */
  Duration bound() {
    return bound;
  }

  boolean isOver() {
    return System.nanoTime() - ends > 0;
  }

  /** Whether there is time for one more round. */
  boolean isTimeToGoOn() {
    return System.nanoTime() - goingOnEnds < 0;
  }

  /** From here on cases are repeated, and cut short when the time for that is up. */
  void goOn() {
    goesOn = true;
  }

  /** When a case that starts now has to stop looking, in the clock of System.nanoTime. */
  long searchEnds() {
    long usual = System.nanoTime() + search.toNanos();
    return goesOn && goingOnEnds - usual < 0 ? goingOnEnds : usual;
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
