package dev.echospec.engine;

import dev.echospec.judge.Judge;
import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Event;
import dev.echospec.play.Patience;
import dev.echospec.play.Transcript;
import dev.echospec.result.Failure.Death;
import dev.echospec.script.Script;
import dev.echospec.server.TargetException;
import dev.echospec.suite.Violated.Observation;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * Plays and judges the scripts of a case on a server that may not survive them: finds out which one
 * it died of, and brings it back.
 */
final class Survival {
  private static final IntConsumer NOBODY = step -> {};

  /** A server that ends more often than this during one case is not brought back again. */
  private static final int MOST_DEATHS = 500;

  private final ServerUnderTest server;
  private final Oracle oracle;
  private final Judge judge;
  private final Counterexamples counterexamples;
  private final BooleanSupplier timeIsUp;
  private IntConsumer watcher = NOBODY;
  private int deaths;
  private Observation last;
  private Death death;
  private TargetException lost;

  /**
   * @param counterexamples what has failed by now: as long as nothing has, a script may be blamed
   *     for what shows in the next one
   * @param timeIsUp whether the case may play nothing more
   */
  Survival(
      ServerUnderTest server,
      Oracle oracle,
      Counterexamples counterexamples,
      BooleanSupplier timeIsUp) {
    this.timeIsUp = timeIsUp;
    this.server = server;
    this.oracle = oracle;
    this.judge = new Judge(oracle);
    this.counterexamples = counterexamples;
  }

  /** Plays and judges; if the server did not survive it, notes its death and brings it back. */
  Optional<Observation> see(Script script, Law law, Patience patience) {
    if (server.isKnownDead()) {
      return gone(script, law, patience);
    }
    Transcript transcript = server.play(script, law, oracle, patience, watcher);
    List<Violation> violations = judge.judge(law, script, transcript);
    if (violations.isEmpty()) {
      last = new Observation(script, law, transcript, violations);
      return Optional.empty();
    }
    boolean refusedAtFirst =
        violations.get(0).kind() == Kind.REFUSED
            && transcript.events().get(0) instanceof Event.NotConnected;
    if (refusedAtFirst && last != null) {
      return gone(script, law, patience);
    }
    if (refusedAtFirst && server.isRestartedByOthers() && deaths < MOST_DEATHS) {
      // It ended when the case before was over: that is not this script's fault.
      if (!revive(patience)) {
        // It is back already.
        deaths++;
      }
      return lost == null ? see(script, law, patience) : Optional.empty();
    }
    Observation sight = new Observation(script, law, transcript, violations);
    boolean died = hasEnded(sight.kind()) && revive(patience);
    return died && last != null && lost == null ? dying(sight, patience) : Optional.of(sight);
  }

  /** The server may have been dying already of what was played before: a fresh one tells. */
  private Optional<Observation> dying(Observation sight, Patience patience) {
    if (timeIsUp.getAsBoolean()) {
      return Optional.of(sight);
    }
    Observation suspect = last;
    last = null;
    Optional<Observation> again = see(sight.script(), sight.law(), patience);
    if (again.isPresent() || !counterexamples.isEmpty() || lost != null) {
      return again;
    }
    if (timeIsUp.getAsBoolean()) {
      return Optional.of(sight);
    }
    return Optional.of(survives(suspect) ? sight : didNotSurvive(suspect));
  }

  /** The server was gone before the script began: what was played before it is to blame. */
  private Optional<Observation> gone(Script script, Law law, Patience patience) {
    revive(patience);
    if (lost != null && last == null) {
      return Optional.empty();
    }
    if (last == null || !counterexamples.isEmpty()) {
      return lost == null ? see(script, law, patience) : Optional.empty();
    }
    Observation suspect = last;
    last = null;
    return Optional.of(didNotSurvive(suspect));
  }

  private static boolean hasEnded(Kind kind) {
    return switch (kind) {
      case LOST, EARLY_END, REFUSED, LATE, NO_ANSWER, RESET_AT_END, NOT_CLOSED -> true;
      case WRONG_BYTE, UNASKED, LAW, DID_NOT_SURVIVE, NOT_RELEASED -> false;
    };
  }

  /** Whether the server is gone after the script, which by itself need show nothing. */
  Optional<Observation> killed(Script script, Law law, Patience patience) {
    Transcript transcript = server.play(script, law, oracle, patience);
    Observation sight = new Observation(script, law, transcript, List.of(notSurvived()));
    return revive(patience) ? Optional.of(sight) : Optional.empty();
  }

  /** Plays a script and looks whether the server serves on; brings it back if not. */
  boolean survives(Observation sight) {
    Transcript transcript =
        server.play(sight.script(), sight.law(), oracle, server.patience().doubled());
    boolean refused =
        judge.judge(sight.law(), sight.script(), transcript).stream()
            .anyMatch(violation -> violation.kind() == Kind.REFUSED);
    return !revive(server.patience()) && !refused;
  }

  private boolean revive(Patience patience) {
    // To be more patient than usual with a server that seems gone would only take time.
    boolean hasty = patience.answer().compareTo(server.patience().answer()) < 0;
    Optional<Death> found = server.examine(hasty ? patience : server.patience());
    if (found.isPresent()) {
      death = found.get();
      try {
        if (++deaths > MOST_DEATHS) {
          throw new TargetException("The server ends again and again: it was given up.");
        }
        server.bringBack();
      } catch (TargetException e) {
        lost = e;
      }
    }
    return found.isPresent();
  }

  /** The sight of a script that showed nothing by itself. */
  static Observation didNotSurvive(Observation suspect) {
    return new Observation(
        suspect.script(), suspect.law(), suspect.transcript(), List.of(notSurvived()));
  }

  static Violation notSurvived() {
    return new Violation(
        Kind.DID_NOT_SURVIVE,
        0,
        0,
        "the server did not survive the conversation: the next client was not served");
  }

  /** While something is done, somebody is told of each step before it is played. */
  void telling(IntConsumer who, Runnable work) {
    watcher = who;
    try {
      work.run();
    } finally {
      watcher = NOBODY;
    }
  }

  /** A script was played and not judged. */
  void observed(Observation sight) {
    last = sight;
  }

  /** The server was found dead though every script had passed. */
  void diedAfterwards(Death how) {
    death = how;
  }

  /** Whether it ended so often that it may soon not be brought back any more. */
  boolean isAtRisk() {
    return deaths >= MOST_DEATHS / 2;
  }

  /** What was seen last of what passed. */
  Optional<Observation> last() {
    return Optional.ofNullable(last);
  }

  /** How the server ended the last time, if it did. */
  Optional<Death> death() {
    return Optional.ofNullable(death);
  }

  /** Whether the server could not be brought back. */
  boolean isLost() {
    return lost != null;
  }

  /** Why the server could not be brought back, if so. */
  Optional<TargetException> lost() {
    return Optional.ofNullable(lost);
  }
}
