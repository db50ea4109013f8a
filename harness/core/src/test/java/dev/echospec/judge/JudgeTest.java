package dev.echospec.judge;

import static dev.echospec.judge.HandWritten.ABC;
import static dev.echospec.judge.HandWritten.T;
import static dev.echospec.judge.HandWritten.assertThatIs;
import static dev.echospec.judge.HandWritten.judge;
import static dev.echospec.judge.HandWritten.only;
import static dev.echospec.judge.HandWritten.received;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.echospec.judge.Server.End;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Event.Connected;
import dev.echospec.play.Event.Diverged;
import dev.echospec.play.Event.EndOfStream;
import dev.echospec.play.Event.Got;
import dev.echospec.play.Event.Sent;
import dev.echospec.play.Event.WasReset;
import dev.echospec.play.Received;
import dev.echospec.play.Transcript;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The judge on bytes, and the messages of its violations. */
class JudgeTest {
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
  void theFirstThingThatWentWrongIsBlamed() {
    // A wrong byte, then a lost connection: the wrong byte tells more.
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

  @Test
  void aViolationIsComplete() {
    assertThatNullPointerException().isThrownBy(() -> new Violation(null, 0, 0, ""));
    assertThatNullPointerException().isThrownBy(() -> new Violation(Kind.LATE, 0, 0, null));
  }
}
