package dev.echospec.judge;

import dev.echospec.reference.server.Transform;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * What a correct server answers: the transform of the reference server, byte by byte.
 *
 * @param transform the map of a byte
 */
public record Oracle(Transform transform) implements UnaryOperator<byte[]> {
  /** Upper-case ASCII: the tutorial. */
  public static final Oracle UPPER = new Oracle(Transform.UPPER);

  /** The same bytes: RFC 862. */
  public static final Oracle IDENTITY = new Oracle(Transform.IDENTITY);

  /**
   * Returns the echo of some bytes, in a new array of the same length.
   *
   * @param sent any bytes; not changed
   */
  @Override
  public byte[] apply(byte[] sent) {
    byte[] owed = sent.clone();
    transform.apply(owed, 0, owed.length);
    return owed;
  }

  /**
   * Returns a part of the echo that a connection is owed; shorter if the echo ends before.
   *
   * @param script the script that is played
   * @param connection its number
   * @param from offset in the echo, in bytes
   * @param count the number of bytes
   */
  public byte[] owed(Script script, int connection, long from, int count) {
    byte[] owed = new byte[count];
    int done = 0;
    long start = 0;
    for (Payload payload : script.sent(connection)) {
      long at = from + done - start;
      if (done < count && at < payload.length()) {
        byte[] piece = payload.bytes(at, count - done);
        System.arraycopy(apply(piece), 0, owed, done, piece.length);
        done += piece.length;
      }
      start += payload.length();
    }
    return done == count ? owed : Arrays.copyOf(owed, done);
  }
}
