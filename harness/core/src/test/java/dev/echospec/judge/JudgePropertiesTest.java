package dev.echospec.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Server.End;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Transcript;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.ScriptArbitraries;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class JudgePropertiesTest {
  private static final Judge JUDGE = new Judge(Oracle.UPPER);

  @Provide
  Arbitrary<Script> scripts() {
    return ScriptArbitraries.scripts();
  }

  /** Connects, sends in up to five writes, half-closes, reads to the end. */
  @Provide
  Arbitrary<Script> conversations() {
    return Arbitraries.bytes()
        .array(byte[].class)
        .ofMinSize(1)
        .ofMaxSize(60)
        .map(Payload::of)
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(payloads -> Script.conversation(payloads.toArray(new Payload[0])));
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void aCorrectServerViolatesNothing(
      @ForAll("scripts") Script script, @ForAll long seed, @ForAll("oracles") Oracle oracle) {
    Transcript seen = Server.serve(script, new SplittableRandom(seed));

    for (Law law : List.of(Law.ECHO, Law.ECHO_AND_CLOSE, Law.LENGTH)) {
      assertThat(new Judge(oracle).judge(law, script, seen)).as(law.name()).isEmpty();
    }
  }

  /** The laws between replies need all bytes, so the scripts are short. */
  @Property(tries = 300)
  void aCorrectServerViolatesNoLawBetweenReplies(
      @ForAll @Size(max = 40) byte[] first,
      @ForAll @Size(max = 40) byte[] second,
      @ForAll boolean asLawWantsIt,
      @ForAll long seed) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    Script concatenation = conversations(List.of(first, second, asLawWantsIt ? both : second));
    Script idempotence =
        conversations(List.of(first, asLawWantsIt ? Oracle.UPPER.apply(first) : second));

    assertThat(judged(Law.CONCATENATION, concatenation, seed)).isEmpty();
    assertThat(judged(Law.IDEMPOTENT, idempotence, seed)).isEmpty();
  }

  private static List<Violation> judged(Law law, Script script, long seed) {
    return JUDGE.judge(law, script, Server.serve(script, new SplittableRandom(seed)));
  }

  private static Script conversations(List<byte[]> sent) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      steps.add(new Step.Connect(i));
      steps.add(new Step.Send(i, Payload.of(sent.get(i))));
      steps.add(new Step.HalfClose(i));
      steps.add(new Step.ReadToEnd(i));
    }
    return new Script(steps);
  }

  @Property(tries = 300)
  void aWrongByteIsBlamedWhereItIs(
      @ForAll("conversations") Script script,
      @ForAll @IntRange(min = 0, max = 299) int place,
      @ForAll @IntRange(min = 1, max = 255) int change,
      @ForAll End end) {
    byte[] reply = echo(script);
    int at = place % reply.length;
    byte was = reply[at];
    reply[at] ^= (byte) change;

    Violation violation = only(Law.ECHO, script, reply, end);
    assertThat(violation.kind()).isEqualTo(Kind.WRONG_BYTE);
    assertThat(violation.offset()).isEqualTo(at);
    assertThat(violation.message())
        .startsWith("byte " + at + " of the echo is ")
        .contains(String.format("is %02x", reply[at]), String.format("expected %02x", was));
  }

  @Property(tries = 300)
  void aMissingByteIsBlamedAtTheFirstDifferenceOrTheEnd(
      @ForAll("conversations") Script script, @ForAll @IntRange(max = 299) int place) {
    byte[] whole = echo(script);
    int at = place % whole.length;
    byte[] reply = new byte[whole.length - 1];
    System.arraycopy(whole, 0, reply, 0, at);
    System.arraycopy(whole, at + 1, reply, at, reply.length - at);
    int difference = Arrays.mismatch(whole, reply);

    Violation violation = only(Law.ECHO, script, reply, End.CLOSED);
    assertThat(violation.offset()).isEqualTo(difference);
    assertThat(violation.kind()).isEqualTo(difference < reply.length ? Kind.WRONG_BYTE : Kind.LOST);
    Violation late = only(Law.ECHO, script, reply, End.GAVE_UP);
    assertThat(late.kind()).isEqualTo(difference < reply.length ? Kind.WRONG_BYTE : Kind.LATE);
  }

  @Property(tries = 300)
  void anAdditionalByteIsBlamed(
      @ForAll("conversations") Script script, @ForAll byte more, @ForAll End end) {
    byte[] whole = echo(script);
    byte[] reply = Arrays.copyOf(whole, whole.length + 1);
    reply[whole.length] = more;

    for (Law law : List.of(Law.ECHO, Law.ECHO_AND_CLOSE, Law.LENGTH)) {
      Violation violation = only(law, script, reply, end);
      assertThat(violation.kind()).isEqualTo(Kind.UNASKED);
      assertThat(violation.offset()).isEqualTo(whole.length);
      assertThat(violation.message())
          .startsWith("1 byte came that is not owed, after the whole echo of ")
          .contains(String.format("beginning with %02x", more));
    }
  }

  @Property(tries = 300)
  void aByteInsertedAnywhereIsBlamed(
      @ForAll("conversations") Script script,
      @ForAll @IntRange(max = 299) int place,
      @ForAll byte more) {
    byte[] whole = echo(script);
    int at = place % whole.length;
    byte[] reply = new byte[whole.length + 1];
    System.arraycopy(whole, 0, reply, 0, at);
    reply[at] = more;
    System.arraycopy(whole, at, reply, at + 1, whole.length - at);
    int difference = Arrays.mismatch(whole, reply);

    Violation violation = only(Law.ECHO, script, reply, End.CLOSED);
    assertThat(violation.offset()).isEqualTo(difference);
    assertThat(violation.kind())
        .isEqualTo(difference < whole.length ? Kind.WRONG_BYTE : Kind.UNASKED);
    assertThat(only(Law.LENGTH, script, reply, End.CLOSED).kind()).isEqualTo(Kind.UNASKED);
  }

  @Property(tries = 300)
  void whatIsMissingAtTheEndIsLostOrLate(
      @ForAll("conversations") Script script,
      @ForAll @IntRange(max = 299) int place,
      @ForAll End end) {
    byte[] whole = echo(script);
    byte[] reply = Arrays.copyOf(whole, place % whole.length);

    for (Law law : Law.values()) {
      Violation violation = only(law, script, reply, end);
      assertThat(violation.kind()).isEqualTo(end == End.GAVE_UP ? Kind.LATE : Kind.LOST);
      assertThat(violation.offset()).isEqualTo(reply.length);
    }
  }

  @Property(tries = 300)
  void anEndBeforeTheClientsIsEarly(
      @ForAll("conversations") Script script,
      @ForAll @IntRange(max = 4) int place,
      @ForAll @IntRange(max = 299) int less,
      @ForAll boolean reset) {
    int sends = script.steps().size() - 3;
    int step = 1 + place % sends;
    Transcript whole = Server.reply(script, Oracle.UPPER, new byte[0], End.CLOSED, step);
    long owed = whole.received(0).sent();
    byte[] reply = Arrays.copyOf(echo(script), (int) (owed - less % (owed + 1)));
    End end = reset ? End.RESET : End.CLOSED;

    for (Law law : Law.values()) {
      List<Violation> violations =
          JUDGE.judge(law, script, Server.reply(script, Oracle.UPPER, reply, end, step));
      assertThat(violations).hasSize(1);
      assertThat(violations.get(0).kind())
          .isEqualTo(reply.length < owed ? Kind.LOST : Kind.EARLY_END);
      assertThat(violations.get(0).offset()).isEqualTo(reply.length);
      assertThat(violations.get(0).message())
          .contains(reset ? "reset the connection" : "closed the connection")
          .contains("though the client had not closed its side");
    }
  }

  @Property(tries = 200)
  void theWayItEndsCountsOnlyWhereTheLawSaysSo(
      @ForAll("conversations") Script script, @ForAll End end) {
    byte[] reply = echo(script);
    Transcript seen = Server.reply(script, Oracle.UPPER, reply, end, script.steps().size() - 1);

    assertThat(JUDGE.judge(Law.ECHO, script, seen)).isEmpty();
    assertThat(JUDGE.judge(Law.LENGTH, script, seen)).isEmpty();
    assertThat(JUDGE.judge(Law.ECHO_AND_CLOSE, script, seen))
        .extracting(Violation::kind)
        .isEqualTo(
            switch (end) {
              case CLOSED -> List.of();
              case RESET -> List.of(Kind.RESET_AT_END);
              case GAVE_UP -> List.of(Kind.NOT_CLOSED);
            });
  }

  @Property(tries = 200)
  void lengthAloneDoesNotLookAtTheBytes(@ForAll("conversations") Script script, @ForAll long seed) {
    byte[] reply = echo(script);
    new SplittableRandom(seed).nextBytes(reply);
    Assume.that(!Arrays.equals(reply, echo(script)));

    Transcript seen =
        Server.reply(script, Oracle.UPPER, reply, End.CLOSED, script.steps().size() - 1);
    assertThat(JUDGE.judge(Law.LENGTH, script, seen)).isEmpty();
    assertThat(JUDGE.judge(Law.ECHO, script, seen)).hasSize(1);
  }

  @Provide
  Arbitrary<Oracle> oracles() {
    return Arbitraries.of(Oracle.UPPER, Oracle.IDENTITY);
  }

  private static byte[] echo(Script script) {
    return Oracle.UPPER.apply(Server.sent(script, 0));
  }

  private static Violation only(Law law, Script script, byte[] reply, End end) {
    Transcript seen = Server.reply(script, Oracle.UPPER, reply, end, script.steps().size() - 1);
    List<Violation> violations = JUDGE.judge(law, script, seen);
    assertThat(violations).as(law + " " + end).hasSize(1);
    assertThat(violations.get(0).connection()).isZero();
    return violations.get(0);
  }
}
