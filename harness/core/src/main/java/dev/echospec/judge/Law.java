package dev.echospec.judge;

/** The laws that a transcript can be judged by. */
public enum Law {
  /** Every connection gets its whole echo, nothing else, and no end before the client's. */
  ECHO,
  /** {@link #ECHO}, and an orderly end of stream in time after the client's half-close. */
  ECHO_AND_CLOSE,
  /** The server returns as many bytes as were sent, whichever they are. */
  LENGTH,
  /** If connection 1 sends what connection 0 received, it receives the same. */
  IDEMPOTENT,
  /** If connection 2 sends what 0 and 1 sent, it receives their replies one after the other. */
  CONCATENATION;

  /** Returns whether a single wrong byte breaks it, so that the play can end there. */
  public boolean needsOracle() {
    return this == ECHO || this == ECHO_AND_CLOSE;
  }

  /**
   * Returns whether a violation is one of numbers of bytes: replies are compared with each other
   * only where each of them is whole.
   */
  public boolean isOfLengths(Violation.Kind kind) {
    return switch (this) {
      case ECHO, ECHO_AND_CLOSE -> false;
      case LENGTH -> true;
      case IDEMPOTENT, CONCATENATION -> kind != Violation.Kind.LAW;
    };
  }
}
