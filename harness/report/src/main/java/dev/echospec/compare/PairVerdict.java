package dev.echospec.compare;

/**
 * What became of a client and a server that were to talk. Whose fault a failed pair is follows from
 * each side's own results.
 */
public enum PairVerdict {
  /** The client printed the echo and ended with status 0. */
  WORKS("works"),
  /** It does not, and the server has faults of its own that what was said does not rule out. */
  SERVER("server at fault"),
  /** It does not, and the client has such faults. */
  CLIENT("client at fault"),
  /** It does not, and both have such faults. */
  BOTH("both at fault"),
  /** It does not, and neither side's own results say why. */
  UNEXPLAINED("unexplained"),
  /** It does not, and a side that may be the reason was not judged by itself. */
  NOT_JUDGED("fails, not judged"),
  /** A side could not be started, or the comparison was interrupted. */
  NOT_RUN("not run");

  private final String words;

  PairVerdict(String words) {
    this.words = words;
  }

  /** Returns it for people. */
  public String words() {
    return words;
  }
}
