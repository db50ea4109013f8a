package dev.echospec.judge;

/** What a transcript is judged by. */
public enum Law {
  /** Every connection gets its echo: right, whole, nothing else, and no end before the client's. */
  ECHO,
  /** {@link #ECHO}, and after the client's half-close an orderly end of stream in time. */
  ECHO_AND_CLOSE,
  /** As many bytes come back as were sent, whichever they are. */
  LENGTH,
  /** Where connection 1 sends what 0 got, its reply is that again. Nothing else is judged. */
  IDEMPOTENT,
  /**
   * Where connection 2 sends what 0 and 1 sent, its reply is theirs one after the other. Nothing else
   * is judged.
   */
  CONCATENATION
}
