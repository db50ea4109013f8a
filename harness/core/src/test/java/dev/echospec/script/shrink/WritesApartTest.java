package dev.echospec.script.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pauses between writes that a server may read as one. */
class WritesApartTest {
  private static final Step CONNECT = new Step.Connect(0);
  private static final Step SEND = new Step.Send(0, Payload.of("a"));

  @Test
  void writesThatFollowOneAnotherAreSetApart() {
    Script script = Script.of(CONNECT, SEND, SEND, SEND, new Step.HalfClose(0));

    assertThat(WritesApart.of(script))
        .contains(
            Script.of(
                CONNECT,
                SEND,
                new Step.Pause(5),
                SEND,
                new Step.Pause(5),
                SEND,
                new Step.HalfClose(0)));
    assertThat(WritesApart.areMissingIn(script)).isTrue();
    assertThat(WritesApart.areMissingIn(WritesApart.of(script).orElseThrow())).isFalse();
  }

  @Test
  void aReadAPauseOrAnotherConnectionIsEnough() {
    Script script =
        Script.of(
            CONNECT,
            SEND,
            new Step.Read(0, Step.EVERYTHING),
            SEND,
            new Step.Pause(5),
            SEND,
            new Step.Connect(1),
            new Step.Send(1, Payload.of("b")));

    assertThat(WritesApart.of(script)).isEmpty();
    assertThat(WritesApart.areMissingIn(script)).isFalse();
  }

  @Test
  void aShortPauseIsNotEnough() {
    Script script = Script.of(CONNECT, SEND, new Step.Pause(1), SEND);

    assertThat(WritesApart.of(script))
        .contains(Script.of(CONNECT, SEND, new Step.Pause(1), new Step.Pause(5), SEND));
  }

  @Test
  void thePausesCanBeTakenOutAgain() {
    Script script = Script.of(CONNECT, SEND, SEND, new Step.Pause(20), SEND);

    assertThat(WritesApart.of(script).flatMap(WritesApart::undone)).contains(script);
    assertThat(WritesApart.undone(script)).isEmpty();
  }

  @Test
  void veryManyWritesAreLeftAsTheyAre() {
    assertThat(WritesApart.of(many(501))).isPresent();
    assertThat(WritesApart.of(many(502))).isEmpty();
  }

  private static Script many(int writes) {
    List<Step> steps = new ArrayList<>(List.of(CONNECT));
    for (int i = 0; i < writes; i++) {
      steps.add(SEND);
    }
    return new Script(steps);
  }
}
