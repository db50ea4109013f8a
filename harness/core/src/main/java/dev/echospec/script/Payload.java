package dev.echospec.script;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * The bytes of one write: literal, or derived from a seed. Either is a period of bytes that repeats
 * up to a length, so that gigabytes can be sent and checked without holding them.
 */
public sealed interface Payload {
  /**
   * Period of a generated payload, in bytes. A prime, so that a buffer whose size is a power of two
   * cannot lose or repeat a piece unnoticed.
   */
  int PERIOD = 65_521;

  /** Returns the length in bytes. */
  long length();

  /** Returns the repeating bytes; shared, not to be changed; empty if the length is 0. */
  byte[] period();

  /**
   * Returns the byte at an index.
   *
   * @param at from 0 to length - 1
   */
  default byte byteAt(long at) {
    byte[] period = period();
    return period[(int) (at % period.length)];
  }

  /**
   * Returns a copy of some bytes, fewer if the payload ends before.
   *
   * @param from index of the first byte
   * @param count the number of bytes
   */
  default byte[] bytes(long from, int count) {
    byte[] period = period();
    byte[] copy = new byte[(int) Math.max(0, Math.min(count, length() - from))];
    int done = 0;
    while (done < copy.length) {
      int at = (int) ((from + done) % period.length);
      int run = Math.min(copy.length - done, period.length - at);
      System.arraycopy(period, at, copy, done, run);
      done += run;
    }
    return copy;
  }

  /**
   * Returns a literal payload.
   *
   * @param bytes the content; copied
   */
  static Payload of(byte[] bytes) {
    return new Literal(bytes.clone());
  }

  /**
   * Returns a literal payload.
   *
   * @param text the content, encoded as UTF-8
   */
  static Payload of(String text) {
    return new Literal(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes that stand in the script. */
  final class Literal implements Payload {
    private static final int SHOWN = 64;

    private final byte[] bytes;

    private Literal(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public byte[] period() {
      return bytes;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Literal literal && Arrays.equals(bytes, literal.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      int shown = Math.min(bytes.length, SHOWN);
      return HexFormat.of().formatHex(bytes, 0, shown)
          + (shown < bytes.length ? "... (" + bytes.length + " bytes)" : "");
    }
  }

  /** Bytes derived from a seed, a length and an alphabet. */
  final class Generated implements Payload {
    private final long seed;
    private final long length;
    private final Alphabet alphabet;
    private final byte[] period;

    /**
     * Generates the period.
     *
     * @param seed of the random bytes; equal seeds give equal bytes
     * @param length in bytes, 0 or more
     * @param alphabet the bytes that occur
     * @throws IllegalArgumentException if the length is negative
     */
    public Generated(long seed, long length, Alphabet alphabet) {
      if (length < 0) {
        throw new IllegalArgumentException("a payload has no negative length: " + length);
      }
      this.seed = seed;
      this.length = length;
      this.alphabet = Objects.requireNonNull(alphabet);
      // Generates the whole period even for a short payload, so that a shorter payload is a prefix
      // of a longer one.
      byte[] whole = new byte[length == 0 ? 0 : PERIOD];
      alphabet.fill(whole, new SplittableRandom(seed));
      this.period = length < PERIOD ? Arrays.copyOf(whole, (int) length) : whole;
    }

    /** Returns the seed of the bytes. */
    public long seed() {
      return seed;
    }

    /** Returns the alphabet of the bytes. */
    public Alphabet alphabet() {
      return alphabet;
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public byte[] period() {
      return period;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Generated generated
          && seed == generated.seed
          && length == generated.length
          && alphabet == generated.alphabet;
    }

    @Override
    public int hashCode() {
      return Objects.hash(seed, length, alphabet);
    }

    @Override
    public String toString() {
      return length + " bytes of " + alphabet + " from seed " + seed;
    }
  }
}
