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
 * @param tries of a case of cost 1, from 1
 * @param seed of everything random
 * @param patience how long the server may be silent while it owes something; measured if empty
 * @param thorough true for {@link #THOROUGH} times the tries and the time, and larger cases
 * @param goingOn how long to repeat the cases that have not failed, with new seeds; one round if
 *     empty
 * @param eachAlone true if each case is judged by itself, whatever faults earlier cases found: none
 *     keeps clear of them, and each failure is shrunk
 */
public record Settings(
    Profile profile,
    List<CaseInfo> cases,
    int tries,
    long seed,
    Optional<Duration> patience,
    boolean thorough,
    Optional<Duration> goingOn,
    boolean eachAlone) {
  /** Default number of tries. */
  public static final int TRIES = 200;

  /** Factor by which a thorough run has more tries and more time for each case. */
  public static final int THOROUGH = 5;

  /** Copies the list. */
  public Settings {
    cases = List.copyOf(cases);
  }

  /** Settings of one round that is not thorough. */
  public Settings(
      Profile profile, List<CaseInfo> cases, int tries, long seed, Optional<Duration> patience) {
    this(profile, cases, tries, seed, patience, false, Optional.empty());
  }

  /** Settings of a run whose cases are told of the faults that earlier ones found. */
  public Settings(
      Profile profile,
      List<CaseInfo> cases,
      int tries,
      long seed,
      Optional<Duration> patience,
      boolean thorough,
      Optional<Duration> goingOn) {
    this(profile, cases, tries, seed, patience, thorough, goingOn, false);
  }

  /** Returns the same settings for a run that judges each case by itself. */
  public Settings alone() {
    return new Settings(profile, cases, tries, seed, patience, thorough, goingOn, true);
  }

  /**
   * Returns the settings of the next round, which are those of a run with the next seed.
   *
   * @param left cases that are to be run once more
   * @param rounds number of rounds by now, from 1
   */
  Settings next(List<CaseInfo> left, int rounds) {
    return new Settings(
        profile, left, tries, seed + rounds, patience, thorough, goingOn, eachAlone);
  }

  /** Returns the number of tries of a case. */
  int tries(CaseInfo info) {
    long wanted = (long) tries * (thorough ? THOROUGH : 1) / info.rule().cost();
    return (int) Math.max(Math.max(1, info.rule().listed()), Math.min(Integer.MAX_VALUE, wanted));
  }

  /** Returns the seed of a case, in the form that jqwik takes; it depends on no other case. */
  String seed(CaseInfo info) {
    return Long.toString(seed ^ (long) info.id().hashCode() << 16);
  }
}
