package dev.echospec.result;

/**
 * An entry of the file of known failures that does not hold any more.
 *
 * @param kind in what way
 * @param file as the user named it
 * @param entry the entry
 * @param message what is so and what to do, in a sentence
 */
public record StaleExpectation(Kind kind, String file, KnownFailure entry, String message) {
  /** The ways in which an entry can be out of date. */
  public enum Kind {
    /** All cases that it is about pass. */
    PASSES,
    /** There is no case that it could be about. */
    NO_SUCH_CASE,
    /** Its last day is over. */
    EXPIRED
  }

  /** Returns the place and the message, on one line. */
  public String inWords() {
    return file + " line " + entry.line() + ", " + entry.glob() + ": " + message;
  }
}
