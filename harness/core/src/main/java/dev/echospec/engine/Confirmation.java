package dev.echospec.engine;

import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Patience;
import dev.echospec.suite.Violated.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Plays a failure again before anybody is blamed. Wrong bytes are a failure the first time; what is
 * late is one only if the shrunk script is late every time, with patience doubled, or as much of
 * that as the case has time for.
 */
final class Confirmation {
  static final int REPLAYS = 3;

  private final CaseRun run;
  private final ServerUnderTest server;
  private final TimeBudget budget;
  private final RunListener listener;

  /**
   * What playing again showed.
   *
   * @param sight the failure as it was seen last
   * @param replays how often it was played
   * @param failed how often it failed again
   * @param steady whether it failed at the same place each time
   */
  record Confirmed(Observation sight, int replays, int failed, boolean steady) {
    /** Whether the server may be blamed. */
    boolean holds() {
      return !sight.kind().isTiming() || failed == REPLAYS;
    }
  }

  Confirmation(CaseRun run, ServerUnderTest server, TimeBudget budget, RunListener listener) {
    this.budget = budget;
    this.run = run;
    this.server = server;
    this.listener = listener;
  }

  /**
   * The shortest failure, or a longer one if that is surer: haste may have made the shortest of
   * something else.
   *
   * @param failures ever shorter ones
   */
  Confirmed confirm(List<Observation> failures) {
    int unsure = failures.size() - 1;
    Confirmed best = replay(failures.get(unsure));
    if (best.failed == REPLAYS || unsure == 0) {
      return best;
    }
    // From the first that is unsure on, so are all that were derived from it.
    int sure = -1;
    // What is late takes long to play: any sure failure will do.
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
    return best;
  }

  private static Confirmed surer(Confirmed shorter, Confirmed longer) {
    return longer.failed > shorter.failed ? longer : shorter;
  }

  private Confirmed replay(Observation sight) {
    Kind kind = sight.kind();
    if (kind == Kind.NOT_RELEASED) {
      return new Confirmed(sight, 0, 0, true);
    }
    // What was late in this way again and again, with patience doubled, is believed without.
    Patience patience =
        budget.isWellKnown(kind) ? server.patience() : budget.ofReplays(server.patience(), REPLAYS);
    Observation latest = sight;
    int failed = 0;
    boolean steady = true;
    for (int i = 1; i <= REPLAYS; i++) {
      listener.confirming(i, REPLAYS);
      if (run.survival().isLost() || run.isStopped() || !budget.mayConfirm()) {
        return new Confirmed(latest, i - 1, failed, steady);
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
        return new Confirmed(latest, i - 1, failed, steady);
      } else if (sight.kind().isTiming()) {
        return new Confirmed(latest, i, failed, steady);
      }
    }
    return new Confirmed(latest, REPLAYS, failed, steady);
  }

  private static boolean isSamePlace(Observation one, Observation other) {
    Violation first = one.violations().get(0);
    Violation second = other.violations().get(0);
    return first.connection() == second.connection() && first.offset() == second.offset();
  }

  private Optional<Observation> again(Observation sight, Kind kind, Patience patience) {
    if (kind == Kind.DID_NOT_SURVIVE) {
      return run.survival().survives(sight) ? Optional.empty() : Optional.of(sight);
    }
    return run.survival()
        .see(sight.script(), sight.law(), patience)
        .filter(seen -> seen.kind().isTiming() == sight.kind().isTiming());
  }
}
