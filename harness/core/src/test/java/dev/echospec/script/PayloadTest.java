package dev.echospec.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.echospec.script.Payload.Generated;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PayloadTest {
  private static final int PERIOD = Payload.PERIOD;

  /** Lengths of all magnitudes, and those around the period. */
  @Provide
  Arbitrary<Long> lengths() {
    return Arbitraries.oneOf(
        Arbitraries.longs().between(1, 100),
        Arbitraries.longs().between(PERIOD - 2, PERIOD + 2),
        Arbitraries.longs().between(2L * PERIOD - 2, 2L * PERIOD + 2),
        Arbitraries.longs().between(1, 1L << 50));
  }

  @Property(tries = 200)
  void aShorterOneIsAPrefixOfALongerOne(
      @ForAll long seed,
      @ForAll("lengths") long one,
      @ForAll("lengths") long other,
      @ForAll Alphabet alphabet) {
    long shorter = Math.min(one, other);
    Payload prefix = new Generated(seed, shorter, alphabet);
    Payload whole = new Generated(seed, Math.max(one, other), alphabet);
    int count = (int) Math.min(shorter, 1000);

    assertThat(prefix.bytes(0, count)).isEqualTo(whole.bytes(0, count));
    assertThat(prefix.bytes(shorter - count, count)).isEqualTo(whole.bytes(shorter - count, count));
  }

  @Property(tries = 300)
  void aPieceIsItsBytesOneByOne(
      @ForAll long seed,
      @ForAll("lengths") long length,
      @ForAll Alphabet alphabet,
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE - 1) long place,
      @ForAll @IntRange(min = 0, max = 300) int count) {
    Payload payload = new Generated(seed, length, alphabet);
    long from = place % length;
    byte[] piece = payload.bytes(from, count);

    assertThat(piece).hasSize((int) Math.min(count, length - from));
    for (int i = 0; i < piece.length; i++) {
      assertThat(piece[i]).isEqualTo(payload.byteAt(from + i));
    }
  }

  @Property(tries = 100)
  void itRepeatsAfterThePeriod(
      @ForAll long seed, @ForAll Alphabet alphabet, @ForAll @LongRange(max = 1L << 40) long at) {
    Payload payload = new Generated(seed, Long.MAX_VALUE, alphabet);

    assertThat(payload.period()).hasSize(PERIOD);
    assertThat(payload.byteAt(at)).isEqualTo(payload.byteAt(at + PERIOD));
    assertThat(payload.bytes(at, 2000)).isEqualTo(payload.bytes(at + 3L * PERIOD, 2000));
  }

  @Property(tries = 100)
  void aPieceAcrossThePeriodsIsWhole(@ForAll long seed, @ForAll Alphabet alphabet) {
    Payload payload = new Generated(seed, 3L * PERIOD, alphabet);
    byte[] all = payload.bytes(0, 3 * PERIOD);

    assertThat(Arrays.copyOfRange(all, 0, PERIOD)).isEqualTo(payload.period());
    assertThat(Arrays.copyOfRange(all, 2 * PERIOD, 3 * PERIOD)).isEqualTo(payload.period());
    assertThat(payload.bytes(PERIOD - 1, PERIOD + 2))
        .isEqualTo(Arrays.copyOfRange(all, PERIOD - 1, 2 * PERIOD + 1));
  }

  @Property(tries = 200)
  void aLiteralIsItsBytes(@ForAll @Size(max = 300) byte[] bytes) {
    Payload payload = Payload.of(bytes);

    assertThat(payload.length()).isEqualTo(bytes.length);
    assertThat(payload.bytes(0, bytes.length)).isEqualTo(bytes);
    assertThat(payload.bytes(0, Integer.MAX_VALUE)).isEqualTo(bytes);
    assertThat(payload).isEqualTo(Payload.of(bytes.clone())).hasSameHashCodeAs(Payload.of(bytes));
  }

  @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
  void textIsUtf8WhereItEndsAndAsciiIsPrintable(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = PERIOD) int length) {
    byte[] period = new Generated(seed, PERIOD, Alphabet.TEXT).period();

    assertThat(Characters.isText(period)).isTrue();
    for (byte b : new Generated(seed, length, Alphabet.ASCII).period()) {
      assertThat(b).isBetween((byte) ' ', (byte) '~');
    }
  }

  @Test
  void equalSeedsGiveEqualBytesAndOtherSeedsOthers() {
    Payload one = new Generated(1, 100, Alphabet.ANY);

    assertThat(one).isEqualTo(new Generated(1, 100, Alphabet.ANY));
    assertThat(one.period()).isEqualTo(new Generated(1, 100, Alphabet.ANY).period());
    assertThat(one.period()).isNotEqualTo(new Generated(2, 100, Alphabet.ANY).period());
    assertThat(one)
        .isNotEqualTo(new Generated(2, 100, Alphabet.ANY))
        .isNotEqualTo(new Generated(1, 101, Alphabet.ANY))
        .isNotEqualTo(new Generated(1, 100, Alphabet.ASCII))
        .isNotEqualTo(Payload.of(one.period()));
  }

  @Test
  void anyMeansAllByteValues() {
    boolean[] seen = new boolean[256];
    for (byte b : new Generated(1, PERIOD, Alphabet.ANY).period()) {
      seen[b & 0xff] = true;
    }

    assertThat(seen).doesNotContain(false);
  }

  @Test
  void aLiteralIsACopy() {
    byte[] bytes = "abc".getBytes(UTF_8);
    Payload payload = Payload.of(bytes);
    bytes[0] = 'x';

    assertThat(payload).isEqualTo(Payload.of("abc"));
  }

  @Test
  void nothingIsNothing() {
    for (Payload nothing : new Payload[] {Payload.of(""), new Generated(7, 0, Alphabet.TEXT)}) {
      assertThat(nothing.length()).isZero();
      assertThat(nothing.period()).isEmpty();
      assertThat(nothing.bytes(0, 10)).isEmpty();
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Generated(1, -1, Alphabet.ANY))
        .withMessageContaining("negative");
  }
}
