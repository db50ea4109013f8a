package dev.echospec.run;

import dev.echospec.judge.Law;
import dev.echospec.oracle.Oracle;
import dev.echospec.play.Patience;
import dev.echospec.play.Player;
import dev.echospec.play.Player.OnceWrong;
import dev.echospec.play.Shortage;
import dev.echospec.play.Transcript;
import dev.echospec.run.Failure.Death;
import dev.echospec.script.Script;
import dev.echospec.target.Acquaintance;
import dev.echospec.target.Manner;
import dev.echospec.target.Resources;
import dev.echospec.target.Target;
import dev.echospec.target.TargetException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

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

  /** Longer than a port stays in TIME_WAIT on Linux. */
  private static final long PORT_IN_USE = TimeUnit.SECONDS.toNanos(70);

  private static final long PORT_POLL = TimeUnit.SECONDS.toNanos(1);

  /** Who serves another one beside so many idle clients is not held up by one or two. */
  private static final int OTHERS = 10;

  /** A frail server may end of the first look at it, when that has to be broken off. */
  private static final int FRAIL = 3;

  private final Target target;
  private final Player player = new Player();
  private final Acquaintance acquaintance;
  private final Optional<TimeBudget> budget;
  private final KeptConnections kept;
  private final ProbeRecord probes;
  private final FreshStart freshStart;
  private boolean startsAfresh;
  private Manner manner = Manner.NEVER;
  private Patience patience;
  private RunResult.Facts facts;
  private Shortage shortage;

  /**
   * @param oracle what a correct server answers
   * @param budget of the run; empty if nothing ends it but itself
   */
  ServerUnderTest(
      Target target,
      Oracle oracle,
      Optional<Duration> wantedPatience,
      Optional<TimeBudget> budget) {
    this.budget = budget;
    this.target = target;
    this.probes = new ProbeRecord(oracle);
    this.acquaintance = new Acquaintance(target, player, wantedPatience, probes);
    this.freshStart = new FreshStart(target, acquaintance, this::isTimeUp);
    this.kept = new KeptConnections(target::address);
    this.patience = Patience.of(acquaintance.firstPatience());
    budget.ifPresent(limit -> player.endBy(limit.ends()));
  }

  /** Starts it, waits until it answers and measures how fast. */
  void open() throws TargetException {
    start();
    try {
      getToKnow();
    } catch (Shortage e) {
      throw new TargetException("The run could not begin: " + e.getMessage() + ".");
    }
  }

  /** Starts it, and no more: nobody has talked to it yet. */
  void start() throws TargetException {
    target.start();
    probes.started();
  }

  /** Waits until it answers and measures how fast. */
  void getToKnow() throws TargetException {
    manner = acquaintance.meet();
    if (manner == Manner.NEVER) {
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

  Manner manner() {
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

  /** Plays a script; somebody is told of each step before it is played. */
  Transcript play(Script script, Law law, Oracle oracle, Patience limit, IntConsumer before) {
    if (shortage != null) {
      // It was waited for: neither more tries nor shorter ones have to wait as long.
      throw shortage;
    }
    OnceWrong onceWrong = law.needsOracle() ? OnceWrong.END_SOON : OnceWrong.GO_ON;
    Supplier<Transcript> play =
        () -> player.play(script, target.address(), oracle, limit, onceWrong, before);
    try {
      return startsAfresh ? playAfresh(play) : play.get();
    } catch (Shortage e) {
      shortage = e;
      throw e;
    }
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
    if (manner != Manner.NEVER
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
    Duration waited = player.shortFor();
    return waited.isZero()
        ? List.of()
        : List.of(
            "this machine was short of local ports or open files for its connections: "
                + "it was waited "
                + waited.toMillis()
                + " ms for them, which is not counted against the server");
  }

  Optional<Resources> resources() {
    return target.resources();
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
    if (isTimeUp() || !isKnownDead() && acquaintance.answers(manner, patience)) {
      return Optional.empty();
    }
    long until = System.nanoTime() + target.dying().toNanos();
    while (!isKnownDead() && System.nanoTime() < until) {
      LockSupport.parkNanos(POLL);
    }
    if (!isKnownDead() && (acquaintance.answers(manner, patience) || isTimeUp())) {
      return Optional.empty();
    }
    if (!target.canRestart() && acquaintance.answers(manner, LAST_CHANCE)) {
      return Optional.empty();
    }
    return Optional.of(new Death(target.death().orElse("no longer answers"), target.lastWords()));
  }

  /** Nothing is played any more then, so that no server can answer. */
  private boolean isTimeUp() {
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

  /** Starts it, and meets it; if its port is still taken or it ends at once, again. */
  private <T> T startAgain(FreshStart.Meeting<T> meeting) throws TargetException {
    kept.drop();
    long until = System.nanoTime() + PORT_IN_USE;
    for (int starts = 1; ; starts++) {
      start();
      try {
        return meeting.meet();
      } catch (TargetException e) {
        // Its own death may have left its port in TIME_WAIT, which ends by itself.
        boolean inUse = e.lastWords().toLowerCase(Locale.ROOT).contains("in use");
        boolean mayCome = inUse ? System.nanoTime() < until : isKnownDead() && starts < FRAIL;
        if (!mayCome || isTimeUp()) {
          throw e;
        }
        LockSupport.parkNanos(PORT_POLL);
      }
    }
  }

  @Override
  public void close() {
    try {
      kept.close();
      target.close();
    } finally {
      player.close();
    }
  }
}
