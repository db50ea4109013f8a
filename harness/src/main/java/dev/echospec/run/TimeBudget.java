package dev.echospec.run;

import dev.echospec.judge.Violation.Kind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a run may take, whatever the server does. Fast servers never notice it; slow and hostile
 * ones get fewer tries, less shrinking and fewer replays, and in the end the run stops. Whoever has
 * no more time for a replay blames nobody for being late.
 */
final class TimeBudget {
  /** So many failures of one kind, each confirmed, and the kind needs no more proof. */
  private static final int WELL_KNOWN = 3;

  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration CASE = Duration.ofSeconds(30);
  private static final Duration MOST = Duration.ofMinutes(10);

  /** What may be under way when the time is up, and the report. */
  private static final Duration END = Duration.ofSeconds(30);

  /** Plays of a failing case that wait for the whole patience, of those that it waits longest. */
  private static final int PATIENCES = 12;

  private static final Duration MOST_SEARCHING = Duration.ofSeconds(20);
  private static final Duration LEAST_SEARCHING = Duration.ofSeconds(2);
  private static final Duration MOST_SHRINKING = Duration.ofSeconds(10);
  private static final Duration BRIEF_SHRINKING = Duration.ofSeconds(1);
  private static final Duration LEAST_SHRINKING = Duration.ofMillis(250);

  private final Duration bound;
  private final long ends;
  private int casesLeft;
  private Duration searchingLeft = Duration.ofMinutes(4);
  private Duration shrinkingLeft = Duration.ofSeconds(60);
  private Duration confirmingLeft = Duration.ofSeconds(90);
  private final Map<Kind, Integer> confirmed = new EnumMap<>(Kind.class);

  /**
   * @param cases how many there are
   * @param patience that the user set; zero if it is measured
   */
  TimeBudget(int cases, Duration patience) {
    Duration each = CASE.plus(patience.multipliedBy(PATIENCES));
    Duration all = START.plus(each.multipliedBy(cases));
    Duration most = MOST.plus(patience.multipliedBy(PATIENCES));
    bound = all.compareTo(most) < 0 ? all : most;
    ends = System.nanoTime() + bound.minus(END).toNanos();
    casesLeft = cases;
  }

  /** What the whole run takes at most. */
  Duration bound() {
    return bound;
  }

  boolean isOver() {
    return System.nanoTime() - ends > 0;
  }

  /** When nothing more may be played, as {@link System#nanoTime} counts. */
  long ends() {
    return ends;
  }

  /** After how long the case that begins now makes no further try; what one leaves, others have. */
  Duration searching() {
    Duration share = searchingLeft.multipliedBy(2).dividedBy(Math.max(1, casesLeft));
    casesLeft--;
    return within(LEAST_SEARCHING, share, MOST_SEARCHING);
  }

  void searched(Duration took) {
    searchingLeft = less(searchingLeft, took);
  }

  /** How long the next failure may be shrunk: all failures share what there is. */
  Duration shrinking(Kind kind) {
    return within(
        LEAST_SHRINKING, shrinkingLeft, isWellKnown(kind) ? BRIEF_SHRINKING : MOST_SHRINKING);
  }

  void shrunk(Duration took) {
    shrinkingLeft = less(shrinkingLeft, took);
  }

  /** Whether there is still time to play failures again. */
  boolean mayConfirm() {
    return !isOver() && !confirmingLeft.isZero();
  }

  void confirmed(Duration took) {
    confirmingLeft = less(confirmingLeft, took);
  }

  /** Somebody was rightly blamed for it. */
  void blamed(Kind kind) {
    confirmed.merge(kind, 1, Integer::sum);
  }

  /** Whether the server has shown so often that it is late in this way that it is believed. */
  boolean isWellKnown(Kind kind) {
    return kind.isTiming() && confirmed.getOrDefault(kind, 0) >= WELL_KNOWN;
  }

  private static Duration within(Duration least, Duration wanted, Duration most) {
    Duration atMost = wanted.compareTo(most) < 0 ? wanted : most;
    return atMost.compareTo(least) < 0 ? least : atMost;
  }

  private static Duration less(Duration left, Duration took) {
    return left.compareTo(took) > 0 ? left.minus(took) : Duration.ZERO;
  }
}
