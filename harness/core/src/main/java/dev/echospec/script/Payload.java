package dev.echospec.script;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * The bytes of one write: literal, or described by a seed. Either is a period of bytes that repeats
 * up to a length, so that gigabytes are sent and checked without being held.
 */
public sealed interface Payload {
  /**
   * Bytes after which a generated payload repeats. A prime, so that no buffer of a power of two can
   * lose or repeat a piece unnoticed.
   */
  int PERIOD = 65_521;

  /**
   * @return how many bytes there are
   */
  long length();

  /**
   * @return the bytes that repeat; shared, not to be changed; empty when the length is 0
   */
  byte[] period();

  /**
   * @param at index, from 0 to length - 1
   * @return the byte there
   */
  default byte byteAt(long at) {
    byte[] period = period();
    return period[(int) (at % period.length)];
  }

  /**
   * @param from index of the first byte
   * @param count how many bytes; fewer are returned when the payload ends before
   * @return a copy of these bytes
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
   * @param bytes the content; copied
   * @return a literal payload
   */
  static Payload of(byte[] bytes) {
    return new Literal(bytes.clone());
  }

  /**
   * @param text the content, sent as UTF-8
   * @return a literal payload
   */
  static Payload of(String text) {
    return new Literal(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes that are written out in the script. */
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

  /** Bytes that follow from a seed, a length and an alphabet. */
  final class Generated implements Payload {
    private final long seed;
    private final long length;
    private final Alphabet alphabet;
    private final byte[] period;

    /**
     * @param seed where the bytes come from; equal seeds give equal bytes
     * @param length in bytes, 0 or more
     * @param alphabet which bytes occur
     */
    public Generated(long seed, long length, Alphabet alphabet) {
      if (length < 0) {
        throw new IllegalArgumentException("a payload has no negative length: " + length);
      }
      this.seed = seed;
      this.length = length;
      this.alphabet = Objects.requireNonNull(alphabet);
      // The whole period even for a short payload: a shorter one is a prefix of a longer one.
      byte[] whole = new byte[length == 0 ? 0 : PERIOD];
      alphabet.fill(whole, new SplittableRandom(seed));
      this.period = length < PERIOD ? Arrays.copyOf(whole, (int) length) : whole;
    }

    /**
     * @return the seed of the bytes
     */
    public long seed() {
      return seed;
    }

    /**
     * @return which bytes occur
     */
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
