package dev.echospec.engine;

import dev.echospec.generalise.Extent;
import dev.echospec.generalise.Generalisation;
import dev.echospec.generalise.Trial.Outcome;
import dev.echospec.judge.Law;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.result.Failure;
import dev.echospec.script.Script;
import dev.echospec.suite.Violated.Observation;
import java.time.Duration;
import java.util.Optional;

/** The phase after the verdict of a new fault: measures which variants of its script fail. */
final class Generaliser {
  private static final Duration MOST = Duration.ofSeconds(2);

  /** At most 1/N of the time that the case has left. */
  private static final int SHARE = 3;

  private final CaseSession session;
  private final Survival survival;
  private boolean isOver;

  Generaliser(CaseSession session) {
    this.session = session;
    this.survival = session.survival();
  }

  /**
   * Measures the class of scripts that show a failure.
   *
   * @return nothing if the failure comes and goes, or is not one of a single script
   */
  Extent measure(Failure failure) {
    Observation sight = failure.sight();
    boolean steady = failure.replays() > 0 && failure.replays() == failure.replaysFailed();
    if (!steady || sight.kind() == Kind.NOT_RELEASED || isOfSeveral(sight.law())) {
      return Extent.UNKNOWN;
    }
    long now = System.nanoTime();
    long left = (session.budget().casePlayedBy() - now) / SHARE;
    long ends = now + Math.min(MOST.toNanos(), left);
    int connection = sight.violations().get(0).connection();
    boolean ended = failure.death().isPresent();
    return Generalisation.of(
        sight.script(), connection, variant -> outcome(variant, sight, ended, ends));
  }

  /** A law between several conversations says nothing of a script with other conversations. */
  private static boolean isOfSeveral(Law law) {
    return law == Law.IDEMPOTENT || law == Law.CONCATENATION;
  }

  /**
   * Plays a variant.
   *
   * @param ended whether the failure ends the server: one that does not is another fault
   */
  private Outcome outcome(Script variant, Observation sight, boolean ended, long ends) {
    isOver |= session.isOver() || System.nanoTime() - ends >= 0 || survival.isAtRisk();
    if (isOver) {
      return Outcome.UNKNOWN;
    }
    int deaths = survival.deaths();
    Optional<Observation> seen =
        sight.kind() == Kind.DID_NOT_SURVIVE
            ? survival.killed(variant, sight.law(), session.server().shortPatience())
            : survival.see(variant, sight.law(), session.server().shortPatience());
    if (seen.isPresent()) {
      boolean same =
          Alike.are(seen.get().kind(), sight.kind()) && survival.deaths() > deaths == ended;
      return same ? Outcome.SHOWS : Outcome.UNKNOWN;
    }
    return session.isOver() ? Outcome.UNKNOWN : Outcome.DOES_NOT;
  }
}
