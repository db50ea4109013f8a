package dev.echospec.play;

import java.util.Arrays;

/**
 * What came back on one connection. What matches the expected echo is only counted, so that large
 * streams need no room; from the first byte that does not match, some bytes are kept.
 *
 * @param sent bytes that the kernel took from us
 * @param length bytes that came
 * @param matched how many leading bytes are what was expected
 * @param rest the bytes from there on, at most {@link #KEPT}; not to be changed
 */
public record Received(long sent, long length, long matched, byte[] rest) {
  /** How many bytes are kept from the first difference on. */
  public static final int KEPT = 4096;

  /** Nothing sent, nothing received. */
  public static final Received NOTHING = new Received(0, 0, 0, new byte[0]);

  /**
   * @return whether every byte that came was the expected one
   */
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
