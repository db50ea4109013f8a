package dev.echospec.api;

import dev.echospec.result.CaseResult;
import dev.echospec.result.FailureText;
import dev.echospec.result.RunResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The result of a verification.
 *
 * @param conformance the verdict on the server
 * @param error why the run could not begin or go on, in a sentence; empty if it could
 * @param cases in the order in which they ran; fewer than selected if the run could not go on
 * @param seed repeats the run
 * @param took how long
 * @param notes sentences about the run that belong to no case
 */
public record VerificationResult(
    Conformance conformance,
    Optional<String> error,
    List<CaseOutcome> cases,
    long seed,
    Duration took,
    List<String> notes) {
  /** Copies the lists. */
  public VerificationResult {
    cases = List.copyOf(cases);
    notes = List.copyOf(notes);
  }

  static VerificationResult of(RunResult run, FailureText texts) {
    return new VerificationResult(
        Conformance.valueOf(run.conformance().name()),
        run.error(),
        run.cases().stream().map(one -> outcome(one, run, texts)).toList(),
        run.seed(),
        run.took(),
        run.notes());
  }

  private static CaseOutcome outcome(CaseResult one, RunResult run, FailureText texts) {
    return new CaseOutcome(
        one.info().id(),
        one.info().rule().rule(),
        Verdict.valueOf(one.verdict().name()),
        one.isExpected(),
        one.tries(),
        one.took(),
        one.reason(),
        one.failure().map(failure -> String.join("\n", texts.lines(one, run.faultOf(one)))));
  }
}
