package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.diagnosis.Cause;
import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.diagnosis.Diagnosis.Confidence;
import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.play.Transcript;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.Verdict;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Violated.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SameCauseTest {
  private static final CaseResult PROVED = failed(1, Cause.MIXES_CONNECTIONS, Confidence.LIKELY, 3);
  private static final CaseResult POSSIBLE =
      failed(2, Cause.MIXES_CONNECTIONS, Confidence.POSSIBLE, 3);

  @Test
  void aCauseThatWasProvedForOneExplainsBoth() {
    assertThat(SameCause.among(List.of(PROVED, POSSIBLE))).isEqualTo(Map.of(2, 1));
    assertThat(SameCause.among(List.of(PROVED.of(2), POSSIBLE.of(1)))).isEqualTo(Map.of(2, 1));
    assertThat(SameCause.among(List.of(PROVED, PROVED.of(2), PROVED.of(3))))
        .isEqualTo(Map.of(2, 1, 3, 1));
  }

  @Test
  void aCauseThatWasProvedForNeitherExplainsNothing() {
    assertThat(SameCause.among(List.of(POSSIBLE.of(1), POSSIBLE))).isEmpty();
  }

  @Test
  void anotherCauseIsAnotherFault() {
    CaseResult other = failed(2, Cause.GREETING, Confidence.LIKELY, 3);

    assertThat(SameCause.among(List.of(PROVED, other))).isEmpty();
  }

  @Test
  void bytesOfAnEndedConnectionAreOfOneThatIsMixedUp() {
    CaseResult ended = failed(2, Cause.LEFTOVERS, Confidence.LIKELY, 3);

    assertThat(SameCause.among(List.of(PROVED, ended))).isEqualTo(Map.of(2, 1));
  }

  @Test
  void whatComesAndGoesIsOneFaultUnlessItsCauseIsProved() {
    CaseResult once = failed(2, Cause.INTERMITTENT, Confidence.POSSIBLE, 0);
    CaseResult rarely = failed(3, Cause.CLOSES_NEXT_CLIENT, Confidence.POSSIBLE, 1);
    CaseResult known = failed(4, Cause.GREETING, Confidence.LIKELY, 1);

    assertThat(SameCause.among(List.of(PROVED, once, rarely, known))).isEqualTo(Map.of(3, 2));
  }

  @Test
  void whatHasNoCauseAndFailsEachTimeIsAFaultOfItsOwn() {
    CaseResult unknown = POSSIBLE.with(POSSIBLE.failure().map(f -> f.diagnosed(Optional.empty())));

    assertThat(SameCause.among(List.of(PROVED, unknown, unknown.of(3)))).isEmpty();
  }

  private static CaseResult failed(
      int fault, Cause cause, Confidence confidence, int replaysFailed) {
    Script script = Script.conversation(Payload.of("a"));
    Observation sight =
        new Observation(
            script,
            Law.ECHO,
            new Transcript(List.of(), Map.of(), Duration.ZERO),
            List.of(new Violation(Violation.Kind.LOST, 0, 0, "lost")));
    Failure failure =
        new Failure(sight, 1, 1, 3, replaysFailed, Optional.empty())
            .diagnosed(Optional.of(new Diagnosis(cause, confidence, "")));
    return new CaseResult(
            Catalogue.cases().get(fault),
            Verdict.FAIL,
            1,
            Duration.ZERO,
            Optional.of(failure),
            Optional.empty())
        .of(fault);
  }
}
