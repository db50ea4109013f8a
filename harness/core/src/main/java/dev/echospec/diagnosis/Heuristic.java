package dev.echospec.diagnosis;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What speaks for a cause.
 *
 * @param cause which
 * @param weight how strongly, from 1 to 100: {@link #STRONG} or more is the mark of this cause,
 *     less is merely compatible with it
 * @param applies whether it does so in a case
 * @param detail what in that case points to it, as a clause made of our own words and numbers; may
 *     be empty
 */
record Heuristic(
    Cause cause, int weight, Predicate<Clues> applies, Function<Clues, String> detail) {
  /** From here on, a rule by itself makes its cause likely. */
  static final int STRONG = 70;

  static Heuristic rule(Cause cause, int weight, Predicate<Clues> applies) {
    return new Heuristic(cause, weight, applies, clues -> "");
  }

  static Heuristic rule(
      Cause cause, int weight, Predicate<Clues> applies, Function<Clues, String> detail) {
    return new Heuristic(cause, weight, applies, detail);
  }
}
