package dev.echospec.play;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Oracle;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ExpectationTest {
  @Provide
  Arbitrary<List<Payload>> payloads() {
    Arbitrary<Payload> literal =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(Payload::of);
    Arbitrary<Payload> generated =
        Combinators.combine(
                Arbitraries.longs(),
                Arbitraries.longs().between(Payload.PERIOD - 3, 2L * Payload.PERIOD + 3),
                Arbitraries.of(Alphabet.class))
            .as(Payload.Generated::new);
    return Arbitraries.frequencyOf(Tuple.of(6, literal), Tuple.of(1, generated))
        .list()
        .ofMaxSize(5);
  }

  /** The whole echo, optionally with a wrong byte, cut short, or with bytes after it. */
  private static byte[] reply(List<Payload> payloads, SplittableRandom random) {
    byte[] echo = Oracle.UPPER.apply(stream(payloads));
    int length = echo.length;
    switch (random.nextInt(4)) {
      case 0 -> length += random.nextInt(1, 10);
      case 1 -> length = random.nextInt(length + 1);
      case 2 -> {
        if (length > 0) {
          echo[random.nextInt(length)] ^= 1;
        }
      }
      default -> {}
    }
    return Arrays.copyOf(echo, length);
  }

  private static byte[] stream(List<Payload> payloads) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    payloads.forEach(payload -> all.writeBytes(payload.bytes(0, (int) payload.length())));
    return all.toByteArray();
  }

  private static Expectation expecting(List<Payload> payloads) {
    Expectation expectation = new Expectation(Oracle.UPPER);
    payloads.forEach(expectation::expect);
    return expectation;
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void howItArrivesInPiecesChangesNothing(
      @ForAll("payloads") List<Payload> payloads,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 100_000) int most) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] reply = reply(payloads, random);
    byte[] echo = Oracle.UPPER.apply(stream(payloads));
    int mismatch = Arrays.mismatch(echo, reply);
    int same = mismatch < 0 ? echo.length : mismatch;

    Expectation expectation = expecting(payloads);
    int at = 0;
    boolean good = true;
    while (good && at < reply.length) {
      int count = Math.min(reply.length - at, random.nextInt(1, most + 1));
      ByteBuffer piece =
          random.nextBoolean() ? ByteBuffer.allocateDirect(count) : ByteBuffer.allocate(count);
      piece.put(reply, at, count).flip();
      good = expectation.take(piece, echo.length);
      at += piece.position();
      assertThat(piece.limit()).isEqualTo(count);
    }

    assertThat(expectation.matched()).isEqualTo(same).isEqualTo(at);
    assertThat(good).isEqualTo(same == reply.length);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void nothingIsOwedBeforeItIsSent(
      @ForAll("payloads") List<Payload> payloads, @ForAll @IntRange(max = 200_000) int sent) {
    byte[] echo = Oracle.UPPER.apply(stream(payloads));
    long owed = Math.min(sent, echo.length);
    Expectation expectation = expecting(payloads);

    boolean good = expectation.take(ByteBuffer.wrap(echo), owed);
    assertThat(expectation.matched()).isEqualTo(owed);
    assertThat(good).isEqualTo(owed == echo.length);
    // A byte that was early is right once more is sent.
    assertThat(
            expectation.take(
                ByteBuffer.wrap(echo, (int) owed, (int) (echo.length - owed)), echo.length))
        .isTrue();
  }

  @Test
  void nothingAtAllIsExpectedAtFirst() {
    assertThat(expecting(List.of()).take(ByteBuffer.allocate(0), 0)).isTrue();
    assertThat(expecting(List.of()).take(ByteBuffer.allocate(1), 0)).isFalse();
    assertThat(expecting(List.of(Payload.of(""))).take(ByteBuffer.allocate(1), 9)).isFalse();
  }
}
