package dev.echospec.engine;

import dev.echospec.engine.KnownFaults.Known;
import dev.echospec.judge.Law;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Patience;
import dev.echospec.play.Shortage;
import dev.echospec.script.Script;
import dev.echospec.script.shrink.Simplicity;
import dev.echospec.suite.Violated;
import dev.echospec.suite.Violated.Observation;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a case fails of a fault that the run has found before: the shortest conversation
 * that showed it there is played through the method of this case. A fault that is recognised needs
 * no search, no shrinking and no replays of its own.
 */
final class Recognition implements Attempt {
  private final CaseSession session;
  private final Counterexamples counterexamples;
  private @Nullable Known played;

  Recognition(CaseSession session) {
    this.session = session;
    this.counterexamples = session.counterexamples();
  }

  /** Returns the known fault that the failure of the case shows; empty if it may be a new one. */
  Optional<Known> ofFailure(CaseProperty property) {
    Observation first = counterexamples.first().orElseThrow();
    Optional<Known> held = session.faults().holdingLikewise(first);
    return held.isPresent()
        ? held
        : session.faults().candidates(first).filter(known -> fails(known, property)).findFirst();
  }

  /**
   * Returns the known fault whose own case fails of the conversation to which this case was shrunk:
   * it is the simpler one of the two that show the fault.
   */
  Optional<Known> ofShorter(Observation shortest) {
    return session.faults().longer(shortest).filter(known -> fails(known, shortest)).findFirst();
  }

  /** True unless the conversation that showed a fault has passed each time that it was played. */
  boolean stillShows(Known known) {
    Observation sight = known.sight();
    for (int i = 0; i < KnownFaults.LOOKS; i++) {
      // Not through the wire of the case, which keeps clear of it.
      boolean shows =
          sight.kind() == Kind.DID_NOT_SURVIVE
              ? !session.survival().survives(sight)
              : showing(session, known, sight.script(), sight.law(), session.server().patience())
                  .isPresent();
      if (shows || session.isOver()) {
        return true;
      }
    }
    return false;
  }

  private boolean fails(Known known, Observation shortest) {
    Quiet quiet = new Quiet(session, known);
    return isSeen(known, () -> calls(known.property(), shortest.script(), quiet));
  }

  private boolean fails(Known known, CaseProperty property) {
    played = known;
    return isSeen(known, () -> calls(property, known.sight().script(), this));
  }

  private static boolean isSeen(Known known, BooleanSupplier fails) {
    return IntStream.range(0, known.plays()).anyMatch(i -> fails.getAsBoolean());
  }

  private boolean calls(CaseProperty property, Script script, Attempt attempt) {
    if (session.isOver()) {
      return false;
    }
    try {
      property.play(script, new CaseWire(session, attempt));
      return false;
    } catch (Violated e) {
      return true;
    } catch (Shortage e) {
      throw e;
    } catch (RuntimeException e) {
      // The method of the case may be unable to use such a script.
      return false;
    }
  }

  @Override
  public void play(Script script, Law law) {
    if (played != null) {
      again(session, played, script, law).ifPresent(this::found);
    }
  }

  /**
   * Plays the script of a fault for a case that has just failed likewise. Where both were late, for
   * longer than a busy machine is, that need not be shown again at length.
   */
  private static Optional<Observation> again(
      CaseSession session, Known known, Script script, Law law) {
    ServerUnderTest server = session.server();
    boolean late = known.sight().kind().isTiming();
    return showing(session, known, script, law, late ? server.shortPatience() : server.patience());
  }

  /** Plays a script, and returns what it showed if that is the known fault. */
  private static Optional<Observation> showing(
      CaseSession session, Known known, Script script, Law law, Patience patience) {
    if (session.isOver()) {
      return Optional.empty();
    }
    Kind kind = known.sight().kind();
    Optional<Observation> seen =
        kind == Kind.DID_NOT_SURVIVE
            ? session.survival().killed(script, law, session.server().shortPatience())
            : session.survival().see(script, law, patience);
    return seen.filter(sight -> Alike.are(sight.kind(), kind));
  }

  @Override
  public void found(Observation sight) {
    if (counterexamples.isEmpty()) {
      counterexamples.found(sight, session.tries());
    } else if (isSimpler(sight)) {
      counterexamples.shorter(sight);
    }
    throw new Violated(sight);
  }

  private boolean isSimpler(Observation sight) {
    Script first = counterexamples.first().orElseThrow().script();
    return Simplicity.of(sight.script()).compareTo(Simplicity.of(first)) <= 0;
  }

  /** Plays through the method of another case, whose failure is none of this case. */
  private record Quiet(CaseSession session, Known known) implements Attempt {
    @Override
    public void play(Script script, Law law) {
      again(session, known, script, law).ifPresent(this::found);
    }

    @Override
    public void found(Observation sight) {
      throw new Violated(sight);
    }
  }
}
