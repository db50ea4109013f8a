package dev.echospec.generalise;

import dev.echospec.script.Script;

/** Plays a variant of a script that failed. */
public interface Trial {
  /** What a variant showed. */
  enum Outcome {
    /** It fails as the original does. */
    SHOWS,
    /** It passes. */
    DOES_NOT,
    /** It was not played, or fails in another way: nothing is said of it. */
    UNKNOWN
  }

  /** Returns what a variant shows. */
  Outcome of(Script variant);

  /** Returns whether only what tells most should still be tried. */
  default boolean isHurried() {
    return false;
  }
}
