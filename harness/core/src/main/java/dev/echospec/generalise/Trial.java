package dev.echospec.generalise;

/**
 * Plays a variant of a script that failed.
 *
 * @param <S> a client's script, or a server's
 */
public interface Trial<S> {
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
  Outcome of(S variant);

  /** Returns whether only what tells most should still be tried. */
  default boolean isHurried() {
    return false;
  }
}
