package dev.echospec.report;

import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.FailureText;
import dev.echospec.result.Fault;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The end of a run as it is printed: what was not tried, the faults, and the verdict. */
final class ConsoleSummary {
  /** Columns of the lists of cases where there is no terminal. */
  private static final int WIDTH = 100;

  private static final String INDENT = FailureText.INDENT;

  private static final String FAILS = INDENT + "Fails:  ";

  private static final int DEEPER = INDENT.length() + 2;

  private final Console out;
  private final FailureText failures;
  private final Map<Integer, CaseResult> told;

  /**
   * Creates a printer.
   *
   * @param out where to print
   * @param failures how a failure is printed
   * @param told by the number of the fault the case with whose text it was printed already
   */
  ConsoleSummary(Console out, FailureText failures, Map<Integer, CaseResult> told) {
    this.out = out;
    this.failures = failures;
    this.told = Map.copyOf(told);
  }

  /**
   * Prints the end.
   *
   * @param result of the run
   * @param folder where the report is, if one was written
   */
  void print(RunResult result, Optional<Path> folder) {
    out.line("");
    skipped(result);
    notTried(result);
    out.line(Outcome.counts(result));
    List<Fault> faults = result.faults();
    if (!faults.isEmpty()) {
      out.line(FailureText.count(faults.size(), "fault", "faults") + ":");
      faults.forEach(this::fault);
    }
    listed("Failed", result, Verdict.FAIL);
    listed("Warned", result, Verdict.WARN);
    listed("Inconclusive", result, Verdict.INCONCLUSIVE);
    listed("Errors", result, Verdict.ERROR);
    unexplained(result, faults);
    if (!result.surprises().isEmpty()) {
      out.line("Surprises:");
      result.surprises().forEach(s -> out.line(INDENT + s.inWords()));
    }
    result.notes().forEach(note -> out.line("Note: " + note + "."));
    result.error().ifPresent(error -> out.line("Error: " + error));
    Outcome outcome = Outcome.of(result);
    out.line(
        Line.of("").and(Line.Colour.of(outcome.tone()), outcome.verdict()).and(outcome.about()));
    folder.ifPresent(path -> out.line("Report: " + path));
  }

  private void skipped(RunResult result) {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    for (CaseResult one : result.cases()) {
      if (one.verdict() == Verdict.SKIP) {
        byReason
            .computeIfAbsent(one.reason().orElse("no reason given"), reason -> new ArrayList<>())
            .add(one.info().id());
      }
    }
    byReason.forEach(
        (reason, ids) -> {
          out.line(ConsoleReport.coloured(Verdict.SKIP, "SKIP  " + reason + ":"));
          list(INDENT, INDENT.length(), ids.stream());
        });
  }

  private void notTried(RunResult result) {
    List<String> notTried = result.notTried();
    if (!notTried.isEmpty()) {
      out.line("Not tried, because the faults that it shows were known by then:");
      notTried.forEach(line -> list(INDENT, DEEPER, Stream.of(line)));
    }
  }

  private void fault(Fault fault) {
    Failure failure = fault.failure();
    out.line(String.format("%4d  %s", fault.number(), FailureText.sentence(failure)));
    list(FAILS, FAILS.length(), fault.cases().stream().map(ConsoleSummary::named));
    if (fault.cases().stream().allMatch(CaseResult::isExpected)) {
      return;
    }
    Optional<CaseResult> before = Optional.ofNullable(told.get(fault.number()));
    if (before.isPresent() && !fault.isShownBy(before.get())) {
      out.line(
          INDENT
              + "Shortest in "
              + fault.shownBy().info().id()
              + ": "
              + FailureText.count(failure.sight().script().bytes(), "byte", "bytes"));
    }
    if (!before
        .flatMap(CaseResult::failure)
        .map(Failure::extent)
        .equals(Optional.of(failure.extent()))) {
      FailureText.extent(failure).forEach(out::line);
    }
    // While the run went on, less was known of the cause.
    if (!before
        .flatMap(CaseResult::failure)
        .flatMap(Failure::diagnosis)
        .equals(failure.diagnosis())) {
      failure.diagnosis().ifPresent(this::cause);
    }
    failures
        .again(fault.shownBy())
        .ifPresent(again -> out.line(Line.command(FailureText.AGAIN, again)));
  }

  private static String named(CaseResult one) {
    String level = one.verdict() == Verdict.WARN ? " (" + one.info().level() + ")" : "";
    return one.info().id() + (one.isExpected() ? " (known)" : level);
  }

  private void cause(Diagnosis diagnosis) {
    out.line(INDENT + diagnosis.line());
    out.line(INDENT + "To fix it: " + diagnosis.cause().fix());
  }

  /** Cases that are not among those of a fault. */
  private void listed(String title, RunResult result, Verdict verdict) {
    List<CaseResult> those =
        result.cases().stream().filter(one -> one.verdict() == verdict && isNoFault(one)).toList();
    if (!those.isEmpty()) {
      out.line(title + ":");
      list(INDENT, INDENT.length(), those.stream().map(ConsoleSummary::named));
    }
  }

  private static boolean isNoFault(CaseResult one) {
    return one.fault() == 0 || one.failure().isEmpty();
  }

  private void unexplained(RunResult result, List<Fault> faults) {
    Stream<String> numbers =
        faults.stream()
            .filter(fault -> fault.failure().diagnosis().isEmpty())
            .filter(fault -> !fault.cases().stream().allMatch(CaseResult::isExpected))
            .map(fault -> FailureText.fault(fault.number()));
    Stream<String> ids =
        result.cases().stream()
            .filter(one -> isNoFault(one) && one.isBlamed())
            .filter(one -> one.failure().flatMap(Failure::diagnosis).isEmpty())
            .map(one -> one.info().id());
    String names = Stream.concat(numbers, ids).collect(Collectors.joining(", "));
    if (!names.isEmpty()) {
      out.line("The evidence is too thin to name a cause of: " + names);
    }
  }

  /**
   * Prints names with commas between them, in as few lines as they take.
   *
   * @param label before the first name
   * @param indent blanks before each line but the first
   */
  private void list(String label, int indent, Stream<String> names) {
    String text = label + names.collect(Collectors.joining(", "));
    WordWrap.lines(text, out.columns(WIDTH), indent).forEach(out::line);
  }
}
