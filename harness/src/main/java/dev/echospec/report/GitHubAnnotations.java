package dev.echospec.report;

import dev.echospec.run.CaseResult;
import dev.echospec.run.Failure;
import dev.echospec.run.Recognition;
import dev.echospec.run.RunResult;
import dev.echospec.run.RunResult.Conformance;
import dev.echospec.run.Surprise;
import dev.echospec.run.Verdict;
import dev.echospec.script.ScriptText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A run as commands to GitHub, which shows them beside the change that a workflow runs for. They
 * are lines of the step's log.
 */
public final class GitHubAnnotations {
  /** GitHub shows so many of each kind in a step, and drops the others. */
  static final int MOST = 10;

  private final RunResult result;
  private final FailureText failures;
  private final List<String> lines = new ArrayList<>();
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);

  private enum Kind {
    ERROR,
    WARNING,
    NOTICE
  }

  private GitHubAnnotations(RunResult result, FailureText failures) {
    this.result = result;
    this.failures = failures;
  }

  /**
   * @param result of a run
   * @param failures how a failure is printed
   * @return the lines to be printed: first what is said of the server, then the failing cases, at
   *     most as many of each kind as are shown
   */
  public static List<String> of(RunResult result, FailureText failures) {
    GitHubAnnotations annotations = new GitHubAnnotations(result, failures);
    annotations.verdict();
    result.surprises().forEach(annotations::surprise);
    result.cases().forEach(annotations::oneCase);
    return List.copyOf(annotations.lines);
  }

  private void verdict() {
    List<String> words = new ArrayList<>();
    words.add(FailureText.bounded(Outcome.of(result).line()));
    result.error().ifPresent(error -> words.add("Error: " + FailureText.bounded(error)));
    words.add(Outcome.counts(result) + ".");
    named("Failed", Verdict.FAIL).ifPresent(words::add);
    named("In error", Verdict.ERROR).ifPresent(words::add);
    boolean fine =
        result.conformance() == Conformance.CONFORMS
            || result.conformance() == Conformance.KNOWN_FAILURES;
    add(fine ? Kind.NOTICE : Kind.ERROR, "", "echospec", words);
  }

  private Optional<String> named(String title, Verdict verdict) {
    String ids =
        result.cases().stream()
            .filter(one -> one.verdict() == verdict && !one.isExpected())
            .map(one -> one.info().id())
            .collect(Collectors.joining(", "));
    return ids.isEmpty() ? Optional.empty() : Optional.of(title + ": " + ids);
  }

  private void surprise(Surprise surprise) {
    String place = "file=" + property(surprise.file()) + ",line=" + surprise.entry().line() + ",";
    add(
        Kind.ERROR,
        place,
        "echospec: " + surprise.entry().glob() + " is not as expected",
        List.of(FailureText.bounded(surprise.message())));
  }

  private void oneCase(CaseResult one) {
    String id = one.info().id();
    if (one.isExpected()) {
      add(Kind.NOTICE, "", "echospec: " + id + " fails, as is known", words(one));
      return;
    }
    switch (one.verdict()) {
      case FAIL -> add(Kind.ERROR, "", "echospec: " + id + " fails", words(one));
      case ERROR -> add(Kind.ERROR, "", "echospec: " + id + " is in error", words(one));
      case WARN -> add(Kind.WARNING, "", "echospec: " + id + " is warned of", words(one));
      case INCONCLUSIVE ->
          add(Kind.WARNING, "", "echospec: " + id + " is inconclusive", words(one));
      case PASS, INFO, SKIP -> {}
    }
  }

  private List<String> words(CaseResult one) {
    List<String> words = new ArrayList<>();
    words.add(one.info().rule().rule());
    one.failure().map(FailureText::message).ifPresent(words::add);
    one.reason().map(FailureText::bounded).ifPresent(words::add);
    one.known().map(Recognition::inWords).map(FailureText::bounded).ifPresent(words::add);
    one.failure()
        .flatMap(Failure::diagnosis)
        .ifPresent(
            diagnosis -> {
              words.add(diagnosis.line());
              words.add("To mend it: " + diagnosis.cause().mend());
            });
    if (one.failure().isPresent()) {
      failures.again(one).ifPresent(again -> words.add("Again: " + again));
    }
    return words;
  }

  private void add(Kind kind, String place, String title, List<String> words) {
    if (counts.merge(kind, 1, Integer::sum) > MOST) {
      return;
    }
    lines.add(
        "::"
            + kind.name().toLowerCase(Locale.ROOT)
            + " "
            + place
            + "title="
            + property(title)
            + "::"
            + data(String.join("\n", words)));
  }

  private static String data(String text) {
    return text.lines()
        .map(ScriptText::harmless)
        .collect(Collectors.joining("\n"))
        .replace("%", "%25")
        .replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(FailureText.bounded(text)).replace(":", "%3A").replace(",", "%2C");
  }
}
