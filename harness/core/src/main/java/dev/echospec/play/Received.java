package dev.echospec.play;

import java.util.Arrays;

/**
 * What was received on one connection. Bytes that match the expected echo are only counted, so that
 * large streams take no memory; from the first mismatch on, up to {@link #KEPT} bytes are kept.
 *
 * @param sent bytes that the kernel took from the client
 * @param length bytes received
 * @param matched number of leading bytes that are the expected ones
 * @param rest the bytes after those, at most {@link #KEPT}; not to be changed
 */
public record Received(long sent, long length, long matched, byte[] rest) {
  /** Most bytes kept from the first mismatch on. */
  public static final int KEPT = 4096;

  /** Nothing sent, nothing received. */
  public static final Received NOTHING = new Received(0, 0, 0, new byte[0]);

  /** Returns whether every received byte was the expected one. */
  public boolean asExpected() {
    return matched == length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Received received
        && sent == received.sent
        && length == received.length
        && matched == received.matched
        && Arrays.equals(rest, received.rest);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(31 * sent + length) * 31 + Arrays.hashCode(rest);
  }

  @Override
  public String toString() {
    return "Received[" + matched + " of " + length + " as expected, " + sent + " sent]";
  }
}
