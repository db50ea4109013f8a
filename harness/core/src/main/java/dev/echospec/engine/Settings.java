package dev.echospec.engine;

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
 * @param thorough whether to take more time: more tries, and larger cases
 * @param goingOn how long to repeat the cases that have not failed, with new seeds; once if empty
 */
public record Settings(
    Profile profile,
    List<CaseInfo> cases,
    int tries,
    long seed,
    Optional<Duration> patience,
    boolean thorough,
    Optional<Duration> goingOn) {
  /** Tries of a plain case unless the user says otherwise. */
  public static final int TRIES = 200;

  /** A thorough run makes so many times the tries, and gives each case so much more time. */
  public static final int THOROUGH = 5;

  /** Copies the list. */
  public Settings {
    cases = List.copyOf(cases);
  }

  /** A run that is neither thorough nor goes on. */
  public Settings(
      Profile profile, List<CaseInfo> cases, int tries, long seed, Optional<Duration> patience) {
    this(profile, cases, tries, seed, patience, false, Optional.empty());
  }

  /**
   * @param left cases that are to be run once more
   * @param rounds how many there were already, 1 or more
   * @return what the next round does: what a run with its seed would do with these cases
   */
  Settings next(List<CaseInfo> left, int rounds) {
    return new Settings(profile, left, tries, seed + rounds, patience, thorough, goingOn);
  }

  /**
   * @param info a case
   * @return how many tries it gets
   */
  int tries(CaseInfo info) {
    long wanted = (long) tries * (thorough ? THOROUGH : 1) / info.rule().cost();
    return (int) Math.max(Math.max(1, info.rule().listed()), Math.min(Integer.MAX_VALUE, wanted));
  }

  /**
   * @param info a case
   * @return its seed, in the form that jqwik takes: the same whichever other cases run
   */
  public String seed(CaseInfo info) {
    return Long.toString(seed ^ (long) info.id().hashCode() << 16);
  }
}
