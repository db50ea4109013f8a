package dev.echospec.judge;

/** What a transcript is judged by. */
public enum Law {
  /** Every connection gets its echo: right, whole, nothing else, and no end before the client's. */
  ECHO,
  /** {@link #ECHO}, and after the client's half-close an orderly end of stream in time. */
  ECHO_AND_CLOSE,
  /** As many bytes come back as were sent, whichever they are. */
  LENGTH,
  /** The reply on connection 1 equals that on 0: what 1 sends is what 0 got. */
  IDEMPOTENT,
  /** The reply on connection 2 is that on 0 followed by that on 1. */
  CONCATENATION
}
