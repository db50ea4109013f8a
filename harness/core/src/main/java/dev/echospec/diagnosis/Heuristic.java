package dev.echospec.diagnosis;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One clue that suggests a cause.
 *
 * @param cause the suggested cause
 * @param weight how strongly, from 1 to 100: {@link #STRONG} or more is typical of this cause, less
 *     is merely compatible with it
 * @param applies whether a failed case shows the clue
 * @param detail what in that case points to the cause, as a clause of the kit's own words and
 *     numbers; may return the empty string
 */
record Heuristic(
    Cause cause, int weight, Predicate<Clues> applies, Function<Clues, String> detail) {
  /** The least weight at which one heuristic by itself makes its cause likely. */
  static final int STRONG = 70;

  static Heuristic suggests(Cause cause, int weight, Predicate<Clues> applies) {
    return new Heuristic(cause, weight, applies, clues -> "");
  }

  static Heuristic suggests(
      Cause cause, int weight, Predicate<Clues> applies, Function<Clues, String> detail) {
    return new Heuristic(cause, weight, applies, detail);
  }
}
