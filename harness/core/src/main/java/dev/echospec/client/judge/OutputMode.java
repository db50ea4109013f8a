package dev.echospec.client.judge;

/** How a client's standard output is compared with the echo. */
public enum OutputMode {
  /** The bytes of the echo stand in it in order, see {@link OutputMatch}. */
  CONTAINS,
  /** It is the echo and nothing else. */
  EXACT,
  /** It is not looked at. */
  NONE
}
