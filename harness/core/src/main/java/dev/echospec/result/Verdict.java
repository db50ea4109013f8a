package dev.echospec.result;

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
  /** Outside the profile, or not possible with this target; with the reason. */
  SKIP,
  /** Something was late once and did not repeat. */
  INCONCLUSIVE,
  /** The kit or the target could not be run. */
  ERROR
}
