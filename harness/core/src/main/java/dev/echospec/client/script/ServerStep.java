package dev.echospec.client.script;

import dev.echospec.script.Payload;

/** One action of the kit's server on a connection that it has accepted. */
public sealed interface ServerStep {
  /** As a byte count: the whole message. */
  int EVERYTHING = Integer.MAX_VALUE;

  /**
   * Waits until this many further bytes of the message have arrived, or the client has ended its
   * side.
   *
   * @param bytes 1 or more, or {@link #EVERYTHING}
   */
  record Read(int bytes) implements ServerStep {}

  /**
   * Answers the next bytes of the echo, in one write. Waits until the client has sent them; a
   * client that pauses before it sends the rest gets what is there after a moment, as from a server
   * that gathers.
   *
   * @param bytes 1 or more, or {@link #EVERYTHING}: each byte as soon as it is there
   */
  record Answer(int bytes) implements ServerStep {}

  /**
   * Does nothing for a time.
   *
   * @param millis 1 or more
   */
  record Pause(int millis) implements ServerStep {}

  /**
   * Sends bytes that are not the echo.
   *
   * @param payload the bytes
   */
  record Send(Payload payload) implements ServerStep {}

  /** Ends the server's side of the connection (FIN). */
  record HalfClose() implements ServerStep {}

  /** Resets the connection. Nothing may follow. */
  record Reset() implements ServerStep {}

  /** Does not listen at all: a connect is refused. The only step of its script. */
  record Refuse() implements ServerStep {}
}
