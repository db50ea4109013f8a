package dev.echospec.report;

import dev.echospec.report.WorkflowCommands.Kind;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.FailureText;
import dev.echospec.result.Fault;
import dev.echospec.result.KnownFailureMatch;
import dev.echospec.result.RunResult;
import dev.echospec.result.RunResult.Conformance;
import dev.echospec.result.StaleExpectation;
import dev.echospec.result.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A run as commands to GitHub, which shows them beside the change that a workflow runs for. They
 * are lines of the step's log.
 */
public final class GitHubAnnotations {
  private final RunResult result;
  private final FailureText failures;
  private final WorkflowCommands commands = new WorkflowCommands();

  private GitHubAnnotations(RunResult result, FailureText failures) {
    this.result = result;
    this.failures = failures;
  }

  /**
   * Returns the commands: first the verdict on the server, then the faults and the cases that are
   * not as they should be without one, at most as many of each kind as are shown.
   *
   * @param result of a run
   * @param failures how a failure is printed
   */
  public static WorkflowCommands of(RunResult result, FailureText failures) {
    GitHubAnnotations annotations = new GitHubAnnotations(result, failures);
    annotations.verdict();
    result.surprises().forEach(annotations::surprise);
    result.faults().forEach(annotations::fault);
    result.cases().stream()
        .filter(one -> one.isExpected() || result.faultOf(one).isEmpty())
        .forEach(annotations::oneCase);
    return annotations.commands;
  }

  private void verdict() {
    List<String> words = new ArrayList<>();
    words.add(FailureText.bounded(Outcome.of(result).line()));
    result.error().ifPresent(error -> words.add("Error: " + FailureText.bounded(error)));
    words.add(Outcome.counts(result) + ".");
    named("Failed", Verdict.FAIL).ifPresent(words::add);
    named("In error", Verdict.ERROR).ifPresent(words::add);
    if (result.conformance() == Conformance.UNDECIDED) {
      words.add("Not tried to the end: " + String.join(", ", result.undecided()));
    }
    boolean fine =
        result.conformance() == Conformance.CONFORMS
            || result.conformance() == Conformance.KNOWN_FAILURES
            || result.conformance() == Conformance.NOTHING_TO_JUDGE;
    commands.add(fine ? Kind.NOTICE : Kind.ERROR, "", "echospec", words);
  }

  private Optional<String> named(String title, Verdict verdict) {
    String ids =
        result.cases().stream()
            .filter(one -> one.verdict() == verdict && !one.isExpected())
            .map(one -> one.info().id())
            .collect(Collectors.joining(", "));
    return ids.isEmpty() ? Optional.empty() : Optional.of(title + ": " + ids);
  }

  private void surprise(StaleExpectation surprise) {
    String place =
        "file="
            + WorkflowCommands.property(surprise.file())
            + ",line="
            + surprise.entry().line()
            + ",";
    commands.add(
        Kind.ERROR,
        place,
        "echospec: " + surprise.entry().glob() + " is not as expected",
        List.of(FailureText.bounded(surprise.message())));
  }

  /** A fault that all of its cases are known to fail of is told with these. */
  private void fault(Fault fault) {
    List<CaseResult> news = fault.cases().stream().filter(one -> !one.isExpected()).toList();
    if (news.isEmpty()) {
      return;
    }
    boolean fails = news.stream().anyMatch(one -> one.verdict() == Verdict.FAIL);
    boolean several = fault.cases().size() > 1;
    String verb =
        fails ? several ? " fail" : " fails" : several ? " are warned of" : " is warned of";
    commands.add(
        fails ? Kind.ERROR : Kind.WARNING,
        "",
        "echospec: " + FailureText.fault(fault.number()) + ": " + FailureText.failing(fault) + verb,
        words(fault.shownBy(), several ? fault.caseIds() : List.of()));
  }

  private void oneCase(CaseResult one) {
    String id = one.info().id();
    if (one.isExpected()) {
      commands.add(
          Kind.NOTICE, "", "echospec: " + id + " fails, as is known", words(one, List.of()));
      return;
    }
    switch (one.verdict()) {
      case FAIL ->
          commands.add(Kind.ERROR, "", "echospec: " + id + " fails", words(one, List.of()));
      case ERROR ->
          commands.add(Kind.ERROR, "", "echospec: " + id + " is in error", words(one, List.of()));
      case WARN ->
          commands.add(
              Kind.WARNING, "", "echospec: " + id + " is warned of", words(one, List.of()));
      case INCONCLUSIVE ->
          commands.add(
              Kind.WARNING, "", "echospec: " + id + " is inconclusive", words(one, List.of()));
      case PASS, INFO, SKIP -> {}
    }
  }

  /**
   * What is said of a case.
   *
   * @param failing the ids of all cases that fail of the same; empty if it is the only one
   */
  private List<String> words(CaseResult one, List<String> failing) {
    List<String> words = new ArrayList<>();
    words.add(one.info().rule().rule());
    one.failure().map(FailureText::message).ifPresent(words::add);
    one.reason().map(FailureText::bounded).ifPresent(words::add);
    one.known().map(KnownFailureMatch::inWords).map(FailureText::bounded).ifPresent(words::add);
    one.failure().map(Failure::extent).orElse(List.of()).stream()
        .map(measured -> "What does it: " + measured)
        .forEach(words::add);
    one.failure()
        .flatMap(Failure::diagnosis)
        .ifPresent(
            diagnosis -> {
              words.add(diagnosis.line());
              words.add("To fix it: " + diagnosis.cause().fix());
            });
    if (!failing.isEmpty()) {
      words.add("Fails: " + String.join(", ", failing));
    }
    if (one.failure().isPresent()) {
      failures.again(one).ifPresent(again -> words.add("Again: " + again));
    }
    return words;
  }
}
