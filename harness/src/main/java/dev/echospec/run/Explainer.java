package dev.echospec.run;

import dev.echospec.judge.Diagnosis;
import dev.echospec.judge.Diagnostics;
import dev.echospec.judge.Evidence;
import dev.echospec.judge.Evidence.Answers;
import dev.echospec.judge.Evidence.Sighting;
import dev.echospec.judge.Evidence.Trial;
import dev.echospec.oracle.Oracle;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Violated.Sight;
import dev.echospec.target.Manner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes evidence of results, and puts the diagnoses that it leads to into them. */
final class Explainer {
  private final Set<CaseInfo> unsteady = new HashSet<>();

  /** The failure of this case showed at another place when it was played again. */
  void unsteady(CaseInfo info) {
    unsteady.add(info);
  }

  /**
   * Explains what failed.
   *
   * @param results of the cases that have ended
   * @return the same, each failure with the diagnosis that all of them lead to
   */
  List<CaseResult> explain(List<CaseResult> results, Oracle oracle, ServerUnderTest server) {
    List<Trial> trials = new ArrayList<>();
    for (CaseResult one : results) {
      if (one.verdict() == Verdict.PASS) {
        trials.add(new Trial(one.info().id(), Optional.empty()));
      } else if (isBlamed(one)) {
        Failure failure = one.failure().orElseThrow();
        trials.add(
            new Trial(
                one.info().id(), Optional.of(sighting(failure, !unsteady.contains(one.info())))));
      }
    }
    if (trials.stream().allMatch(trial -> trial.failure().isEmpty())) {
      return results;
    }
    Map<String, Diagnosis> found = Diagnostics.of(evidence(oracle, server, trials));
    return results.stream()
        .map(one -> isBlamed(one) ? diagnosed(one, found.get(one.info().id())) : one)
        .toList();
  }

  /** Explains a failure of which nothing else is known. */
  Failure explain(Failure failure, Oracle oracle, ServerUnderTest server) {
    if (failure.sight().violations().isEmpty()) {
      return failure;
    }
    Trial only = new Trial("", Optional.of(sighting(failure, true)));
    return failure.diagnosed(
        Optional.ofNullable(
            Diagnostics.of(evidence(oracle, server, List.of(only))).get(only.caseId())));
  }

  private static boolean isBlamed(CaseResult result) {
    return (result.verdict() == Verdict.FAIL || result.verdict() == Verdict.WARN)
        && result.failure().isPresent();
  }

  private static CaseResult diagnosed(CaseResult result, Diagnosis diagnosis) {
    return new CaseResult(
        result.info(),
        result.verdict(),
        result.tries(),
        result.took(),
        result.failure().map(failure -> failure.diagnosed(Optional.ofNullable(diagnosis))),
        result.reason());
  }

  private static Evidence evidence(Oracle oracle, ServerUnderTest server, List<Trial> trials) {
    return new Evidence(oracle, answers(server.manner()), server.facts().sequential(), trials);
  }

  private static Answers answers(Manner manner) {
    return switch (manner) {
      case DRAINS_AND_CLOSES -> Answers.AND_CLOSES;
      case DRAINS -> Answers.WITHOUT_CLOSING;
      case BEFORE_HALF_CLOSE -> Answers.BEFORE_THE_END_ONLY;
      case LINES -> Answers.LINES_ONLY;
      case NEVER -> Answers.NOTHING;
    };
  }

  private static Sighting sighting(Failure failure, boolean steady) {
    Sight sight = failure.sight();
    return new Sighting(
        sight.script(),
        sight.transcript(),
        sight.violations(),
        failure.death().map(Failure.Death::how),
        failure.death().map(Failure.Death::lastWords).orElse(""),
        failure.replays(),
        failure.replaysFailed(),
        steady);
  }
}
