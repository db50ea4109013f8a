package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.diagnosis.Cause;
import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.diagnosis.Diagnosis.Confidence;
import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Event;
import dev.echospec.play.Transcript;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.Verdict;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Violated.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

  @Test
  void aLimitOfMessagesAlsoEndsLongStreams() {
    CaseResult limit = limited(1, Cause.LIMIT_PER_CONNECTION, tenMessages(1), Kind.EARLY_END, 10);
    CaseResult reads = limited(2, null, stream(9 * 16384 + 1), Kind.EARLY_END, 9 * 16384 + 1);
    CaseResult lost = limited(3, Cause.WRONG_AT_OFFSET, stream(163841), Kind.LOST, 10 * 16384);
    CaseResult longer = limited(4, null, tenMessages(20), Kind.LOST, 10 * 20);

    assertThat(SameCause.among(List.of(limit, reads, lost, longer)))
        .isEqualTo(Map.of(2, 1, 3, 1, 4, 1));
    assertThat(SameCause.among(List.of(limit.of(5), lost))).isEqualTo(Map.of(5, 3));
  }

  @Test
  void whatEndsElsewhereIsNotEndedByALimitOfMessages() {
    CaseResult limit = limited(1, Cause.LIMIT_PER_CONNECTION, tenMessages(1), Kind.EARLY_END, 10);
    CaseResult odd = limited(2, null, stream(100001), Kind.LOST, 100000);
    CaseResult sooner = limited(3, null, tenMessages(20), Kind.LOST, 9 * 20);
    CaseResult wrong = limited(4, null, stream(163841), Kind.WRONG_BYTE, 10 * 16384);
    CaseResult known = limited(5, Cause.LINE_LENGTH_LIMIT, stream(163841), Kind.LOST, 163840);

    assertThat(SameCause.among(List.of(limit, odd, sooner, wrong, known))).isEmpty();
  }

  @Test
  void aResetInPlaceOfAnEndTakesWhatIsPending() {
    CaseResult resets = failed(1, Cause.RESETS_INSTEAD_OF_CLOSING, Confidence.LIKELY, 3);
    List<Event> reset = List.of(new Event.WasReset(2, 0, Duration.ZERO));
    List<Event> end = List.of(new Event.EndOfStream(2, 0, Duration.ZERO));
    CaseResult pending =
        cutOff(2, Cause.LOSES_PENDING_AT_HALF_CLOSE, stream(9000), reset, Kind.LOST, 8000);
    CaseResult closed =
        cutOff(3, Cause.LOSES_PENDING_AT_HALF_CLOSE, stream(9000), end, Kind.LOST, 8000);
    CaseResult malformed = cutOff(4, Cause.DROPS_MALFORMED, stream(1), reset, Kind.LOST, 0);

    assertThat(SameCause.among(List.of(resets, pending))).isEqualTo(Map.of(2, 1));
    assertThat(SameCause.among(List.of(resets, closed))).isEmpty();
    assertThat(SameCause.among(List.of(resets, malformed))).isEmpty();
  }

  private static Script tenMessages(int length) {
    List<Step> steps = new ArrayList<>(List.of(new Step.Connect(0)));
    for (int i = 0; i < 11; i++) {
      steps.add(new Step.Send(0, Payload.of("a".repeat(length))));
      steps.add(new Step.Read(0, Step.EVERYTHING));
    }
    return new Script(steps);
  }

  private static Script stream(long bytes) {
    return Script.conversation(new Payload.Generated(1, bytes, Alphabet.ASCII));
  }

  private static CaseResult limited(
      int fault, @Nullable Cause cause, Script script, Kind kind, long offset) {
    return cutOff(fault, cause, script, List.of(), kind, offset);
  }

  private static CaseResult cutOff(
      int fault, @Nullable Cause cause, Script script, List<Event> events, Kind kind, long offset) {
    return failed(
        fault,
        script,
        events,
        new Violation(kind, 0, offset, "cut off"),
        Optional.ofNullable(cause).map(c -> new Diagnosis(c, Confidence.LIKELY, "")),
        3);
  }

  private static CaseResult failed(
      int fault, Cause cause, Confidence confidence, int replaysFailed) {
    return failed(
        fault,
        Script.conversation(Payload.of("a")),
        List.of(),
        new Violation(Kind.LOST, 0, 0, "lost"),
        Optional.of(new Diagnosis(cause, confidence, "")),
        replaysFailed);
  }

  private static CaseResult failed(
      int fault,
      Script script,
      List<Event> events,
      Violation violation,
      Optional<Diagnosis> diagnosis,
      int replaysFailed) {
    Observation sight =
        new Observation(
            script, Law.ECHO, new Transcript(events, Map.of(), Duration.ZERO), List.of(violation));
    Failure failure =
        new Failure(sight, 1, 1, 3, replaysFailed, Optional.empty()).diagnosed(diagnosis);
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
