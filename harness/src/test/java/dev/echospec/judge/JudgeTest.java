package dev.echospec.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.echospec.judge.Server.End;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.oracle.Oracle;
import dev.echospec.play.Event;
import dev.echospec.play.Event.Connected;
import dev.echospec.play.Event.Diverged;
import dev.echospec.play.Event.EndOfStream;
import dev.echospec.play.Event.GaveUp;
import dev.echospec.play.Event.Got;
import dev.echospec.play.Event.NotConnected;
import dev.echospec.play.Event.NotConnected.Why;
import dev.echospec.play.Event.Sent;
import dev.echospec.play.Event.WasReset;
import dev.echospec.play.Received;
import dev.echospec.play.Transcript;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The judge on transcripts that were written by hand. */
class JudgeTest {
  private static final Duration T = Duration.ofMillis(7);

  /** Step 1 sends three bytes, step 2 half-closes, step 3 reads to the end. */
  private static final Script ABC = Script.conversation(Payload.of("abc"));

  /** Step 2 waits for the echo while the connection is open; nothing is half-closed. */
  private static final Script OPEN =
      Script.of(
          new Step.Connect(0),
          new Step.Send(0, Payload.of("abc")),
          new Step.Read(0, Step.EVERYTHING));

  private static Received received(long sent, String matched, String rest) {
    byte[] bytes = rest.getBytes(UTF_8);
    return new Received(sent, matched.length() + bytes.length, matched.length(), bytes);
  }

  private static List<Violation> judge(Law law, Script script, Received received, Event... events) {
    return new Judge(Oracle.UPPER)
        .judge(law, script, new Transcript(List.of(events), Map.of(0, received), T));
  }

  private static Violation only(Law law, Script script, Received received, Event... events) {
    List<Violation> violations = judge(law, script, received, events);
    assertThat(violations).hasSize(1);
    return violations.get(0);
  }

  private static void assertThatIs(Violation violation, Kind kind, long offset, String message) {
    assertThat(violation).isEqualTo(new Violation(kind, 0, offset, message));
  }

