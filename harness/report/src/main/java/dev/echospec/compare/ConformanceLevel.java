package dev.echospec.compare;

/** The conformance level of a member, the best first. */
public enum ConformanceLevel {
  /** No rule was seen broken. */
  CONFORMS("conforms"),
  /** Every MUST holds, some SHOULD does not. */
  CONFORMS_WITH_WARNINGS("conforms, with warnings"),
  /** What it breaks is listed, with reasons, as known. */
  FAILS_AS_EXPECTED("fails as expected"),
  /** As one of the above, but its list of known failures is out of date. */
  NOT_AS_EXPECTED("not as expected"),
  /** It breaks a MUST, and not in a way that is listed as known. */
  DOES_NOT_CONFORM("does not conform"),
  /** It was run, but not judged as a whole: cut short, or a fault of the kit. */
  NOT_JUDGED("not judged"),
  /** It could not be started or reached, or its turn did not come. */
  NOT_RUN("not run");

  private final String words;

  ConformanceLevel(String words) {
    this.words = words;
  }

  /** Returns the standing in words, in lower case. */
  public String words() {
    return words;
  }

  /** Returns whether the member conforms, or fails only as expected. */
  public boolean isFine() {
    return compareTo(FAILS_AS_EXPECTED) <= 0;
  }

  /** Returns whether the member as a whole was judged. */
  public boolean isJudged() {
    return compareTo(DOES_NOT_CONFORM) <= 0;
  }
}
