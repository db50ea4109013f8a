package dev.echospec.run;

import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Profile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a run is asked to do.
 *
 * @param profile what the server claims to be
 * @param cases which to run
 * @param tries of a plain case, 1 or more; dear cases get fewer
 * @param seed of everything random
 * @param patience how long the server may be silent while it owes something; measured if empty
 */
public record Settings(
    Profile profile, List<CaseInfo> cases, int tries, long seed, Optional<Duration> patience) {
  /** Tries of a plain case unless the user says otherwise. */
  public static final int TRIES = 200;

  /** Copies the list. */
  public Settings {
    cases = List.copyOf(cases);
  }

  /**
   * @param info a case
   * @return how many tries it gets
   */
  int tries(CaseInfo info) {
    return Math.max(Math.max(1, info.rule().listed()), tries / info.rule().cost());
  }

  /**
   * @param info a case
   * @return its seed, in the form that jqwik takes: the same whichever other cases run
   */
  String seed(CaseInfo info) {
    return Long.toString(seed ^ (long) info.id().hashCode() << 16);
  }
}
