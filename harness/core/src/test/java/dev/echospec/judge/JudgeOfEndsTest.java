package dev.echospec.judge;

import static dev.echospec.judge.HandWritten.ABC;
import static dev.echospec.judge.HandWritten.OPEN;
import static dev.echospec.judge.HandWritten.T;
import static dev.echospec.judge.HandWritten.assertThatIs;
import static dev.echospec.judge.HandWritten.judge;
import static dev.echospec.judge.HandWritten.only;
import static dev.echospec.judge.HandWritten.received;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Event;
import dev.echospec.play.Event.Connected;
import dev.echospec.play.Event.EndOfStream;
import dev.echospec.play.Event.GaveUp;
import dev.echospec.play.Event.Got;
import dev.echospec.play.Event.NotConnected;
import dev.echospec.play.Event.NotConnected.Why;
import dev.echospec.play.Event.Sent;
import dev.echospec.play.Event.WasReset;
import dev.echospec.play.Received;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The judge on late bytes and on the ends of connections. */
class JudgeOfEndsTest {
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
}
