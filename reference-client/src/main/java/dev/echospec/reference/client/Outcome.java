package dev.echospec.reference.client;

import java.util.Objects;

/**
 * How one exchange ended. Not to be compared with {@code equals}, which knows the reply, an array,
 * by its identity only.
 *
 * @param end what ended it
 * @param reply every byte that came back; never null, not copied. It can be longer than what was
 *     sent when the server sent more than it was owed in the last read
 * @param expected how many bytes were sent, or would have been
 * @param detail what the system said when there was no connection; empty otherwise
 */
public record Outcome(End end, byte[] reply, int expected, String detail) {

  /** What can end an exchange. */
  public enum End {
    /** At least as many bytes came back as were sent. Whether they are right is not judged. */
    COMPLETE,
    /** The server closed before it had answered everything. */
    ENDED_EARLY,
    /** The server, or something between, reset the connection. */
    RESET,
    /** Not a byte came for the whole timeout. */
    TIMED_OUT,
    /** Nobody listens there. */
    REFUSED,
    /** The name of the host does not resolve. */
    UNKNOWN_HOST,
    /** No connection for another reason: no route, or no answer within the timeout. */
    UNREACHABLE
  }

  /**
   * @throws NullPointerException when a value is null
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
