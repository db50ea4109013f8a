package dev.echospec.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.script.Script;
import dev.echospec.script.Step;
import org.junit.jupiter.api.Test;

class VariationTest {
  /** Where one client is served at a time, a client that stays would keep the next one waiting. */
  @Test
  void inAnOrderlyScriptNoClientStays() {
    Script reset =
        Script.of(new Step.Connect(0), new Step.Reset(0), new Step.Connect(1), new Step.Pause(5));

    assertThat(Variation.orderly(reset))
        .isEqualTo(
            Script.of(
                new Step.Connect(0),
                new Step.HalfClose(0),
                new Step.ReadToEnd(0),
                new Step.Connect(1),
                new Step.Pause(5),
                new Step.HalfClose(1),
                new Step.ReadToEnd(1)));
  }

  @Test
  void aHalfCloseIsNotRepeated() {
    Script leaving =
        Script.of(
            new Step.Connect(0),
            new Step.StopReading(0),
            new Step.HalfClose(0),
            new Step.Close(0),
            new Step.Connect(1),
            new Step.HalfClose(1));

    assertThat(Variation.orderly(leaving))
        .isEqualTo(
            Script.of(
                new Step.Connect(0),
                new Step.HalfClose(0),
                new Step.ReadToEnd(0),
                new Step.Connect(1),
                new Step.HalfClose(1),
                new Step.ReadToEnd(1)));
  }
}
