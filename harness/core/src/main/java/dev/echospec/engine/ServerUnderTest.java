package dev.echospec.engine;

import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.play.Patience;
import dev.echospec.play.Player;
import dev.echospec.play.Player.OnceWrong;
import dev.echospec.play.Shortage;
import dev.echospec.play.Transcript;
import dev.echospec.result.Failure.Death;
import dev.echospec.result.RunResult;
import dev.echospec.script.Script;
import dev.echospec.server.PortTakenException;
import dev.echospec.server.Resources;
import dev.echospec.server.ResponseStyle;
import dev.echospec.server.ServerProbe;
import dev.echospec.server.Target;
import dev.echospec.server.TargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The target as a run sees it: it is talked to, found dead, and brought back. */
final class ServerUnderTest implements AutoCloseable {
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(2);

  /**
   * Who cannot be started again is asked once more before all that is left is skipped: it may be
   * busy with what an earlier client has left behind.
   */
  private static final Patience LAST_CHANCE = Patience.of(Duration.ofSeconds(10));

  /** While shrinking, silence is believed this much sooner than otherwise. */
  private static final int HASTE = 4;

  /** Between two starts of a server that ended of the first look at it. */
  private static final long REST = TimeUnit.SECONDS.toNanos(1);

  /** Who serves another one beside so many idle clients is not held up by one or two. */
  private static final int OTHERS = 10;

  /** Ending a target may take this long also when its time is up already. */
  private static final long LEAST_CLOSING = TimeUnit.SECONDS.toNanos(1);

  private static final String THREAD = "echospec: starts and ends the target";

  /** A frail server may end of the first look at it, when that has to be broken off. */
  private static final int FRAIL = 3;

  private final Target target;
  private final Player player = new Player();
  private final ServerProbe acquaintance;
  private final Optional<TimeBudget> budget;
  private final PortWait portWait;
  private final KeptConnections kept;
  private final ProbeRecord probes;
  private final FreshStart freshStart;
  private boolean startsAfresh;
  private ResponseStyle manner = ResponseStyle.NEVER;
  private Patience patience;
  private RunResult.Facts facts;
  private Shortage shortage;

  /**
   * @param oracle what a correct server answers
   * @param budget of the run; empty if nothing ends it but itself
   * @param listener hears what is waited for
   */
  ServerUnderTest(
      Target target,
      Oracle oracle,
      Optional<Duration> wantedPatience,
      Optional<TimeBudget> budget,
      RunListener listener) {
    this.budget = budget;
    this.portWait = new PortWait(target, budget, listener);
    this.target = target;
    this.probes = new ProbeRecord(oracle);
    this.acquaintance = new ServerProbe(target, player, wantedPatience, probes);
    this.freshStart = new FreshStart(target, acquaintance, this::isTimeUp);
    this.kept = new KeptConnections(target::address);
    this.patience = Patience.of(acquaintance.firstPatience());
  }

  /** Starts it, waits until it answers and measures how fast. */
  void open() throws TargetException {
    try {
      manner = startAndMeet(1, false, acquaintance::meet);
      measure();
    } catch (Shortage e) {
      throw new TargetException("The run could not begin: " + e.getMessage() + ".");
    }
  }

  /** Starts it, and no more: nobody has talked to it yet. */
  void start() throws TargetException {
    startAndMeet(1, false, () -> null);
  }

  /** Waits until it answers and measures how fast. */
  void getToKnow() throws TargetException {
    manner = acquaintance.meet();
    measure();
  }

  private void measure() throws TargetException {
    if (manner == ResponseStyle.NEVER) {
      facts = new RunResult.Facts(manner.words(), false, Duration.ZERO, patience.answer(), bound());
      return;
    }
    List<Duration> roundTrips = acquaintance.roundTrips(manner);
    patience = Patience.of(acquaintance.patience(roundTrips));
    facts =
        new RunResult.Facts(
            manner.words(),
            acquaintance.isSequential(manner),
            roundTrips.get(roundTrips.size() / 2),
            patience.answer(),
            bound());
    if (target.death().isPresent()) {
      bringBack();
    }
  }

  private Duration bound() {
    return budget.map(TimeBudget::bound).orElse(Duration.ZERO);
  }

  RunResult.Facts facts() {
    return facts;
  }

  ResponseStyle manner() {
    return manner;
  }

  Patience patience() {
    return patience;
  }

  Patience shortPatience() {
    return new Patience(patience.answer().dividedBy(HASTE), patience.connect().dividedBy(HASTE));
  }

