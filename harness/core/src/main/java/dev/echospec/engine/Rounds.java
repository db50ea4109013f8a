package dev.echospec.engine;

import dev.echospec.suite.CaseInfo;
import java.util.List;

/** The rounds of a run: one, or with {@code --for} more of them, each with a seed of its own. */
final class Rounds {
  private final Settings first;
  private Settings current;
  private int number = 1;
  private int begun;

  /**
   * @param first what the run is asked to do, which is its first round
   */
  Rounds(Settings first) {
    this.first = first;
    this.current = first;
  }

  /** What the round that is running is asked to do: its cases, with its seed. */
  Settings current() {
    return current;
  }

  /** From 1. */
  int number() {
    return number;
  }

  boolean isFirst() {
    return number == 1;
  }

  /**
   * Another case of this round begins.
   *
   * @return which it is, from 1
   */
  int caseBegins() {
    return ++begun;
  }

  /**
   * Another round begins.
   *
   * @param cases that are to be run once more
   */
  void next(List<CaseInfo> cases) {
    current = first.next(cases, number++);
    begun = 0;
  }

  /** Where something was found, in words. */
  String found() {
    return "found in round " + number + ", which --seed " + current.seed() + " repeats";
  }
}
