package dev.echospec.api;

/** The verdict on a server. */
public enum Conformance {
  /** No MUST was seen violated. */
  CONFORMS,
  /** At least one was, but only in ways that the file of known failures lists. */
  KNOWN_FAILURES,
  /** As one of the two above, but an entry of that file does not hold any more. */
  NOT_AS_EXPECTED,
  /** At least one MUST was violated. */
  DOES_NOT_CONFORM,
  /** No MUST was seen violated, but time was up before every MUST could be judged. */
  UNDECIDED,
  /** The run is a part of several and judged no case; the API makes no parts. */
  NOTHING_TO_JUDGE,
  /** The server could not be run, or a case could not be judged. */
  ERROR;

  /** Returns true for {@link #CONFORMS} and {@link #KNOWN_FAILURES}: a build may go on. */
  public boolean isGreen() {
    return this == CONFORMS || this == KNOWN_FAILURES;
  }
}
