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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Plays and judges the scripts of a case on a server that may not survive them: finds out which
 * script killed it, and restarts it.
 */
final class Survival {
  private static final IntConsumer NOBODY = step -> {};

  /** Restart budget of a case. */
  private static final int MOST_DEATHS = 500;

  /** Long enough for a connect that the kernel repeats after a second. */
  private static final Duration CONNECT_AGAIN = Duration.ofMillis(2500);

  private final ServerUnderTest server;
  private final Oracle oracle;
  private final Judge judge;
  private final Counterexamples counterexamples;
  private final BooleanSupplier timeIsUp;
  private IntConsumer watcher = NOBODY;
  private int deaths;
  private @Nullable Observation last;
  private @Nullable Death death;
  private @Nullable TargetException lost;

  /**
   * Watches over one case.
   *
   * @param counterexamples while there are none, a script may be blamed for what shows in the next
   * @param timeIsUp true when the case may play nothing more
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

  /** Plays and judges a script; if the server dies of it, notes its death and restarts it. */
  Optional<Observation> see(Script script, Law law, Patience patience) {
    return server.isKnownDead() ? gone(script, law, patience) : played(script, law, patience);
  }

  private Optional<Observation> played(Script script, Law law, Patience patience) {
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
      // It ended after the previous case, which this script did not cause.
      if (!revive(patience)) {
        // Its supervisor has restarted it already.
        deaths++;
      }
      return lost == null ? see(script, law, patience) : Optional.empty();
    }
    Observation sight = new Observation(script, law, transcript, violations);
    boolean died = hasEnded(sight.kind()) && revive(afterwards(sight.kind(), patience));
    return died && last != null && lost == null ? dying(sight, patience) : Optional.of(sight);
  }

  /** A connect that had no answer has waited for it: the next need not wait as long. */
  private static Patience afterwards(Kind kind, Patience patience) {
    return kind == Kind.NO_ANSWER && patience.connect().compareTo(CONNECT_AGAIN) > 0
        ? new Patience(patience.answer(), CONNECT_AGAIN)
        : patience;
  }

  /** The script before may have killed the server: playing this one to a fresh server tells. */
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

  /** The server was gone before the script began: the script before it is to blame. */
  private Optional<Observation> gone(Script script, Law law, Patience patience) {
    revive(patience);
    if (lost != null && last == null) {
      return Optional.empty();
    }
    if (lost == null && server.isKnownDead()) {
      // It ends of the ordinary conversation in which it was met, so that none finds it alive.
      return played(script, law, patience);
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
      case WRONG_OUTPUT, EXIT_STATUS, NOT_ENDED ->
          throw new IllegalArgumentException("of a client");
    };
  }

  /** Plays a script, whatever it shows, and returns a failure if the server is gone afterwards. */
  Optional<Observation> killed(Script script, Law law, Patience patience) {
    Transcript transcript = server.play(script, law, oracle, patience);
    Observation sight = new Observation(script, law, transcript, List.of(notSurvived()));
    return revive(patience) ? Optional.of(sight) : Optional.empty();
  }

  /** Plays a script; true if the server still serves. If not, restarts it. */
  boolean survives(Observation sight) {
    Transcript transcript =
        server.play(sight.script(), sight.law(), oracle, server.patience().doubled());
    boolean refused =
        judge.judge(sight.law(), sight.script(), transcript).stream()
            .anyMatch(violation -> violation.kind() == Kind.REFUSED);
    return !revive(server.patience()) && !refused;
  }

  /** Returns whether the server no longer answers; if so, restarts it. */
  boolean isOver(Patience patience) {
    last = null;
    return revive(patience);
  }

  private boolean revive(Patience patience) {
    // More patience than usual with a server that seems gone would only cost time.
    Optional<Death> found = server.examine(patience.atMost(server.patience()));
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

  /** Returns the failure of a script that passed but killed the server. */
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

  /** Calls the watcher before each step that is played during some work. */
  void telling(IntConsumer who, Runnable work) {
    watcher = who;
    try {
      work.run();
    } finally {
      watcher = NOBODY;
    }
  }

  /** Notes a start of the server: what was played before cannot have ended this one. */
  void startedAnew() {
    last = null;
  }

  /** Notes a script that was played without being judged. */
  void observed(Observation sight) {
    last = sight;
  }

  /** Notes that the server was found dead though every script had passed. */
  void diedAfterwards(Death how) {
    death = how;
  }

  /** Returns how often the server has ended in this case. */
  int deaths() {
    return deaths;
  }

  /** True when half of the restart budget is used up. */
  boolean isAtRisk() {
    return deaths >= MOST_DEATHS / 2;
  }

  /** Returns the last observation without a violation; empty if none is left to suspect. */
  Optional<Observation> last() {
    return Optional.ofNullable(last);
  }

  /** Returns how the server ended the last time, if it did. */
  Optional<Death> death() {
    return Optional.ofNullable(death);
  }

  /** True if the server could not be restarted. */
  boolean isLost() {
    return lost != null;
  }

  /** Returns why the server could not be restarted, if so. */
  Optional<TargetException> lost() {
    return Optional.ofNullable(lost);
  }
}
