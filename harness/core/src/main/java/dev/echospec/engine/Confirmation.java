package dev.echospec.engine;

import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Patience;
import dev.echospec.script.shrink.WritesApart;
import dev.echospec.suite.Violated.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The third phase of a case: replays a failure before the server is blamed. Wrong bytes are a
 * failure the first time; a timing failure is one only if the shrunk script is late in every
 * replay, with patience doubled as far as the case has time for that.
 */
final class Confirmation {
  static final int REPLAYS = 3;

  /** A script that fails more often is not preferred if it has more than N times the steps. */
  private static final int MOST_STEPS_FOR_SURE = 4;

  /** After this, a fault of chance gets no more replays than any other. */
  private static final Duration MOST_OF_CHANCE = Duration.ofSeconds(2);

  private final CaseSession session;
  private final boolean ended;
  private final ServerUnderTest server;
  private final Survival survival;
  private final TimeBudget budget;

  /**
   * What the replays showed.
   *
   * @param sight the failure as it was seen last
   * @param replays number of replays, from 0 to {@link #REPLAYS}; of a fault of chance as many as
   *     it takes to see it that often, up to {@link Rate#MOST_PLAYS}
   * @param failed number of replays that failed
   * @param steady true if each failed at the same place
   * @param proved true if an earlier case has proved the fault, or time was up after replays each
   *     of which left a server that did not answer the next client either
   */
  record Confirmed(Observation sight, int replays, int failed, boolean steady, boolean proved) {
    Confirmed(Observation sight, int replays, int failed, boolean steady) {
      this(sight, replays, failed, steady, false);
    }

    /** A failure of a fault that an earlier case has proved. */
    static Confirmed recognised(Observation sight) {
      return new Confirmed(sight, 1, 1, true, true);
    }

    /** True if the server may be blamed. */
    boolean holds() {
      return proved || !sight.kind().isTiming() || failed == REPLAYS;
    }
  }

  /**
   * Confirms the failure of a case.
   *
   * @param ended true if the server served nobody afterwards: it must do so in each replay, which
   *     no busy machine causes, so that its patience need not be doubled
   */
  Confirmation(CaseSession session, boolean ended) {
    this.session = session;
    this.ended = ended;
    this.server = session.server();
    this.survival = session.survival();
    this.budget = session.budget();
  }

  /**
   * Confirms the shortest failure of the case, or a longer one that fails more often: with the
   * short patience of shrinking, the shortest may fail for another reason.
   */
  Confirmed confirm() {
    Confirmed best = best();
    return best.failed < best.replays ? apart(best).orElse(best) : best;
  }

  /** A failure that depends on the reads of a server shows each time if its writes stand apart. */
  private Optional<Confirmed> apart(Confirmed unsure) {
    Observation sight = unsure.sight;
    return sight.kind().isCutOff()
        ? WritesApart.of(sight.script())
            .filter(script -> !session.isStopped() && budget.mayConfirm())
            .flatMap(script -> survival.see(script, sight.law(), server.patience()))
            .filter(seen -> Alike.mayBe(seen.kind(), sight.kind()))
            .map(this::replay)
            .filter(sure -> sure.failed == REPLAYS)
        : Optional.empty();
  }

  private Confirmed best() {
    List<Observation> failures = session.counterexamples().all();
    int unsure = failures.size() - 1;
    Confirmed shortest = replay(failures.get(unsure));
    Confirmed best = shortest;
    // A fault of chance shows as rarely in a longer conversation of the same kind.
    boolean proven =
        session.counterexamples().doComeAndGo() ? best.failed > 0 : best.failed == REPLAYS;
    if (proven || unsure == 0) {
      return best;
    }
    // Reproducibility is monotone along the shrink path, so the boundary is found by binary search.
    int sure = -1;
    // Timing failures take long to play: any sure one will do.
    boolean quick = !failures.get(0).kind().isTiming();
    while (unsure - sure > 1 && (quick || sure < 0)) {
      int middle = (sure + unsure) / 2;
      Confirmed longer = replay(failures.get(middle));
      if (longer.failed == REPLAYS) {
        sure = middle;
        best = longer;
      } else {
        unsure = middle;
        best = surer(best, longer);
      }
    }
    boolean tooLong = steps(best) > MOST_STEPS_FOR_SURE * steps(shortest);
    return quick && shortest.failed > 0 && tooLong ? shortest : best;
  }

  private static int steps(Confirmed of) {
    return of.sight.script().steps().size();
  }

  private static Confirmed surer(Confirmed shorter, Confirmed longer) {
    return longer.failed > shorter.failed ? longer : shorter;
  }

  private Confirmed replay(Observation sight) {
    Kind kind = sight.kind();
    if (kind == Kind.NOT_RELEASED) {
      return new Confirmed(sight, 0, 0, true);
    }
    // A kind that was confirmed several times with patience doubled needs no doubling any more.
    Patience usual =
        ended || budget.isWellKnown(kind)
            ? server.patience()
            : budget.ofReplays(server.patience(), REPLAYS);
    Patience patience = kind.isUnexpected() ? usual.lingering() : usual;
    Observation latest = sight;
    int failed = 0;
    boolean steady = true;
    int most = session.counterexamples().doComeAndGo() ? Rate.MOST_PLAYS : REPLAYS;
    long patientUntil = budget.now() + MOST_OF_CHANCE.toNanos();
    int played = 0;
    int deathsBefore = survival.deaths();
    while (failed < REPLAYS && played < (budget.now() - patientUntil < 0 ? most : REPLAYS)) {
      session.listener().confirming(played + 1, most);
      if (survival.isLost() || session.isStopped() || !budget.mayConfirm()) {
        return outOfTime(latest, played, failed, steady, survival.deaths() - deathsBefore);
      }
      long began = budget.now();
      Optional<Observation> seen = again(sight, kind, patience);
      budget.confirmed(Duration.ofNanos(budget.now() - began));
      if (seen.isPresent()) {
        steady &= failed == 0 || isSamePlace(latest, seen.get());
        failed++;
        latest = seen.get();
      } else if (budget.isCaseOver()) {
        // The replay was cut short: it shows nothing.
        return outOfTime(latest, played, failed, steady, survival.deaths() - deathsBefore);
      } else if (sight.kind().isTiming()) {
        return new Confirmed(latest, played + 1, failed, steady);
      }
      played++;
    }
    return new Confirmed(latest, played, failed, steady);
  }

  /** A busy machine may be late once, but leaves no server that is silent from then on. */
  private static Confirmed outOfTime(
      Observation sight, int played, int failed, boolean steady, int deaths) {
    boolean wedges = failed > 0 && failed == played && deaths >= failed;
    return new Confirmed(sight, played, failed, steady, wedges);
  }

  private static boolean isSamePlace(Observation one, Observation other) {
    Violation first = one.violations().get(0);
    Violation second = other.violations().get(0);
    return first.connection() == second.connection() && first.offset() == second.offset();
  }

  private Optional<Observation> again(Observation sight, Kind kind, Patience patience) {
    if (kind == Kind.DID_NOT_SURVIVE) {
      return survival.survives(sight) ? Optional.empty() : Optional.of(sight);
    }
    int deaths = survival.deaths();
    return survival
        .see(sight.script(), sight.law(), patience)
        .filter(seen -> seen.kind().isTiming() == sight.kind().isTiming())
        .filter(seen -> !ended || survival.deaths() > deaths);
  }
}
