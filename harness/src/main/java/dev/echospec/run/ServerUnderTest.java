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

  /** Longer than a port stays in TIME_WAIT on Linux. */
  private static final long PORT_IN_USE = TimeUnit.SECONDS.toNanos(70);

  private static final long PORT_POLL = TimeUnit.SECONDS.toNanos(1);

  /** Ending a target may take this long also when its time is up already. */
  private static final long LEAST_CLOSING = TimeUnit.SECONDS.toNanos(1);

  private static final String THREAD = "echospec: starts and ends the target";

  /** A frail server may end of the first look at it, when that has to be broken off. */
  private static final int FRAIL = 3;

  private final Target target;
  private final Player player = new Player();
  private final Acquaintance acquaintance;
  private final Optional<TimeBudget> budget;
  private Manner manner = Manner.NEVER;
  private Patience patience;
  private RunResult.Facts facts;
  private Shortage shortage;

  /**
   * @param budget of the run; empty if nothing ends it but itself
   */
  ServerUnderTest(Target target, Optional<Duration> wantedPatience, Optional<TimeBudget> budget) {
    this.budget = budget;
    this.target = target;
    this.acquaintance = new Acquaintance(target, player, wantedPatience);
    this.patience = Patience.of(acquaintance.firstPatience());
  }

  /** Starts it, waits until it answers and measures how fast. */
  void open() throws TargetException {
    target.start();
    // To fetch or build an image may take longer than the run itself.
    budget.ifPresent(TimeBudget::begin);
    try {
      playUntil(TimeBudget::metBy);
      getToKnow();
    } catch (Shortage e) {
      throw new TargetException("The run could not begin: " + e.getMessage() + ".");
    }
  }

  private void getToKnow() throws TargetException {
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
    playUntil(TimeBudget::casePlayedBy);
    Duration shortBefore = player.shortFor();
    try {
      return player.play(
          script,
          target.address(),
          oracle,
          limit,
          law.needsOracle() ? OnceWrong.END_SOON : OnceWrong.GO_ON,
          before);
    } catch (Shortage e) {
      shortage = e;
      throw e;
    } finally {
      notTheServers(player.shortFor().minus(shortBefore));
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
    return Optional.of(new Death(target.death().orElse("no longer answers"), target.lastWords()));
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
    playUntil(TimeBudget::ends);
    long until = System.nanoTime() + PORT_IN_USE;
    for (int starts = 1; ; starts++) {
      long began = System.nanoTime();
      startAgain();
      try {
        acquaintance.meet();
        budget.ifPresent(b -> b.restarted(Duration.ofNanos(System.nanoTime() - began)));
        return;
      } catch (TargetException e) {
        // Its own death may have left its port in TIME_WAIT, which ends by itself.
        boolean inUse = e.lastWords().toLowerCase(Locale.ROOT).contains("in use");
        boolean mayCome = inUse ? System.nanoTime() < until : isKnownDead() && starts < FRAIL;
        if (!mayCome || isTimeUp()) {
          throw e;
        }
        LockSupport.parkNanos(PORT_POLL);
        if (inUse) {
          notTheServers(Duration.ofNanos(System.nanoTime() - began));
        }
      }
    }
  }

  private void startAgain() throws TargetException {
    if (budget.isEmpty()) {
      target.start();
    } else if (!BoundedCall.until(budget.get().ends(), THREAD, target::start)) {
      throw new TargetException("Time was up before the server had been started again.");
    }
  }

  /**
   * Ends the target. One that cannot be ended in time is given up: what is left of it ends with
   * this process, or is removed by the next one.
   */
  @Override
  public void close() {
    try {
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
