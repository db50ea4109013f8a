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
  ERROR;

  /**
   * Returns how bad it is where a case has several: of two the one with the greater number counts.
   * A case that was skipped in one run may have been judged in another.
   */
  public int severity() {
    return switch (this) {
      case SKIP -> 0;
      case PASS -> 1;
      case INFO -> 2;
      case INCONCLUSIVE -> 3;
      case WARN -> 4;
      case FAIL -> 5;
      case ERROR -> 6;
    };
  }
}
