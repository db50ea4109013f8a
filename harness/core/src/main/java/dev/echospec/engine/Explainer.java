package dev.echospec.engine;

import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.diagnosis.Diagnostics;
import dev.echospec.diagnosis.Evidence;
import dev.echospec.diagnosis.Evidence.Answers;
import dev.echospec.diagnosis.Evidence.Held;
import dev.echospec.diagnosis.Evidence.Sighting;
import dev.echospec.diagnosis.Evidence.Trial;
import dev.echospec.diagnosis.Question;
import dev.echospec.diagnosis.Seen;
import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Transcript;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.Verdict;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.server.ResponseStyle;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Violated.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Turns results into evidence, and adds the diagnoses that follow from it to the results. */
final class Explainer {
  private static final Payload LINE = Payload.of("a\n");

  /** Limit of the experiments on one failed case. */
  private static final Duration TESTING = Duration.ofSeconds(2);

  /** Limit of all experiments of a run. */
  private static final Duration MOST_TESTING = Duration.ofSeconds(30);

  private static final Payload MANY = new Payload.Generated(1, 1 << 18, Alphabet.ASCII);

  private final Set<CaseInfo> unsteady = new HashSet<>();
  private final Map<Question, List<Seen>> seen = new HashMap<>();
  private Optional<Held> held = Optional.empty();
  private Duration testing = MOST_TESTING;

  /** Notes that the failure of a case moved to another place in a replay. */
  void unsteady(CaseInfo info) {
    unsteady.add(info);
  }

  /**
   * Finds out, once in a run, what a server waits for that was silent on an open connection.
   *
   * @param result of the case that has just ended
   */
  void ask(CaseResult result, Oracle oracle, ServerUnderTest server) {
    if (held.isEmpty() && isBlamed(result) && isSilence(result.failure().orElseThrow(), server)) {
      Transcript ofLine = answered(LINE, oracle, server);
      Transcript ofMany = answered(MANY, oracle, server);
      if (!ofLine.isCutShort() && !ofMany.isCutShort()) {
        held =
            Optional.of(
                new Held(
                    (int) LINE.length(), ofLine.received(0).length(), ofMany.received(0).length()));
      }
    }
  }

  private static boolean isSilence(Failure failure, ServerUnderTest server) {
    Observation sight = failure.sight();
    return sight.kind() == Kind.LATE
        && sight.script().connections() == 1
        && sight.transcript().received(sight.violations().get(0).connection()).length() == 0
        && failure.death().isEmpty()
        && (server.manner() == ResponseStyle.DRAINS_AND_CLOSES
            || server.manner() == ResponseStyle.DRAINS);
  }

  private static Transcript answered(Payload payload, Oracle oracle, ServerUnderTest server) {
    Script script =
        Script.of(
            new Step.Connect(0), new Step.Send(0, payload), new Step.Read(0, payload.length()));
    return server.play(script, Law.ECHO, oracle, server.patience());
  }

  /**
   * Plays the experiments that tell which cause of a failure is the right one.
   *
   * @param result of the case that has just ended
   * @param results of all cases that have ended
   * @param over true when nothing more may be played
   */
  void test(
      CaseResult result,
      List<CaseResult> results,
      Oracle oracle,
      ServerUnderTest server,
      BooleanSupplier over) {
    if (isBlamed(result) && !over.getAsBoolean()) {
      test(result.info().id(), trials(results, server), oracle, server, over);
    }
  }

  private void test(
      String caseId,
      List<Trial> trials,
      Oracle oracle,
      ServerUnderTest server,
      BooleanSupplier over) {
    if (!server.canRestart() && mayHaveEnded(caseId, trials)) {
      return;
    }
    Experimenter experimenter = new Experimenter(oracle, server, seen);
    long began = System.nanoTime();
    Duration limit = TESTING.compareTo(testing) < 0 ? TESTING : testing;
    Optional<Question> next = Diagnostics.next(evidence(oracle, server, trials), caseId);
    while (next.isPresent()
        && System.nanoTime() - began < limit.toNanos()
        && !over.getAsBoolean()
        && experimenter.ask(next.get())) {
      next = Diagnostics.next(evidence(oracle, server, trials), caseId);
    }
    testing = testing.minusNanos(Math.min(testing.toNanos(), System.nanoTime() - began));
  }

