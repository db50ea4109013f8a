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

  /** What all cases of a round have for their tries. */
  private static final Duration SEARCHING = Duration.ofMinutes(4);

  private static final Duration MOST_SEARCHING = Duration.ofSeconds(20);
  private static final Duration LEAST_SEARCHING = Duration.ofSeconds(2);
  private static final Duration MOST_SHRINKING = Duration.ofSeconds(8);
  private static final Duration BRIEF_SHRINKING = Duration.ofSeconds(1);
  private static final Duration LEAST_SHRINKING = Duration.ofSeconds(3);

  /**
   * What may be waited altogether for a server's port to become free, so that the server can be
   * started again. It is part of the bound, and no time of any case: the run's clock stands still.
   */
  static final Duration PORT_WAIT = Duration.ofMinutes(3);

  private final Duration bound;
  private final Duration portWait;
  private Duration waited = Duration.ZERO;
  private final long ends;
  private final long goingOnEnds;
  private final Duration mostSearching;
  private final Duration searching;
  private boolean goesOn;
  private int casesLeft;
  private Duration searchingLeft;
  private Duration shrinkingLeft = Duration.ofSeconds(60);
  private Duration confirmingLeft = Duration.ofSeconds(90);
  private final Map<Kind, Integer> confirmed = new EnumMap<>(Kind.class);

  /** For what there is to do, beginning now, with a server whose port is not waited for. */
  TimeBudget(Settings settings) {
    this(settings, Duration.ZERO);
  }

  /**
   * For what there is to do, beginning now.
   *
   * @param portWait what may be waited altogether for the server's port
   */
  TimeBudget(Settings settings, Duration portWait) {
    this.portWait = portWait;
    int factor = settings.thorough() ? Settings.THOROUGH : 1;
    Duration goingOn = settings.goingOn().orElse(Duration.ZERO);
    Duration patiences = settings.patience().orElse(Duration.ZERO).multipliedBy(PATIENCES);
    casesLeft = settings.cases().size();
    Duration all = START.plus(CASE.plus(patiences).multipliedBy(factor).multipliedBy(casesLeft));
    Duration most = MOST.plus(patiences).multipliedBy(factor);
    Duration working = (all.compareTo(most) < 0 ? all : most).plus(goingOn);
    bound = working.plus(portWait);
    long now = now();
    ends = now + working.minus(END).toNanos();
    goingOnEnds = now + goingOn.toNanos();
    searching = SEARCHING.multipliedBy(factor);
    searchingLeft = searching;
    mostSearching = MOST_SEARCHING.multipliedBy(factor);
  }

  /** What the whole run takes at most. */
  Duration bound() {
    return bound;
  }

  /**
   * The run's clock: it counts like {@link System#nanoTime}, but stands still while a port is
   * waited for.
   */
  long now() {
    return System.nanoTime() - waited.toNanos();
  }

  /** How long may still be waited for the server's port. */
  Duration portWaitLeft() {
    return less(portWait, waited);
  }

  /** The server's port was waited for; no more than {@link #portWaitLeft} is made good. */
  void waited(Duration took) {
    Duration left = portWaitLeft();
    waited = waited.plus(took.compareTo(left) < 0 ? took : left);
  }

  boolean isOver() {
    return now() - ends > 0;
  }

  /** When nothing more may be played, as {@link System#nanoTime} counts. */
  long ends() {
    return ends + waited.toNanos();
  }

  /** Whether there is time for one more round. */
  boolean isTimeToGoOn() {
    return now() - goingOnEnds < 0;
  }

  /** From here on cases are repeated, and cut short when the time for that is up. */
  void goOn(int cases) {
    goesOn = true;
    casesLeft = cases;
    searchingLeft = searching;
  }

  /** When the case that begins now makes no further try, as {@link #now} counts. */
  long searchEnds() {
    long usual = now() + searching().toNanos();
    return goesOn && goingOnEnds - usual < 0 ? goingOnEnds : usual;
  }

  /** After how long the case that begins now makes no further try; what one leaves, others have. */
  Duration searching() {
    Duration share = searchingLeft.multipliedBy(2).dividedBy(Math.max(1, casesLeft));
    casesLeft--;
    return within(LEAST_SEARCHING, share, mostSearching);
  }

  void searched(Duration took) {
    searchingLeft = less(searchingLeft, took);
  }

  /** How long the next failure may be shrunk: all failures share what there is. */
  Duration shrinking(Kind kind) {
    return isWellKnown(kind)
        ? BRIEF_SHRINKING
        : within(LEAST_SHRINKING, shrinkingLeft, MOST_SHRINKING);
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