  @ParameterizedTest
  @EnumSource
  void allOfTheEchoAndTheEndIsAllowed(Law law) {
    assertThat(
            judge(
                law,
                ABC,
                received(3, "ABC", ""),
                new Connected(0, 0, T),
                new Sent(1, 0, T, 3),
                new Got(1, 0, T, 3),
                new EndOfStream(3, 0, T)))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anEndThatIsSeenRightAtTheHalfCloseIsAllowed(Law law) {
    assertThat(
            judge(
                law,
                ABC,
                received(3, "ABC", ""),
                new Connected(0, 0, T),
                new Sent(1, 0, T, 3),
                new Got(2, 0, T, 3),
                new EndOfStream(2, 0, T)))
        .isEmpty();
  }

  @Test
  void aWrongByte() {
    assertThatIs(
        only(
            Law.ECHO,
            ABC,
            received(3, "A", "bC"),
            new Connected(0, 0, T),
            new Sent(1, 0, T, 3),
            new Diverged(3, 0, T, 1, 3)),
        Kind.WRONG_BYTE,
        1,
        "byte 1 of the echo is 62 'b', expected 42 'B'");
  }

  @Test
  void aWrongByteThatIsNotPrintable() {
    Script script = Script.conversation(Payload.of(new byte[] {(byte) 0xff, ' '}));
    Received received = new Received(2, 2, 0, new byte[] {0x7f, ' '});

    assertThatIs(
        only(
            Law.ECHO,
            script,
            received,
            new Connected(0, 0, T),
            new Sent(1, 0, T, 2),
            new Diverged(3, 0, T, 0, 2)),
        Kind.WRONG_BYTE,
        0,
        "byte 0 of the echo is 7f, expected ff");
  }

  @Test
  void aGreeting() {
    assertThatIs(
        only(
            Law.ECHO,
            ABC,
            received(0, "", "Welcome"),
            new Connected(0, 0, T),
            new Diverged(0, 0, T, 0, 0)),
        Kind.UNASKED,
        0,
        "7 bytes came that are not owed, before the server was sent anything, beginning with 57"
            + " 'W'");
  }

  @Test
  void anEchoOfWhatWasNotYetSent() {
    Script script = Script.conversation(Payload.of("abc"), Payload.of("def"));

    assertThatIs(
        only(
            Law.ECHO,
            script,
            received(3, "ABC", "D"),
            new Connected(0, 0, T),
            new Sent(1, 0, T, 3),
            new Diverged(1, 0, T, 3, 3)),
        Kind.UNASKED,
        3,
        "1 byte came that is not owed, before more was sent than 3 bytes, beginning with 44 'D'");
  }

  @Test
  void aFarewell() {
    assertThatIs(
        only(
            Law.ECHO,
            ABC,
            received(3, "ABC", "\n"),
            new Connected(0, 0, T),
            new Sent(1, 0, T, 3),
            new Diverged(3, 0, T, 3, 3),
            new EndOfStream(3, 0, T)),
        Kind.UNASKED,
        3,
        "1 byte came that is not owed, after the whole echo of 3 bytes, beginning with 0a");
  }

  @Test
  void moreBytesThanWereSentByTheLawOfLengths() {
    assertThatIs(
        only(
            Law.LENGTH,
            ABC,
            received(3, "A", "xyz!"),
            new Connected(0, 0, T),
            new Sent(1, 0, T, 3),
            new Diverged(3, 0, T, 1, 3),
            new EndOfStream(3, 0, T)),
        Kind.UNASKED,
        3,
        "2 bytes came that are not owed, after the whole echo of 3 bytes, beginning with 7a 'z'");
  }

  @Test
  void moreBytesThanAreKeptByTheLawOfLengths() {
    Script script = Script.conversation(Payload.of("a".repeat(5000)));
    Received received = new Received(5000, 9000, 0, new byte[Received.KEPT]);

    assertThatIs(
        only(
            Law.LENGTH,
            script,
            received,
            new Connected(0, 0, T),
            new Sent(1, 0, T, 5000),
            new Diverged(3, 0, T, 0, 5000),
            new EndOfStream(3, 0, T)),
        Kind.UNASKED,
        5000,
        "4000 bytes came that are not owed, after the whole echo of 5000 bytes");
  }

  @Test
  void lostAtTheHalfClose() {
    assertThatIs(
        only(
            Law.ECHO,
            ABC,
            received(3, "AB", ""),
            new Connected(0, 0, T),
            new Sent(1, 0, T, 3),
            new EndOfStream(3, 0, T)),
        Kind.LOST,
        2,
        "the server closed the connection after 2 of the 3 bytes it owed");
  }

  @Test
  void lostByAReset() {
    assertThatIs(
        only(
            Law.LENGTH,
            ABC,
            received(3, "", ""),
            new Connected(0, 0, T),
            new Sent(1, 0, T, 3),
            new WasReset(3, 0, T),
            new EndOfStream(3, 0, T)),
        Kind.LOST,
        0,
        "the server reset the connection after 0 of the 3 bytes it owed");
  }

  @Test
  void lostBeforeTheClientEnded() {
    assertThatIs(
        only(
            Law.ECHO,
            OPEN,
            received(3, "A", ""),
            new Connected(0, 0, T),
            new Sent(1, 0, T, 3),
            new EndOfStream(2, 0, T)),
        Kind.LOST,
        1,
        "the server closed the connection after 1 of the 3 bytes it owed, though the client had not"
            + " closed its side");
  }

  @Test
  void endedEarly() {
    assertThatIs(
        only(
            Law.ECHO,
            OPEN,
            received(3, "ABC", ""),
            new Connected(0, 0, T),
            new Sent(1, 0, T, 3),
            new Got(2, 0, T, 3),
            new EndOfStream(3, 0, T)),
        Kind.EARLY_END,
        3,
        "the server closed the connection after 3 bytes of echo, though the client had not closed"
            + " its side");
  }

  @Test
  void resetWhereNothingWasOwed() {
    Script idle = Script.of(new Step.Connect(0), new Step.Pause(5), new Step.HalfClose(0));

    assertThatIs(
        only(Law.ECHO, idle, Received.NOTHING, new Connected(0, 0, T), new WasReset(1, 0, T)),
        Kind.EARLY_END,
        0,
        "the server reset the connection after 0 bytes of echo, though the client had not closed its"
            + " side");
  }

  @Test
  void late() {
    assertThatIs(
        only(
            Law.ECHO,
            OPEN,
            received(3, "AB", ""),
            new Connected(0, 0, T),
            new Sent(1, 0, T, 3),
            new GaveUp(2, 0, T, Duration.ofMillis(1500))),
        Kind.LATE,
        2,
        "2 of 3 bytes came, then nothing moved for 1500 ms while the connection stays open");
  }

  @Test
  void lateThoughTheClientHasEnded() {
    assertThatIs(
        only(
            Law.ECHO_AND_CLOSE,
            ABC,
            received(3, "", ""),
            new Connected(0, 0, T),
            new Sent(1, 0, T, 3),
            new GaveUp(3, 0, T, Duration.ofMillis(1500))),
        Kind.LATE,
        0,
        "0 of 3 bytes came, then nothing moved for 1500 ms though the client had ended its side");
  }

  @Test
  void lateAfterTheLastStep() {
    Script script = Script.of(new Step.Connect(0), new Step.Send(0, Payload.of("a")));

    assertThatIs(
        only(
            Law.ECHO,
            script,
            received(1, "", ""),
            new Connected(0, 0, T),
            new Sent(1, 0, T, 1),
            new GaveUp(2, 0, T, Duration.ofMillis(1500))),
        Kind.LATE,
        0,
        "0 of 1 byte came, then nothing moved for 1500 ms while the connection stays open");
  }

  @Test
  void theServerNoLongerReads() {
    assertThatIs(
        only(
            Law.ECHO,
            ABC,
            received(2, "A", ""),
            new Connected(0, 0, T),
            new GaveUp(1, 0, T, Duration.ofMillis(1500))),
        Kind.LATE,
        1,
        "the server stopped reading: it took 2 of 3 bytes, though its echo is read; nothing moved"
            + " for 1500 ms");
  }

  @Test
  void notClosed() {
    Event[] events = {
      new Connected(0, 0, T),
      new Sent(1, 0, T, 3),
      new Got(3, 0, T, 3),
      new GaveUp(3, 0, T, Duration.ofMillis(1500))
    };

    assertThatIs(
        only(Law.ECHO_AND_CLOSE, ABC, received(3, "ABC", ""), events),
        Kind.NOT_CLOSED,
        3,
        "the server did not close: no end of stream for 1500 ms after the whole echo and the client's"
            + " half-close");
    assertThat(judge(Law.ECHO, ABC, received(3, "ABC", ""), events)).isEmpty();
  }

  @Test
  void resetAtTheEnd() {
    Event[] events = {
      new Connected(0, 0, T), new Sent(1, 0, T, 3), new Got(3, 0, T, 3), new WasReset(3, 0, T),
    };

    assertThatIs(
        only(Law.ECHO_AND_CLOSE, ABC, received(3, "ABC", ""), events),
        Kind.RESET_AT_END,
        3,
        "the server reset the connection instead of closing it");
    assertThat(judge(Law.ECHO, ABC, received(3, "ABC", ""), events)).isEmpty();
  }

  @Test
  void notConnected() {
    assertThatIs(
        only(Law.ECHO, ABC, Received.NOTHING, new NotConnected(0, 0, T, Why.REFUSED)),
        Kind.REFUSED,
        0,
        "the connection was refused");
    assertThatIs(
        only(Law.LENGTH, ABC, Received.NOTHING, new NotConnected(0, 0, T, Why.NO_ANSWER)),
        Kind.NO_ANSWER,
        0,
        "the connect had no answer for 7 ms");
    assertThatIs(
        only(Law.IDEMPOTENT, ABC, Received.NOTHING, new NotConnected(0, 0, T, Why.IMPOSSIBLE)),
        Kind.NO_ANSWER,
        0,
        "the connection could not be established");
  }

  @Test
  void theFirstThingThatWentWrongIsBlamed() {
    // A wrong byte, and then the connection was lost: the wrong byte tells more.
    assertThat(
            only(
                    Law.ECHO,
                    ABC,
                    received(3, "A", "x"),
                    new Connected(0, 0, T),
                    new Sent(1, 0, T, 3),
                    new Diverged(3, 0, T, 1, 3),
                    new WasReset(3, 0, T))
                .kind())
        .isEqualTo(Kind.WRONG_BYTE);
  }

  @Test
  void eachConnectionIsJudgedByItself() {
    Script script =
        Script.of(
            new Step.Connect(4),
            new Step.Connect(2),
            new Step.Connect(0),
            new Step.Send(4, Payload.of("abc")),
            new Step.Send(2, Payload.of("def")),
            new Step.Send(0, Payload.of("ghi")),
            new Step.HalfClose(2),
            new Step.ReadToEnd(2));
    Transcript seen =
        new Transcript(
            List.of(
                new Connected(0, 4, T),
                new Connected(1, 2, T),
                new Connected(2, 0, T),
                new Sent(3, 4, T, 3),
                new Sent(4, 2, T, 3),
                new Sent(5, 0, T, 3),
                new Diverged(5, 4, T, 0, 3),
                new EndOfStream(7, 2, T),
                new Got(8, 0, T, 3)),
            Map.of(
                4, received(3, "", "DEF"),
                2, received(3, "", ""),
                0, received(3, "GHI", "")),
            T);

    List<Violation> violations = new Judge(Oracle.UPPER).judge(Law.ECHO, script, seen);
    assertThat(violations).extracting(Violation::connection).containsExactly(4, 2);
    assertThat(violations).extracting(Violation::kind).containsExactly(Kind.WRONG_BYTE, Kind.LOST);
    assertThat(violations.get(0).message()).contains("expected 41 'A'");
  }

  @Test
  void theEchoIsWhatTheOracleSays() {
    Transcript seen = Server.reply(ABC, Oracle.IDENTITY, "abc".getBytes(UTF_8), End.CLOSED, 3);

    assertThat(new Judge(Oracle.IDENTITY).judge(Law.ECHO, ABC, seen)).isEmpty();
    assertThat(new Judge(Oracle.IDENTITY).reply(ABC, seen, 0)).isEqualTo("abc".getBytes(UTF_8));
  }

  /** What came back on each connection, in order; nothing is as the oracle wants it. */
  private static Transcript replies(Script script, byte[]... replies) {
    List<Event> events = new ArrayList<>();
    Map<Integer, Received> received = new HashMap<>();
    for (int i = 0; i < replies.length; i++) {
      byte[] kept = Arrays.copyOf(replies[i], Math.min(replies[i].length, Received.KEPT));
      long sent = Server.sent(script, i).length;
      events.add(new Connected(4 * i, i, T));
      events.add(new Sent(4 * i + 1, i, T, sent));
      events.add(new Diverged(4 * i + 3, i, T, 0, sent));
      events.add(new EndOfStream(4 * i + 3, i, T));
      received.put(i, new Received(sent, replies[i].length, 0, kept));
    }
    return new Transcript(events, received, T);
  }

  private static Script conversations(byte[]... sent) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < sent.length; i++) {
      steps.add(new Step.Connect(i));
      steps.add(new Step.Send(i, Payload.of(sent[i])));
      steps.add(new Step.HalfClose(i));
      steps.add(new Step.ReadToEnd(i));
    }
    return new Script(steps);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void anEchoOfAnEchoThatIsAnother() {
    Script script = conversations(bytes("abcd"), bytes("zzBC"));
    Transcript swapped = replies(script, bytes("zzBC"), bytes("zzbc"));

    List<Violation> violations = new Judge(Oracle.UPPER).judge(Law.IDEMPOTENT, script, swapped);
    assertThat(violations)
        .containsExactly(
            new Violation(
                Kind.LAW,
                1,
                2,
                "the echo of an echo is not that echo again: byte 2 is 62 'b', not 42 'B'"));
    assertThat(
            new Judge(Oracle.UPPER)
                .judge(Law.IDEMPOTENT, script, replies(script, bytes("zzBC"), bytes("zzBC"))))
        .isEmpty();
  }

