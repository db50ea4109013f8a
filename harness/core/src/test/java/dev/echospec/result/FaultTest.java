package dev.echospec.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.play.Transcript;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import dev.echospec.suite.Violated.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which of the conversations of a fault is the one that is shown. */
class FaultTest {
  private static final Script STREAM =
      Script.of(
          new Step.Connect(0), new Step.Send(0, new Payload.Generated(1, 100_000, Alphabet.ASCII)));
  private static final Script MESSAGES =
      Script.of(
          new Step.Connect(0),
          new Step.Send(0, Payload.of("a")),
          new Step.Read(0, Step.EVERYTHING),
          new Step.Send(0, Payload.of("a")));
  private static final Script MESSAGE =
      Script.of(new Step.Connect(0), new Step.Send(0, Payload.of("a")));

  @Test
  void isTheShortest() {
    assertThat(shown(MESSAGES, MESSAGE)).isEqualTo(MESSAGE);
  }

  @Test
  void isOneThatCanBeRead() {
    assertThat(shown(STREAM, MESSAGES)).isEqualTo(MESSAGES);
    assertThat(shown(STREAM, STREAM)).isEqualTo(STREAM);
  }

  private static Script shown(Script one, Script other) {
    RunResult run =
        new RunResult(
            "1",
            "a server",
            Profile.CONCURRENT,
            1,
            Instant.EPOCH,
            Duration.ZERO,
            Optional.empty(),
            List.of(failed(0, one), failed(1, other)),
            Optional.empty());
    return run.faults().get(0).failure().sight().script();
  }

  private static CaseResult failed(int index, Script script) {
    Observation sight =
        new Observation(
            script,
            Law.ECHO,
            new Transcript(List.of(), Map.of(), Duration.ZERO),
            List.of(new Violation(Violation.Kind.LOST, 0, 0, "lost")));
    return new CaseResult(
            Catalogue.cases().get(index),
            Verdict.FAIL,
            1,
            Duration.ZERO,
            Optional.of(new Failure(sight, 1, 1, 3, 3, Optional.empty())),
            Optional.empty())
        .of(1);
  }
}
