package dev.echospec.api;

/** The verdict on a case. */
public enum Verdict {
  /** The rule held in every try. */
  PASS,
  /** A MUST is violated. */
  FAIL,
  /** A SHOULD is violated. */
  WARN,
  /** A behaviour that the rules leave open was recorded. */
  INFO,
  /** Not possible with this server, or outside of the profile; with the reason. */
  SKIP,
  /** A reply was late once and in time when replayed. */
  INCONCLUSIVE,
  /** The kit or the server could not be run. */
  ERROR
}