  @Test
  void echoesThatDoNotAddUp() {
    Script script = conversations(bytes("ab"), bytes("cd"), bytes("abcd"));
    Judge judge = new Judge(Oracle.UPPER);

    assertThat(
            judge.judge(
                Law.CONCATENATION,
                script,
                replies(script, bytes("xy"), bytes("zw"), bytes("xy.w"))))
        .containsExactly(
            new Violation(
                Kind.LAW,
                2,
                2,
                "the echo of two texts together is not their echoes one after the other: byte 2 is"
                    + " 2e '.', not 7a 'z'"));
    assertThat(
            judge.judge(
                Law.CONCATENATION,
                script,
                replies(script, bytes("xy"), bytes("xy"), bytes("xyxyx"))))
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.kind()).isEqualTo(Kind.LAW);
              assertThat(violation.offset()).isEqualTo(4);
              assertThat(violation.message()).endsWith("it has 5 bytes, not 4");
            });
    assertThat(
            judge.judge(
                Law.CONCATENATION,
                script,
                replies(script, bytes("xy"), bytes("zw"), bytes("xyzw"))))
        .isEmpty();
  }

  @Test
  void aLawBetweenRepliesSaysNothingOfOtherScripts() {
    Script script = conversations(bytes("ab"), bytes("cd"), bytes("ef"));

    for (Law law : List.of(Law.IDEMPOTENT, Law.CONCATENATION)) {
      assertThat(
              new Judge(Oracle.UPPER)
                  .judge(law, script, replies(script, bytes("xy"), bytes("zw"), bytes("!!"))))
          .isEmpty();
    }
  }

  /** An identity server obeys both laws, however much it says that the oracle does not expect. */
  @Test
  void whatWasNotKeptOfALongReplyIsNotHeldAgainstTheServer() {
    byte[] first = new byte[5000];
    byte[] second = new byte[7000];
    Arrays.fill(first, (byte) 'x');
    Arrays.fill(second, (byte) 'y');
    byte[] both = Arrays.copyOf(first, 12_000);
    System.arraycopy(second, 0, both, 5000, 7000);
    Judge judge = new Judge(Oracle.UPPER);
    Script concatenation = conversations(first, second, both);
    Script idempotence = conversations(first, Arrays.copyOf(first, Received.KEPT));
    Script long2 = conversations(Arrays.copyOf(both, 3000), both);

    assertThat(
            judge.judge(
                Law.CONCATENATION, concatenation, replies(concatenation, first, second, both)))
        .isEmpty();
    assertThat(
            judge.judge(
                Law.IDEMPOTENT,
                idempotence,
                replies(idempotence, first, Arrays.copyOf(first, Received.KEPT))))
        .isEmpty();
    assertThat(judge.judge(Law.IDEMPOTENT, long2, replies(long2, both, both))).isEmpty();
  }

  @Test
  void aLawBetweenRepliesComesAfterWhatIsWrongWithEach() {
    Script script = conversations(bytes("ab"), bytes("AB"));
    Transcript seen =
        new Transcript(
            List.of(
                new Connected(0, 0, T),
                new Sent(1, 0, T, 2),
                new EndOfStream(3, 0, T),
                new Connected(4, 1, T),
                new Sent(5, 1, T, 2),
                new EndOfStream(7, 1, T)),
            Map.of(0, received(2, "AB", ""), 1, received(2, "A", "")),
            T);

    assertThat(new Judge(Oracle.UPPER).judge(Law.IDEMPOTENT, script, seen))
        .extracting(Violation::kind)
        .containsExactly(Kind.LOST);
  }

  @Test
  void onlyTimeIsPlayedAgainBeforeAnybodyIsBlamed() {
    Set<Kind> timing =
        Arrays.stream(Kind.values()).filter(Kind::isTiming).collect(Collectors.toSet());

    assertThat(timing).containsExactlyInAnyOrder(Kind.LATE, Kind.NOT_CLOSED, Kind.NO_ANSWER);
  }

  @Test
  void onlyTheEchoLawsEndWithTheFirstWrongByte() {
    assertThat(Arrays.stream(Law.values()).filter(Law::needsOracle))
        .containsExactlyInAnyOrder(Law.ECHO, Law.ECHO_AND_CLOSE);
  }

  @Test
  void aViolationIsComplete() {
    assertThatNullPointerException().isThrownBy(() -> new Violation(null, 0, 0, ""));
    assertThatNullPointerException().isThrownBy(() -> new Violation(Kind.LATE, 0, 0, null));
  }
}
