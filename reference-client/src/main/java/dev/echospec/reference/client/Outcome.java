package dev.echospec.reference.client;

import java.util.Objects;

/**
 * How one exchange ended. {@code equals} compares the reply, an array, by identity, so compare the
 * components instead.
 *
 * @param end what ended it
 * @param reply every received byte; not copied. It can be longer than the text if the last read
 *     returned more than was owed
 * @param expected number of bytes sent, or to be sent
 * @param detail the system's message if there was no connection; empty otherwise
 */
public record Outcome(End end, byte[] reply, int expected, String detail) {

  /** What can end an exchange. */
  public enum End {
    /** At least as many bytes were received as sent. Whether they are right is not judged. */
    COMPLETE,
    /** The server closed before the echo was complete. */
    ENDED_EARLY,
    /** The server, or a device on the way, reset the connection. */
    RESET,
    /** No byte was received for the whole timeout. */
    TIMED_OUT,
    /** No process listens at the address. */
    REFUSED,
    /** The name of the host does not resolve. */
    UNKNOWN_HOST,
    /** No connection for another reason: no route, or no answer within the timeout. */
    UNREACHABLE
  }

  /**
   * Refuses null.
   *
   * @throws NullPointerException if a value is null
   */
  public Outcome {
    Objects.requireNonNull(end, "end");
    Objects.requireNonNull(reply, "reply");
    Objects.requireNonNull(detail, "detail");
  }

  static Outcome exchanged(End end, byte[] reply, int expected) {
    return new Outcome(end, reply, expected, "");
  }

  static Outcome notConnected(End end, int expected, String detail) {
    return new Outcome(end, new byte[0], expected, detail);
  }
}
