package dev.echospec.matrix;

import dev.echospec.zoo.Zoo;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts which checks ran for each fault, and how many runs their tests took. */
final class Tally {
  private final Map<Zoo.Entry, Set<String>> checks = new HashMap<>();
  private final Map<Zoo.Entry, int[]> tests = new HashMap<>();

  /** A check runs; one that ran before, in another run or with another seed, is the same one. */
  void ran(Zoo.Entry fault, String check) {
    checks.computeIfAbsent(fault, f -> new HashSet<>()).add(check);
  }

  /**
   * A test succeeded.
   *
   * @param run which run decided it: 1 to {@link Gate#MOST_RUNS}
   */
  void decided(Zoo.Entry fault, int run) {
    tests.computeIfAbsent(fault, f -> new int[Gate.MOST_RUNS])[run - 1]++;
  }

  /** What was counted until now. */
  Checks of(Zoo.Entry fault) {
    int[] runs = tests.getOrDefault(fault, new int[Gate.MOST_RUNS]);
    return new Checks(
        fault.name(),
        checks.getOrDefault(fault, Set.of()).size(),
        runs[0] + runs[1] + runs[2],
        runs[1],
        runs[2]);
  }

  /** The same of several, in their order. */
  List<Checks> of(List<Zoo.Entry> faults) {
    return faults.stream().map(this::of).toList();
  }
}
