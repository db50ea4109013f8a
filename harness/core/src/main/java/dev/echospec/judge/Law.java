package dev.echospec.judge;

/** What a transcript is judged by. */
public enum Law {
  /** Every connection gets its echo: right, whole, nothing else, and no end before the client's. */
  ECHO,
  /** {@link #ECHO}, and after the client's half-close an orderly end of stream in time. */
  ECHO_AND_CLOSE,
  /** As many bytes come back as were sent, whichever they are. */
  LENGTH,
  /** Where connection 1 sends what 0 got, it gets that again. */
  IDEMPOTENT,
  /** Where connection 2 sends what 0 and 1 sent, it gets their replies one after the other. */
  CONCATENATION;

  /**
   * @return whether a single byte can break it, so that nothing need be seen after that
   */
  public boolean needsOracle() {
    return this == ECHO || this == ECHO_AND_CLOSE;
  }
}
