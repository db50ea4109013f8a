package dev.echospec.run;

import dev.echospec.judge.Violation.Kind;
import dev.echospec.suite.Violated.Sight;
import java.util.Optional;

/**
 * Plays a failure again before anybody is blamed. Wrong bytes are a failure the first time; what is
 * late is one only if the shrunk script is late every time, with patience doubled.
 */
final class Confirmation {
  static final int REPLAYS = 3;

  private final CaseRun run;
  private final ServerUnderTest server;
  private final RunListener listener;

  /**
   * What playing again showed.
   *
   * @param sight the failure as it was seen last
   * @param replays how often it was played
   * @param failed how often it failed again
   */
  record Confirmed(Sight sight, int replays, int failed) {
    /** Whether the server may be blamed. */
    boolean holds() {
      return !CaseRun.isTiming(sight) || failed == REPLAYS;
    }
  }

  Confirmation(CaseRun run, ServerUnderTest server, RunListener listener) {
    this.run = run;
    this.server = server;
    this.listener = listener;
  }

  /** The shortest failure, or the first one if haste made the shortest of something else. */
  Confirmed confirm(Sight first, Sight shortest) {
    Confirmed confirmed = replay(shortest);
    if (confirmed.failed < REPLAYS && shortest != first) {
      Confirmed original = replay(first);
      if (original.failed > confirmed.failed) {
        return original;
      }
    }
    return confirmed;
  }

  private Confirmed replay(Sight sight) {
    Kind kind = sight.violations().get(0).kind();
    if (kind == Kind.NOT_RELEASED) {
      return new Confirmed(sight, 0, 0);
    }
    Sight latest = sight;
    int failed = 0;
    for (int i = 1; i <= REPLAYS; i++) {
      listener.confirming(i, REPLAYS);
      if (run.lost().isPresent()) {
        return new Confirmed(latest, i - 1, failed);
      }
      Optional<Sight> seen = again(sight, kind);
      if (seen.isPresent()) {
        failed++;
        latest = seen.get();
      } else if (CaseRun.isTiming(sight)) {
        return new Confirmed(latest, i, failed);
      }
    }
    return new Confirmed(latest, REPLAYS, failed);
  }

  private Optional<Sight> again(Sight sight, Kind kind) {
    if (kind == Kind.DID_NOT_SURVIVE) {
      return run.survives(sight) ? Optional.empty() : Optional.of(sight);
    }
    return run.see(sight.script(), sight.law(), server.patience().doubled())
        .filter(seen -> CaseRun.isTiming(seen) == CaseRun.isTiming(sight));
  }
}
