package dev.echospec.run;

import dev.echospec.judge.Law;
import dev.echospec.oracle.Oracle;
import dev.echospec.play.Patience;
import dev.echospec.play.Player;
import dev.echospec.play.Player.OnceWrong;
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

/** The target as a run sees it: it is talked to, found dead, and brought back. */
final class ServerUnderTest implements AutoCloseable {
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(2);

  /** While shrinking, silence is believed this much sooner than otherwise. */
  private static final int HASTE = 4;

  /** Longer than a port stays in TIME_WAIT on Linux. */
  private static final long PORT_IN_USE = TimeUnit.SECONDS.toNanos(70);

  private static final long PORT_POLL = TimeUnit.SECONDS.toNanos(1);

  private final Target target;
  private final Player player = new Player();
  private final Acquaintance acquaintance;
  private final Duration bound;
  private Manner manner = Manner.NEVER;
  private Patience patience;
  private RunResult.Facts facts;

  ServerUnderTest(Target target, Optional<Duration> wantedPatience, Duration bound) {
    this.bound = bound;
    this.target = target;
    this.acquaintance = new Acquaintance(target, player, wantedPatience);
    this.patience = Patience.of(acquaintance.firstPatience());
  }

  /** Starts it, waits until it answers and measures how fast. */
  void open() throws TargetException {
    target.start();
    manner = acquaintance.meet();
    if (manner == Manner.NEVER) {
      facts = new RunResult.Facts(manner.words(), false, Duration.ZERO, patience.answer(), bound);
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
            bound);
    if (target.death().isPresent()) {
      bringBack();
    }
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
    return player.play(
        script,
        target.address(),
        oracle,
        limit,
        law.needsOracle() ? OnceWrong.END_SOON : OnceWrong.GO_ON);
  }

  Optional<Resources> resources() {
    return target.resources();
  }

  boolean canRestart() {
    return target.canRestart();
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
    if (!isKnownDead() && acquaintance.answers(manner, patience)) {
      return Optional.empty();
    }
    long until = System.nanoTime() + target.dying().toNanos();
    while (!isKnownDead() && System.nanoTime() < until) {
      LockSupport.parkNanos(POLL);
    }
    if (!isKnownDead() && acquaintance.answers(manner, patience)) {
      return Optional.empty();
    }
    return Optional.of(new Death(target.death().orElse("no longer answers"), target.lastWords()));
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
    long until = System.nanoTime() + PORT_IN_USE;
    while (true) {
      target.start();
      try {
        acquaintance.meet();
        return;
      } catch (TargetException e) {
        // Its own death may have left its port in TIME_WAIT, which ends by itself.
        if (!e.lastWords().toLowerCase(Locale.ROOT).contains("in use")
            || System.nanoTime() > until) {
          throw e;
        }
        LockSupport.parkNanos(PORT_POLL);
      }
    }
  }

  @Override
  public void close() {
    try {
      target.close();
    } finally {
      player.close();
    }
  }
}
