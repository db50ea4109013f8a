package dev.echospec.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.result.CaseResult;
import dev.echospec.result.FailureText;
import dev.echospec.result.Fault;
import dev.echospec.result.KnownFailureMatch;
import dev.echospec.result.RunResult;
import dev.echospec.result.StaleExpectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A run as the summary of a step of a GitHub workflow, in Markdown. What a server sent or printed
 * stands in raw HTML only, where nothing is Markdown and it needs no more than XML's escapes.
 */
public final class GitHubSummary {
  private static final int MOST_SURPRISES = 50;

  private final RunResult result;
  private final FailureText failures;
  private final StringBuilder text = new StringBuilder();
  private long room;

  private GitHubSummary(RunResult result, FailureText failures, long room) {
    this.result = result;
    this.failures = failures;
    this.room = room;
  }

  /**
   * Returns the text; what does not fit is left out, and the last line says so if it fits itself.
   *
   * @param result of a run
   * @param failures how a failure is printed
   * @param room the most bytes of UTF-8 that it may take
   */
  public static String write(RunResult result, FailureText failures, long room) {
    String leftOut = "\nThere was no room for more: the rest is in the report.\n";
    GitHubSummary summary = new GitHubSummary(result, failures, room - leftOut.length());
    if (!summary.document()) {
      summary.room += leftOut.length();
      summary.add(leftOut);
    }
    return summary.text.toString();
  }

  /** Returns whether all of it was added. */
  private boolean document() {
    List<String> blocks = new ArrayList<>(List.of(verdict()));
    List<CaseResult> told = result.cases().stream().filter(GitHubSummary::isTold).toList();
    if (!told.isEmpty()) {
      blocks.add(table(told));
    }
    if (!result.surprises().isEmpty()) {
      blocks.add(surprises());
    }
    if (!result.notTried().isEmpty()) {
      blocks.add(notTried());
    }
    if (!result.explanations().isEmpty()) {
      blocks.add(causes());
    }
    if (told.stream().anyMatch(one -> one.failure().isPresent())) {
      blocks.add("\n### What was seen\n");
    }
    if (!blocks.stream().allMatch(this::add)) {
      return false;
    }
    // One by one: of many failures as many as there is room for.
    return result.faults().stream().allMatch(fault -> add(details(fault)))
        && told.stream()
            .filter(one -> one.failure().isPresent() && result.faultOf(one).isEmpty())
            .allMatch(one -> add(details(verdict(one) + ' ' + code(one.info().id()), one)));
  }

  private boolean add(String block) {
    long bytes = block.getBytes(UTF_8).length;
    if (bytes > room) {
      return false;
    }
    room -= bytes;
    text.append(block);
    return true;
  }

  private static boolean isTold(CaseResult one) {
    return switch (one.verdict()) {
      case FAIL, WARN, INCONCLUSIVE, ERROR -> true;
      case SKIP -> one.isUndecided();
      case PASS, INFO -> false;
    };
  }

  private String verdict() {
    Outcome outcome = Outcome.of(result);
    StringBuilder block = new StringBuilder("\n## echospec: " + outcome.verdict() + "\n\n");
    block.append("<p>").append(bounded(outcome.line())).append("</p>\n");
    result.error().ifPresent(e -> block.append("<p>Error: ").append(bounded(e)).append("</p>\n"));
    result.notes().stream()
        .limit(MOST_SURPRISES)
        .forEach(note -> block.append("<p>Note: ").append(bounded(note)).append("</p>\n"));
    return block.append('\n').append(Outcome.counts(result)).append(".\n").toString();
  }

  private String table(List<CaseResult> told) {
    StringBuilder block =
        new StringBuilder(
            "\n<table>\n<tr><th>case</th><th>level</th><th>verdict</th><th>what is wrong</th></tr>\n");
    for (CaseResult one : told) {
      block.append("<tr><td>").append(code(one.info().id()));
      block.append("</td><td>").append(one.info().level());
      block.append("</td><td>").append(verdict(one));
      block.append("</td><td>").append(code(wrong(one))).append("</td></tr>\n");
    }
    return block.append("</table>\n").toString();
  }

  private static String verdict(CaseResult one) {
    return one.isExpected() ? "known" : one.verdict().toString();
  }

  private String wrong(CaseResult one) {
    if (one.isExpected()) {
      return FailureText.bounded(one.known().map(KnownFailureMatch::inWords).orElseThrow());
    }
    Optional<Fault> fault = result.faultOf(one);
    if (fault.isPresent() && !fault.get().isShownBy(one)) {
      return FailureText.fault(one.fault()) + ", see " + fault.get().shownBy().info().id();
    }
    String number = fault.map(of -> FailureText.fault(of.number()) + ": ").orElse("");
    return one.failure()
        .map(failure -> number + FailureText.message(failure))
        .or(() -> one.reason().map(FailureText::bounded))
        .orElse("");
  }

  private String surprises() {
    StringBuilder block = new StringBuilder("\n### Surprises\n\n<ul>\n");
    List<StaleExpectation> all = result.surprises();
    for (StaleExpectation surprise : all.subList(0, Math.min(MOST_SURPRISES, all.size()))) {
      block.append("<li>").append(bounded(surprise.inWords())).append("</li>\n");
    }
    if (all.size() > MOST_SURPRISES) {
      block.append("<li>and ").append(all.size() - MOST_SURPRISES).append(" more</li>\n");
    }
    return block.append("</ul>\n").toString();
  }

  private String notTried() {
    StringBuilder block = new StringBuilder("\n### Not tried\n\n<ul>\n");
    result.notTried().forEach(line -> block.append("<li>").append(code(line)).append("</li>\n"));
    return block.append("</ul>\n").toString();
  }

  private String causes() {
    StringBuilder block = new StringBuilder("\n### Why\n\n<ul>\n");
    for (RunResult.Explanation one : result.explanations()) {
      block.append("<li>").append(XmlText.escaped(one.diagnosis().line()));
      block.append("<br>To fix it: ").append(XmlText.escaped(one.diagnosis().cause().fix()));
      block.append("<br>It explains: ");
      block.append(code(explained(one))).append("</li>\n");
    }
    return block.append("</ul>\n").toString();
  }

  /** The faults of the cases that a cause explains; of a case without one, its id. */
  private String explained(RunResult.Explanation explanation) {
    return result.cases().stream()
        .filter(one -> explanation.caseIds().contains(one.info().id()))
        .map(
            one ->
                result
                    .faultOf(one)
                    .map(fault -> FailureText.fault(fault.number()))
                    .orElse(one.info().id()))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private String details(Fault fault) {
    CaseResult shownBy = fault.shownBy();
    String verdict = verdict(shownBy);
    return details(
        FailureText.fault(fault.number()) + ": " + verdict + ' ' + code(FailureText.failing(fault)),
        shownBy);
  }

  private String details(String summary, CaseResult one) {
    StringBuilder block = new StringBuilder("\n<details>\n<summary>");
    block.append(summary).append("</summary>\n\n");
    // Between these tags a line may be blank, and only the closing one ends the block.
    block.append("<pre>\n");
    for (String line : failures.lines(one)) {
      block.append(XmlText.escapedLine(line)).append('\n');
    }
    return block.append("</pre>\n\n</details>\n").toString();
  }

  private static String bounded(String words) {
    return code(FailureText.bounded(words));
  }

  /** Words that nothing is read into: no Markdown, no link, no name of a person. */
  private static String code(String words) {
    return "<code>" + XmlText.escaped(words) + "</code>";
  }
}
