package dev.echospec.engine;

import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Patience;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What a run may take, whatever the server does. Fast servers never notice it; slow and hostile
 * ones get fewer tries, less shrinking and fewer replays, and in the end the run stops. Without
 * time for a replay, nothing is blamed for being late.
 *
 * <p>The bound is counted from {@link #begin}. Its last part is kept for what is under way by then:
 *
 * <pre>
 * begin ... {@link #ends}: the last conversation with the server, the last restart
 *       ... {@link #judgedBy}: the reference server has played the last failure
 *       ... {@link #closedBy}: the target has been ended, or is given up
 *       ... {@link #bound}: the report is written
 * </pre>
 */
final class TimeBudget {
  /** Confirmed failures of one kind after which the kind needs no more proof. */
  private static final int WELL_KNOWN = 3;

  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration CASE = Duration.ofSeconds(30);
  private static final Duration MOST = Duration.ofMinutes(10);

  /** What is kept for the end: judging, ending the target, the report. */
  private static final Duration END = Duration.ofSeconds(30);

  /** No more of the bound than this part of it is kept for the end. */
  private static final int MOST_END = 4;

  /** Of the time kept for the end, the part of each of its three steps. */
  private static final int STEPS_OF_END = 3;

  /** Plays of a failing case that wait for the whole patience, of those that it waits longest. */
  private static final int PATIENCES = 12;

  /** No case takes more than this part of the bound. */
  private static final int MOST_OF_CASE = 10;

  /** The part of an equal share of the time that each case may count on. */
  private static final int LEAST_OF_SHARE = 2;

  /** So that a longest try can be repeated, shrunk and confirmed, and leaves time for others. */
  private static final int TRIES_IN_CASE = 6;

  /** What is kept of a case's time for the look at the server afterwards, and for a restart. */
  private static final int AFTERMATH = 12;

  /** No more of a case's time than this part of it is kept for that. */
  private static final int MOST_AFTERMATH = 2;

  /**
   * What may be waited altogether for a server's port to become free, so that the server can be
   * started again. It is part of the bound, and no time of any case: the run's clock stands still.
   */
  static final Duration PORT_WAIT = Duration.ofMinutes(3);

  /** What all cases of a round have for their tries. */
  private static final Duration SEARCHING = Duration.ofMinutes(4);

  private static final Duration MOST_SEARCHING = Duration.ofSeconds(20);
  private static final Duration LEAST_SEARCHING = Duration.ofSeconds(2);
  private static final Duration SHRINKING = Duration.ofSeconds(60);
  private static final Duration MOST_SHRINKING = Duration.ofSeconds(8);
  private static final Duration BRIEF_SHRINKING = Duration.ofSeconds(1);
  private static final Duration LEAST_SHRINKING = Duration.ofSeconds(3);
  private static final Duration CONFIRMING = Duration.ofSeconds(90);

  private final LongSupplier clock;
  private final Duration working;
  private final Duration portWait;
  private final double scale;
  private final int factor;
  private final Duration goingOn;
  private final Duration meeting;
  private final Duration end;
  private final Duration mostOfCase;
  private final Duration leastOfCase;
  private final Map<Kind, Integer> confirmed = new EnumMap<>(Kind.class);
  private volatile long begun;
  private volatile long caseBegun;
  private volatile Duration caseLimit;
  private Duration waited = Duration.ZERO;
  private Duration caseExcused = Duration.ZERO;
  private Duration searching = Duration.ZERO;
  private Duration longestRestart = Duration.ZERO;
  private boolean goesOn;
  private int casesLeft;
  private Duration searchingLeft;
  private Duration shrinkingLeft;
  private Duration confirmingLeft;

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
    this(settings, usual(settings), portWait, System::nanoTime);
  }

  /**
   * With another bound than the usual one: all its parts are in proportion.
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
    working = bound.plus(goingOn);
    end = least(END, bound.dividedBy(MOST_END));
    casesLeft = settings.cases().size();
    Duration playing = bound.minus(end);
    Duration share = playing.dividedBy(Math.max(1, casesLeft));
    // A server that is owed so much patience by the user's wish can only be judged with it.
    mostOfCase =
        most(most(bound.dividedBy(MOST_OF_CASE), share), scaled(patiences(settings), factor));
    leastOfCase = share.dividedBy(LEAST_OF_SHARE);
    meeting = least(scaled(meeting(settings.patience().orElse(Duration.ZERO)), 1), playing);
    shrinkingLeft = scaled(SHRINKING, 1);
    confirmingLeft = scaled(CONFIRMING, 1);
    searchingLeft = scaled(SEARCHING, factor);
    begin();
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
   * What it takes at most to get to know a server, once it has been started.
   *
   * @param patience as the user wishes it; zero if it is measured
   */
  static Duration meeting(Duration patience) {
    return START.plus(patience.multipliedBy(PATIENCES));
  }

  /** The clock starts, or starts anew: the server has just been started, its image was made. */
  void begin() {
    begun = now();
    caseBegun = begun;
    caseLimit = working;
    caseExcused = Duration.ZERO;
  }

  /** What the whole run takes at most, from {@link #begin}. */
  Duration bound() {
    return working.plus(portWait);
  }

  /**
   * The run's clock: it counts like {@link System#nanoTime}, but stands still while a port is
   * waited for.
   */
  long now() {
    return clock.getAsLong() - waited.toNanos();
  }

  /** How long may still be waited for the server's port. */
  Duration portWaitLeft() {
    return less(portWait, waited);
  }

  /** The server's port was waited for; no more than {@link #portWaitLeft} is made good. */
  void waited(Duration took) {
    waited = waited.plus(least(took, portWaitLeft()));
  }

  /** When the server must have been met, as {@link System#nanoTime} counts. */
  long metBy() {
    return begun + meeting.plus(waited).toNanos();
  }

  boolean isOver() {
    return clock.getAsLong() - ends() >= 0;
  }

  /** When nothing more may be played, as {@link System#nanoTime} counts. */
  long ends() {
    return begun + working.minus(end).plus(waited).toNanos();
  }

  /** When the reference server may play nothing more, as {@link System#nanoTime} counts. */
  long judgedBy() {
    return earlier(caseBegun + caseLimit.plus(waited).toNanos(), ends() + endStep());
  }

  /** When the target must have been ended, as {@link System#nanoTime} counts. */
  long closedBy() {
    return ends() + 2 * endStep();
  }

  private long endStep() {
    return end.dividedBy(STEPS_OF_END).toNanos();
  }

  /** Whether there is time for one more round. */
  boolean isTimeToGoOn() {
    return now() - goingOnEnds() < 0;
  }

  private long goingOnEnds() {
    return begun + goingOn.toNanos();
  }

  /** From here on cases are repeated, and cut short when the time for that is up. */
  void goOn(int cases) {
    goesOn = true;
    casesLeft = cases;
    searchingLeft = scaled(SEARCHING, factor);
  }

  /** A case begins: its share of the time does. */
  void caseBegins() {
    caseBegun = now();
    caseExcused = Duration.ZERO;
    Duration share = searchingLeft.multipliedBy(2).dividedBy(Math.max(1, casesLeft));
    searching = within(scaled(LEAST_SEARCHING, 1), share, scaled(MOST_SEARCHING, factor));
    casesLeft = Math.max(0, casesLeft - 1);
    Duration left = Duration.ofNanos(Math.max(0, ends() - clock.getAsLong()));
    Duration others = leastOfCase.multipliedBy(casesLeft);
    caseLimit = within(least(leastOfCase, left), less(left, others), mostOfCase);
  }

  /** What the case that runs may take, with all that comes of it. */
  Duration caseLimit() {
    return caseLimit;
  }

  /**
   * When no conversation of the case that runs may go on, as {@link System#nanoTime} counts: what
   * is left of its time is for the look at the server afterwards, and for a restart.
   */
  long casePlayedBy() {
    Duration aftermath = most(caseLimit.dividedBy(AFTERMATH), longestRestart.multipliedBy(2));
    Duration playing = caseLimit.minus(least(aftermath, caseLimit.dividedBy(MOST_AFTERMATH)));
    return earlier(caseBegun + playing.plus(waited).toNanos(), ends());
  }

  /** What a try of a case should take at most, where it can be made longer or shorter. */
  Duration longestTry() {
    return mostOfCase.dividedBy(TRIES_IN_CASE);
  }

  /** Whether nothing more may be played for the case that runs. */
  boolean isCaseOver() {
    return clock.getAsLong() - casePlayedBy() >= 0;
  }

  /** The server was started again. */
  void restarted(Duration took) {
    longestRestart = most(longestRestart, took);
  }

  /** What the case that runs had to wait for was not the server: that does not count. */
  void excused(Duration wait) {
    caseExcused = caseExcused.plus(wait);
    caseBegun += wait.toNanos();
  }

  /** Whether the case that runs makes no further try. */
  boolean isSearchOver() {
    long now = now();
    return isCaseOver()
        || now - caseBegun - searching.toNanos() >= 0
        || goesOn && now - goingOnEnds() >= 0;
  }

  /** After how long the case that runs makes no further try; what one leaves, others have. */
  Duration searching() {
    return searching;
  }

  /** The case that runs has found a failure, or has made its tries. */
  void searched(Duration took) {
    searchingLeft = less(searchingLeft, less(took, caseExcused));
  }

  /** How long the next failure may be shrunk: all failures share what there is. */
  Duration shrinking(Kind kind) {
    return isWellKnown(kind)
        ? scaled(BRIEF_SHRINKING, 1)
        : within(scaled(LEAST_SHRINKING, 1), shrinkingLeft, scaled(MOST_SHRINKING, 1));
  }

  void shrunk(Duration took) {
    shrinkingLeft = less(shrinkingLeft, took);
  }

  /** Whether there is still time to play failures again. */
  boolean mayConfirm() {
    return !isCaseOver() && !confirmingLeft.isZero();
  }

  void confirmed(Duration took) {
    confirmingLeft = less(confirmingLeft, took);
  }

  /**
   * How patient the replays of a failure are: twice as much as usual, or as much of that as the
   * case has time for, but never less than usual.
   *
   * @param usual the patience of the tries
   * @param replays how many there will be
   */
  Patience ofReplays(Patience usual, int replays) {
    long left = Math.max(0, casePlayedBy() - clock.getAsLong());
    Duration each = Duration.ofNanos(left / replays);
    Patience doubled = usual.doubled();
    return new Patience(
        within(usual.answer(), each, doubled.answer()),
        within(usual.connect(), each, doubled.connect()));
  }

  /** A failure of this kind was confirmed. */
  void blamed(Kind kind) {
    confirmed.merge(kind, 1, Integer::sum);
  }

  /** Whether the server has shown so often that it is late in this way that it is believed. */
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