  Transcript play(Script script, Law law, Oracle oracle, Patience limit) {
    return play(script, law, oracle, limit, step -> {});
  }

  /** No play goes on longer. */
  private void playUntil(ToLongFunction<TimeBudget> end) {
    budget.ifPresent(limit -> player.endBy(end.applyAsLong(limit), limit.ends()));
  }

  /** What was waited for was not the server: the case that runs keeps all of its time. */
  private void notTheServers(Duration waited) {
    budget.ifPresent(limit -> limit.excused(waited));
  }

  /** Plays a script; somebody is told of each step before it is played. */
  Transcript play(Script script, Law law, Oracle oracle, Patience limit, IntConsumer before) {
    if (shortage != null) {
      // It was waited for: neither more tries nor shorter ones have to wait as long.
      throw shortage;
    }
    Duration shortBefore = player.shortFor();
    OnceWrong onceWrong = law.needsOracle() ? OnceWrong.END_SOON : OnceWrong.GO_ON;
    Supplier<Transcript> play =
        () -> {
          // A start before it, if there is one, has another limit.
          playUntil(TimeBudget::casePlayedBy);
          return player.play(script, target.address(), oracle, limit, onceWrong, before);
        };
    try {
      return startsAfresh ? playAfresh(play) : play.get();
    } catch (Shortage e) {
      shortage = e;
      throw e;
    } finally {
      notTheServers(player.shortFor().minus(shortBefore));
    }
  }

  /** Ends whatever is being played then, as {@link System#nanoTime} counts. */
  void endBy(long nanoTime) {
    player.endBy(nanoTime);
  }

  /** Every script from now on is the first that the server meets after a start, or no longer. */
  void startAfresh(boolean wanted) {
    startsAfresh = wanted && canStartAfresh();
  }

  /** Whether its first conversations after a start can be had. */
  boolean canStartAfresh() {
    return target.canRestart() && !target.isRestartedByOthers();
  }

  /** Where it cannot be started, the script finds it as it is; and if it is gone, that shows. */
  private Transcript playAfresh(Supplier<Transcript> play) {
    try {
      return freshStart.play(play, this::startAgain);
    } catch (TargetException e) {
      return play.get();
    }
  }

  /** What the kit itself has exchanged with it. */
  ProbeRecord probes() {
    return probes;
  }

  /** The connections that are kept open beside all cases, if any are. */
  KeptConnections kept() {
    return kept;
  }

  /** Keeps some connections from now on, if the server serves many others beside them. */
  void keepConnections(Oracle oracle) {
    if (manner != ResponseStyle.NEVER
        && !facts.sequential()
        && target.connectionsAtOnce() > OTHERS
        && acquaintance.servesBeside(manner, OTHERS)) {
      kept.begin(oracle);
    }
  }

  /** What this machine lacked since the last case began, so that it could not go on. */
  Optional<Shortage> shortage() {
    return Optional.ofNullable(shortage);
  }

  /** Another case begins, for which there may be enough. */
  void forgetShortage() {
    shortage = null;
  }

  /** What is to be said beside the results. */
  List<String> notes() {
    List<String> notes = new ArrayList<>(target.notes());
    portWait.note().ifPresent(notes::add);
    Duration waited = player.shortFor();
    if (!waited.isZero()) {
      notes.add(
          "this machine was short of local ports or open files for its connections: "
              + "it was waited "
              + waited.toMillis()
              + " ms for them, which is not counted against the server");
    }
    return notes;
  }

  Optional<Resources> resources() {
    return target.resources();
  }

  /** Median time from a connect to the first byte of the echo; zero if it never answers. */
  Duration echo() {
    return acquaintance.echo();
  }

  int connectionsAtOnce() {
    return target.connectionsAtOnce();
  }

  boolean canRestart() {
    return target.canRestart();
  }

  boolean isRestartedByOthers() {
    return target.isRestartedByOthers();
  }

  boolean isRelayed() {
    return target.isRelayed();
  }

  /** Whether the process is known to be gone; costs nothing. */
  boolean isKnownDead() {
    return target.death().isPresent();
  }

  /**
   * Looks whether it still serves.
   *
   * @return how it ended or stopped serving; empty if it answers
   */
  Optional<Death> examine() {
    return examine(patience);
  }

