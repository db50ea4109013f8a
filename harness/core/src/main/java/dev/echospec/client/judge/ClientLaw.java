package dev.echospec.client.judge;

import java.util.Locale;

/** What one run of a client is judged by. */
public enum ClientLaw {
  /** Exactly the message arrives, whole and once. */
  SENDS,
  /** The echo is what the client prints, whole and in order. */
  PRINTS,
  /** The client ends by itself with status 0, once everything is back and not before. */
  ENDS,
  /** When the client has ended, so have its connections. */
  CLOSES,
  /** {@link #SENDS}, {@link #PRINTS} and {@link #ENDS}. */
  EXCHANGES,
  /** The reply is cut short: the client ends soon, says so, and its status is not 0. */
  GIVES_UP,
  /** The server falls silent: the client ends by itself. */
  TIRES,
  /** More comes than the echo: the client prints the echo and ends all the same. */
  UNHARMED,
  /** Nothing is judged. */
  OBSERVED;

  /** Returns the name in files, such as "gives-up". */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
