package dev.echospec.engine;

import dev.echospec.suite.CaseInfo;
import java.util.List;

/** The rounds of a run: one, or with {@code --for} more of them, each with a seed of its own. */
final class Rounds {
  private final Settings first;
  private Settings current;
  private int number = 1;
  private int begun;

  /** Begins with the settings of the run as its first round. */
  Rounds(Settings first) {
    this.first = first;
    this.current = first;
  }

  /** Returns the settings of the current round: its cases and its seed. */
  Settings current() {
    return current;
  }

  /** Returns the number of the current round, from 1. */
  int number() {
    return number;
  }

  boolean isFirst() {
    return number == 1;
  }

  /**
   * Begins the next case of the round.
   *
   * @return its number, from 1
   */
  int caseBegins() {
    return ++begun;
  }

  /**
   * Begins the next round.
   *
   * @param cases that it repeats
   */
  void next(List<CaseInfo> cases) {
    current = first.next(cases, number++);
    begun = 0;
  }

  /** Returns in words in which round something was found. */
  String found() {
    return "found in round " + number + ", which --seed " + current.seed() + " repeats";
  }
}
