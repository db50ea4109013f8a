package dev.echospec.engine;

import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Patience;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The time limits of a run, whatever the server does. Fast servers never reach them; slow and
 * hostile ones get fewer tries, less shrinking and fewer replays, and in the end the run stops. If
 * the replay budget is exhausted, a timing failure is inconclusive.
 *
 * <p>The bound is counted from {@link #begin}. Its last part is reserved for work in progress:
 *
 * <pre>
 * begin ... {@link #ends}: the last conversation with the server, the last restart
 *       ... {@link #judgedBy}: the reference server has played the last failure
 *       ... {@link #closedBy}: the target has ended, or is abandoned
 *       ... {@link #bound}: the report is written
 * </pre>
 */
final class TimeBudget {
  /** Confirmed failures of one kind after which the kind needs no more proof. */
  private static final int WELL_KNOWN = 3;

  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration CASE = Duration.ofSeconds(30);
  private static final Duration MOST = Duration.ofMinutes(10);

  /** Bound of a run against a server that is started and probed within {@link #QUICK}. */
  private static final Duration LEAST = Duration.ofMinutes(3);

  /** A server that takes N times as long to start and to probe has N times the bound. */
  private static final Duration QUICK = Duration.ofSeconds(2);

  /** Reserved for the end: judging, ending the target, the report. */
  private static final Duration END = Duration.ofSeconds(30);

  /** At most 1/N of the bound is reserved for the end. */
  private static final int MOST_END = 4;

  /** The reserved time is divided equally among its three steps. */
  private static final int STEPS_OF_END = 3;

  /** Number of plays of a failing case that wait for the whole patience. */
  private static final int PATIENCES = 12;

  /** No case takes more than 1/N of the bound. */
  private static final int MOST_OF_CASE = 10;

  /** Each case is guaranteed 1/N of an equal share of the time. */
  private static final int LEAST_OF_SHARE = 2;

  /** The longest try must fit into a case N times: it is repeated, shrunk and confirmed. */
  private static final int TRIES_IN_CASE = 6;

  /** 1/N of a case's time is reserved for the probe afterwards and a restart. */
  private static final int AFTERMATH = 12;

  /** At most 1/N of a case's time is reserved for that. */
  private static final int MOST_AFTERMATH = 2;

  /**
   * Limit, for the whole run, of waits for the server's port to become free before a restart. It is
   * part of the bound but of no case: the run's clock stands still meanwhile.
   */
  static final Duration PORT_WAIT = Duration.ofMinutes(3);

  /** Shared by the tries of all cases of a round. */
  private static final Duration SEARCHING = Duration.ofSeconds(30);

  private static final Duration MOST_SEARCHING = Duration.ofSeconds(20);
  private static final Duration LEAST_SEARCHING = Duration.ofSeconds(1);

  /** Part of the search time that is left where it goes into starts of the server. */
  private static final int LESS = 3;

  private static final Duration SHRINKING = Duration.ofSeconds(60);
  private static final Duration MOST_SHRINKING = Duration.ofSeconds(8);
  private static final Duration BRIEF_SHRINKING = Duration.ofSeconds(1);
  private static final Duration LEAST_SHRINKING = Duration.ofSeconds(3);
  private static final Duration CONFIRMING = Duration.ofSeconds(90);

  private final LongSupplier clock;
  private final Settings settings;
  private final Duration portWait;
  private final double scale;
  private final int factor;
  private final Duration goingOn;
  private final Duration meeting;
  private volatile Duration working;
  private volatile Duration end;
  private Duration mostOfCase;
  private Duration leastOfCase;
  private final Map<Kind, Integer> confirmed = new EnumMap<>(Kind.class);
  private volatile long begun;
  private volatile long caseBegun;
  private long searchBegun;
  private volatile Duration caseLimit;
  private Duration waited = Duration.ZERO;
  private Duration caseExcused = Duration.ZERO;
  private Duration searching = Duration.ZERO;
  private Duration longestRestart = Duration.ZERO;
  private boolean goesOn;
  private int casesLeft;
  private Duration searchingLeft;
  private Duration leastSearching = LEAST_SEARCHING;
  private Duration shrinkingLeft;
  private Duration confirmingLeft;

  /** Starts a budget for a server whose port is never waited for. */
  TimeBudget(Settings settings) {
    this(settings, Duration.ZERO);
  }

  /**
   * Starts a budget.
   *
   * @param portWait limit, for the whole run, of waits for the server's port
   */
  TimeBudget(Settings settings, Duration portWait) {
    this(settings, usual(settings), portWait, System::nanoTime);
  }

  /**
   * Starts a budget with another bound than the usual one; its parts are scaled in proportion.
   *
   * @param bound of a run that does not go on
   * @param clock such as {@link System#nanoTime}
   */
  TimeBudget(Settings settings, Duration bound, Duration portWait, LongSupplier clock) {
    this.clock = clock;
    this.portWait = portWait;
    goingOn = settings.goingOn().orElse(Duration.ZERO);
    factor = factor(settings);
    scale = (double) bound.toNanos() / usual(settings).toNanos();
    this.settings = settings;
    casesLeft = settings.cases().size();
    divide(bound);
    Duration probing = scaled(meeting(settings.patience().orElse(Duration.ZERO)), 1);
    meeting = least(probing, bound.minus(end));
    shrinkingLeft = scaled(SHRINKING, 1);
    confirmingLeft = scaled(CONFIRMING, 1);
    searchingLeft = scaled(SEARCHING, factor);
    begin();
  }

  private void divide(Duration bound) {
    working = bound.plus(goingOn);
    end = least(END, bound.dividedBy(MOST_END));
    Duration share = bound.minus(end).dividedBy(Math.max(1, settings.cases().size()));
    // A server that the user grants more patience can be judged only with that patience.
    mostOfCase =
        most(most(bound.dividedBy(MOST_OF_CASE), share), scaled(patiences(settings), factor));
    leastOfCase = share.dividedBy(LEAST_OF_SHARE);
  }

  /**
   * Shortens the bound for a quick server, before the first case. Patience that the user has set
   * keeps the whole bound.
   *
   * @param took how long its start and its probes took, without waits for answers that did not come
   */
  void met(Duration took) {
    if (settings.patience().isEmpty()) {
      Duration due =
          Duration.ofNanos((long) (LEAST.toNanos() * (took.toNanos() / (double) QUICK.toNanos())));
      divide(least(working.minus(goingOn), scaled(within(LEAST, due, MOST), factor)));
    }
  }

  private static int factor(Settings settings) {
    return settings.thorough() ? Settings.THOROUGH : 1;
  }

  private static Duration patiences(Settings settings) {
    return settings.patience().orElse(Duration.ZERO).multipliedBy(PATIENCES);
  }

  private static Duration usual(Settings settings) {
    int factor = factor(settings);
    int cases = settings.cases().size();
    Duration patiences = patiences(settings);
    Duration all = START.plus(CASE.plus(patiences).multipliedBy(factor).multipliedBy(cases));
    return least(all, MOST.plus(patiences).multipliedBy(factor));
  }

  /**
   * Returns the limit for probing a server after its start.
   *
   * @param patience as the user set it; zero if it is measured
   */
  static Duration meeting(Duration patience) {
    return START.plus(patience.multipliedBy(PATIENCES));
  }

  /** Starts the clock, or starts it anew when the server is up: to make its image takes long. */
  void begin() {
    begun = now();
    caseBegun = begun;
    searchBegun = begun;
    caseLimit = working;
    caseExcused = Duration.ZERO;
  }

  /** Returns the limit of the whole run, from {@link #begin}. */
  Duration bound() {
    return working.plus(portWait);
  }

  /**
   * Returns the run's clock: {@link System#nanoTime} less the time for which a port was waited for.
   */
  long now() {
    return clock.getAsLong() - waited.toNanos();
  }

  /** Returns how long the run may still wait for the server's port. */
  Duration portWaitLeft() {
    return less(portWait, waited);
  }

  /** Stops the clock for a wait for the port, up to {@link #portWaitLeft}. */
  void waited(Duration took) {
    waited = waited.plus(least(took, portWaitLeft()));
  }

  /** Returns the deadline of the first probes, as {@link System#nanoTime} counts. */
  long metBy() {
    return begun + meeting.plus(waited).toNanos();
  }

  boolean isOver() {
    return clock.getAsLong() - ends() >= 0;
  }

  /** Returns the deadline of all plays, as {@link System#nanoTime} counts. */
  long ends() {
    return begun + working.toNanos() - end.toNanos() + waited.toNanos();
  }

  /** Returns the deadline of the reference server's plays, as {@link System#nanoTime} counts. */
  long judgedBy() {
    return earlier(caseBegun + caseLimit.plus(waited).toNanos(), ends() + endStep());
  }

  /** Returns the deadline for ending the target, as {@link System#nanoTime} counts. */
  long closedBy() {
    return ends() + 2 * endStep();
  }

  private long endStep() {
    return end.dividedBy(STEPS_OF_END).toNanos();
  }

  /** True if there is time for another round. */
  boolean isTimeToGoOn() {
    return now() - goingOnEnds() < 0;
  }

  private long goingOnEnds() {
    return begun + goingOn.toNanos();
  }

  /** Starts a further round, whose cases are cut short when the time of {@code --for} is up. */
  void goOn(int cases) {
    goesOn = true;
    casesLeft = cases;
    searchingLeft = scaled(SEARCHING, factor);
  }

  /** Starts the share of a case. */
  void caseBegins() {
    caseBegun = now();
    searchBegun = caseBegun;
    caseExcused = Duration.ZERO;
    Duration share = searchingLeft.multipliedBy(2).dividedBy(Math.max(1, casesLeft));
    searching = within(scaled(leastSearching, 1), share, scaled(MOST_SEARCHING, factor));
    casesLeft = Math.max(0, casesLeft - 1);
    Duration left = Duration.ofNanos(Math.max(0, ends() - clock.getAsLong()));
    Duration others = leastOfCase.multipliedBy(casesLeft);
    caseLimit = within(least(leastOfCase, left), less(left, others), mostOfCase);
  }

  /** Returns the limit of the current case, restarts, shrinking and replays included. */
  Duration caseLimit() {
    return caseLimit;
  }

  /**
   * Returns the deadline of the current case's plays, as {@link System#nanoTime} counts; the rest
   * of its time is for the probe afterwards and a restart.
   */
  long casePlayedBy() {
    // Asked several times in each try: plain numbers, because to divide a Duration takes as long as
    // to judge a transcript.
    long limit = caseLimit.toNanos();
    long aftermath = Math.max(limit / AFTERMATH, 2 * longestRestart.toNanos());
    long playing = limit - Math.min(aftermath, limit / MOST_AFTERMATH);
    return earlier(caseBegun + playing + waited.toNanos(), ends());
  }

  /** Returns the target duration of a try whose length can be chosen. */
  Duration longestTry() {
    return mostOfCase.dividedBy(TRIES_IN_CASE);
  }

  /** True when nothing more may be played for the current case. */
  boolean isCaseOver() {
    return clock.getAsLong() - casePlayedBy() >= 0;
  }

  /** Notes the duration of a restart: the next may take as long. */
  void restarted(Duration took) {
    longestRestart = most(longestRestart, took);
  }

  /** Excludes a wait that the server did not cause from the time of the current case. */
  void excused(Duration wait) {
    caseExcused = caseExcused.plus(wait);
    caseBegun += wait.toNanos();
    searchBegun += wait.toNanos();
  }

  /**
   * True when the current case makes no further try.
   *
   * @param latest duration of the latest try: one of which less than half would lie within the
   *     limit is not made
   */
  boolean isSearchOver(Duration latest) {
    long now = now();
    return isCaseOver()
        || now + latest.toNanos() / 2 - searchBegun - searching.toNanos() >= 0
        || goesOn && now - goingOnEnds() >= 0;
  }

  /** Returns the search limit of the current case; time that it leaves goes to later cases. */
  Duration searching() {
    return searching;
  }

  /** Leaves less time to later searches, because the server is started again all the time. */
  void searchesLess() {
    searchingLeft = searchingLeft.dividedBy(LESS);
    leastSearching = LEAST_SEARCHING.dividedBy(LESS);
  }

  /** Charges the time of a search. */
  void searched(Duration took) {
    searchingLeft = less(searchingLeft, less(took, caseExcused));
  }

  /** Returns how long the next failure may be shrunk: all failures share one budget. */
  Duration shrinking(Kind kind) {
    return isWellKnown(kind)
        ? scaled(BRIEF_SHRINKING, 1)
        : within(scaled(LEAST_SHRINKING, 1), shrinkingLeft, scaled(MOST_SHRINKING, 1));
  }

  void shrunk(Duration took) {
    shrinkingLeft = less(shrinkingLeft, took);
  }

  /** True if there is time for another replay. */
  boolean mayConfirm() {
    return !isCaseOver() && !confirmingLeft.isZero();
  }

  void confirmed(Duration took) {
    confirmingLeft = less(confirmingLeft, took);
  }

  /**
   * Returns how long replays take that are late, each with a restart if there was any, and as long
   * as one of them for what they do beside their waits; at most half of the time that is left of
   * the case.
   *
   * @param patience that they wait for
   * @param replays number of replays, 1 or more
   */
  Duration replaying(Patience patience, int replays) {
    Duration half = Duration.ofNanos(Math.max(0, casePlayedBy() - clock.getAsLong()) / 2);
    return least(patience.answer().plus(longestRestart).multipliedBy(replays + 1), half);
  }

  /**
   * Returns the patience of replays: twice the usual one, or as much of that as the case has time
   * for, but never less than the usual one. The time of one more is left for what a replay does
   * beside its wait.
   *
   * @param usual the patience of the tries
   * @param replays number of replays, 1 or more
   */
  Patience ofReplays(Patience usual, int replays) {
    long left = Math.max(0, casePlayedBy() - clock.getAsLong());
    Duration each = Duration.ofNanos(left / (replays + 1));
    Patience doubled = usual.doubled();
    return new Patience(
        within(usual.answer(), each, doubled.answer()),
        within(usual.connect(), each, doubled.connect()));
  }

  /** Counts a confirmed failure. */
  void blamed(Kind kind) {
    confirmed.merge(kind, 1, Integer::sum);
  }

  /** True when this kind of timing failure was confirmed often enough to need no more proof. */
  boolean isWellKnown(Kind kind) {
    return kind.isTiming() && confirmed.getOrDefault(kind, 0) >= WELL_KNOWN;
  }

  private Duration scaled(Duration usual, int factor) {
    return Duration.ofNanos((long) (usual.multipliedBy(factor).toNanos() * scale));
  }

  private static long earlier(long one, long other) {
    return one - other < 0 ? one : other;
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration most(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration within(Duration least, Duration wanted, Duration most) {
    return most(least, least(wanted, most));
  }

  private static Duration less(Duration left, Duration took) {
    return left.compareTo(took) > 0 ? left.minus(took) : Duration.ZERO;
  }
}