  /** Whether a server that cannot be started again may not survive what a case has played. */
  private static boolean mayHaveEnded(String caseId, List<Trial> trials) {
    return trials.stream()
        .filter(trial -> trial.caseId().equals(caseId))
        .flatMap(trial -> trial.failure().stream())
        .anyMatch(
            sighting ->
                sighting.death().isPresent()
                    || sighting.violations().get(0).kind() == Kind.REFUSED
                    || sighting.violations().get(0).kind() == Kind.NO_ANSWER);
  }

  /**
   * Explains what failed.
   *
   * @param results of the cases that have ended
   * @return the same, each failure with the diagnosis that all of them lead to
   */
  List<CaseResult> explain(List<CaseResult> results, Oracle oracle, ServerUnderTest server) {
    List<Trial> trials = trials(results, server);
    if (trials.stream().allMatch(trial -> trial.failure().isEmpty())) {
      return results;
    }
    Map<String, Diagnosis> found = Diagnostics.of(evidence(oracle, server, trials));
    return results.stream()
        .map(one -> isBlamed(one) ? diagnosed(one, found.get(one.info().id())) : one)
        .toList();
  }

  private List<Trial> trials(List<CaseResult> results, ServerUnderTest server) {
    List<Trial> trials = new ArrayList<>();
    for (CaseResult one : results) {
      // A case that kept clear of a fault passed for that reason, which speaks for no server.
      if (one.verdict() == Verdict.PASS && one.avoids().isEmpty()) {
        trials.add(new Trial(one.info().id(), Optional.empty()));
      } else if (isBlamed(one)) {
        Failure failure = one.failure().orElseThrow();
        trials.add(
            new Trial(
                one.info().id(), Optional.of(sighting(failure, !unsteady.contains(one.info())))));
      }
    }
    if (server.probes().wereRight()) {
      trials.add(new Trial(Evidence.PROBES, Optional.empty()));
    }
    return trials;
  }

  /** Explains a failure by itself. */
  Failure explain(Failure failure, Oracle oracle, ServerUnderTest server) {
    if (failure.sight().violations().isEmpty()) {
      return failure;
    }
    Trial only = new Trial("", Optional.of(sighting(failure, true)));
    test(only.caseId(), List.of(only), oracle, server, () -> false);
    return failure.diagnosed(
        Optional.ofNullable(
            Diagnostics.of(evidence(oracle, server, List.of(only))).get(only.caseId())));
  }

  private static boolean isBlamed(CaseResult result) {
    return (result.verdict() == Verdict.FAIL || result.verdict() == Verdict.WARN)
        && result.failure().isPresent();
  }

  private static CaseResult diagnosed(CaseResult result, Diagnosis diagnosis) {
    return result.with(result.failure().map(f -> f.diagnosed(Optional.ofNullable(diagnosis))));
  }

  private Evidence evidence(Oracle oracle, ServerUnderTest server, List<Trial> trials) {
    return new Evidence(
        oracle, answers(server.manner()), server.facts().sequential(), held, trials, seen);
  }

  private static Answers answers(ResponseStyle manner) {
    return switch (manner) {
      case DRAINS_AND_CLOSES -> Answers.AND_CLOSES;
      case DRAINS -> Answers.WITHOUT_CLOSING;
      case BEFORE_HALF_CLOSE -> Answers.BEFORE_THE_END_ONLY;
      case LINES -> Answers.LINES_ONLY;
      case NEVER -> Answers.NOTHING;
    };
  }

  private static Sighting sighting(Failure failure, boolean steady) {
    Observation sight = failure.sight();
    return new Sighting(
        sight.script(),
        sight.transcript(),
        sight.violations(),
        failure.death().map(d -> new Evidence.Death(d.processEnded(), d.how(), d.lastWords())),
        failure.replays(),
        failure.replaysFailed(),
        steady);
  }
}