  /**
   * Looks whether it still serves.
   *
   * @param patience how long an answer may take
   * @return how it ended or stopped serving; empty if it answers
   */
  Optional<Death> examine(Patience patience) {
    // A case whose time is up must not look like a server that does not answer.
    playUntil(TimeBudget::ends);
    if (isTimeUp() || !isKnownDead() && acquaintance.answers(manner, patience)) {
      return Optional.empty();
    }
    long until = System.nanoTime() + target.dying().toNanos();
    while (!isKnownDead() && System.nanoTime() - until < 0 && !isTimeUp()) {
      LockSupport.parkNanos(POLL);
    }
    if (!isKnownDead() && (acquaintance.answers(manner, patience) || isTimeUp())) {
      return Optional.empty();
    }
    if (!target.canRestart() && (acquaintance.answers(manner, LAST_CHANCE) || isTimeUp())) {
      return Optional.empty();
    }
    return Optional.of(
        new Death(target.death().orElse(Death.NO_LONGER_ANSWERS), target.lastWords()));
  }

  /** Nothing is played any more then, so that no server can answer. */
  boolean isTimeUp() {
    return budget.map(TimeBudget::isOver).orElse(false);
  }

  /**
   * Starts it again.
   *
   * @throws TargetException if that cannot be done, or it does not answer any more
   */
  void bringBack() throws TargetException {
    if (!target.canRestart()) {
      throw new TargetException(
          "the server at " + target.name() + " is gone and cannot be started from here");
    }
    startAgain(acquaintance::meet);
  }

  private <T> T startAgain(FreshStart.Meeting<T> meeting) throws TargetException {
    kept.drop();
    return startAndMeet(FRAIL, true, meeting);
  }

  /**
   * Starts it and meets it. A port that is not free is waited for.
   *
   * @param attempts how often it may end of the first look at it
   * @param again whether it had its port before, so that what has the port now may go again
   */
  private <T> T startAndMeet(int attempts, boolean again, FreshStart.Meeting<T> meeting)
      throws TargetException {
    for (int starts = 1; ; starts++) {
      long began = System.nanoTime();
      try {
        start(again);
        T met = meeting.meet();
        if (again) {
          budget.ifPresent(b -> b.restarted(Duration.ofNanos(System.nanoTime() - began)));
        }
        return met;
      } catch (TargetException e) {
        Optional<String> inTheWay = inTheWay(e, again);
        boolean mayCome = inTheWay.isPresent() || isKnownDead() && starts < attempts;
        if (!mayCome || isTimeUp()) {
          throw e;
        }
        if (inTheWay.isPresent()) {
          notTheServers(Duration.ofNanos(System.nanoTime() - began));
          portWait.await(inTheWay.get());
        } else {
          LockSupport.parkNanos(REST);
        }
      }
    }
  }

  /** Why the port, and not the server, is the reason that it was not met; empty otherwise. */
  private Optional<String> inTheWay(TargetException why, boolean again) {
    if (why instanceof PortTakenException) {
      return again ? Optional.of(why.getMessage().replaceFirst("[.:].*", "")) : Optional.empty();
    }
    if (!isKnownDead() || !target.hasFixedPort()) {
      return Optional.empty();
    }
    // What is in the way may be on another port of the server's, of which only its words tell.
    return target
        .heldUp()
        .or(
            () ->
                Optional.of("the server says that an address is in use")
                    .filter(words -> why.lastWords().toLowerCase(Locale.ROOT).contains("in use")));
  }

  /** How long its port was waited for. */
  Duration portWait() {
    return portWait.waited();
  }

  private void start(boolean again) throws TargetException {
    if (budget.isEmpty()) {
      target.start();
    } else if (!again) {
      target.start();
      // To fetch or build an image may take longer than the run itself.
      budget.get().begin();
      playUntil(TimeBudget::metBy);
    } else if (!BoundedCall.until(budget.get().ends(), THREAD, target::start)) {
      throw new TargetException("Time was up before the server had been started again.");
    } else {
      playUntil(TimeBudget::ends);
    }
    probes.started();
  }

  /**
   * Ends the target. One that cannot be ended in time is given up: what is left of it ends with
   * this process, or is removed by the next one.
   */
  @Override
  public void close() {
    try {
      kept.close();
      if (budget.isEmpty()) {
        target.close();
      } else {
        long now = System.nanoTime();
        long left = Math.max(LEAST_CLOSING, budget.get().closedBy() - now);
        BoundedCall.until(now + left, THREAD, target::close);
      }
    } catch (TargetException e) {
      throw new IllegalStateException(e);
    } finally {
      player.close();
    }
  }
}
