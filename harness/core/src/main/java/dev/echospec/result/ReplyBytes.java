package dev.echospec.result;

import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.play.Received;
import dev.echospec.play.Transcript;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import java.util.Arrays;

/**
 * The bytes that a connection was owed by the law of its case, and those that came, piece by piece.
 */
record ReplyBytes(Oracle oracle, Law law, Script script, Transcript transcript, int connection) {
  /** Returns the bytes that were expected from an offset on, up to a maximum. */
  byte[] expected(long from, int most) {
    return switch (law) {
      case ECHO, ECHO_AND_CLOSE, LENGTH -> oracle.owed(script, connection, from, most);
      case IDEMPOTENT -> slice(reply(0), from, most);
      case CONCATENATION -> {
        byte[] first = reply(0);
        byte[] second = reply(1);
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        yield slice(both, from, most);
      }
    };
  }

  /** The replies that these laws compare are short: a case keeps them whole. */
  private byte[] reply(int number) {
    Received reply = transcript.received(number);
    byte[] matched = oracle.owed(script, number, 0, (int) Math.min(1 << 20, reply.matched()));
    byte[] all = Arrays.copyOf(matched, matched.length + reply.rest().length);
    System.arraycopy(reply.rest(), 0, all, matched.length, reply.rest().length);
    return all;
  }

  private static byte[] slice(byte[] bytes, long from, int most) {
    int start = (int) Math.min(from, bytes.length);
    return Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + most));
  }

  /**
   * Returns the received bytes from an offset on, up to a maximum, and no more than the transcript
   * keeps.
   */
  byte[] got(long from, int most) {
    Received received = received();
    int matching = (int) Math.max(0, Math.min(most, received.matched() - from));
    byte[] matched = oracle.owed(script, connection, from, matching);
    long skip = Math.max(0, from - received.matched());
    int kept = (int) Math.max(0, received.rest().length - skip);
    int room = Math.min(most - matched.length, kept);
    byte[] got = Arrays.copyOf(matched, matched.length + room);
    if (room > 0) {
      System.arraycopy(received.rest(), (int) skip, got, matched.length, room);
    }
    return got;
  }

  /** Returns what was received. */
  Received received() {
    return transcript.received(connection);
  }

  /** Returns the number of bytes that the connection was owed in all. */
  long owed() {
    return script.sent(connection).stream().mapToLong(Payload::length).sum();
  }
}
