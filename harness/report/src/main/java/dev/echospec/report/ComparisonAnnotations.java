package dev.echospec.report;

import dev.echospec.compare.CellResult;
import dev.echospec.compare.Comparison;
import dev.echospec.compare.ConformanceLevel;
import dev.echospec.compare.MemberResult;
import dev.echospec.compare.PairResult;
import dev.echospec.compare.PairVerdict;
import dev.echospec.report.WorkflowCommands.Kind;
import dev.echospec.result.FailureText;
import dev.echospec.result.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A comparison as commands to GitHub: one for the whole, and one for each member that does not
 * simply conform.
 */
public final class ComparisonAnnotations {
  private ComparisonAnnotations() {}

  /**
   * Returns the commands: first how many members conform, then the members that do not simply
   * conform, up to GitHub's limit per kind.
   *
   * @param comparison of a fleet
   */
  public static WorkflowCommands of(Comparison comparison) {
    WorkflowCommands commands = new WorkflowCommands();
    boolean fine =
        comparison.participants().stream().allMatch(member -> member.standing().isFine())
            && comparison.interop().count(PairVerdict.UNEXPLAINED) == 0;
    commands.add(
        fine ? Kind.NOTICE : Kind.ERROR,
        "",
        "echospec",
        List.of(ComparisonText.standings(comparison), ComparisonText.extent(comparison) + "."));
    for (MemberResult member : comparison.participants()) {
      if (member.standing() != ConformanceLevel.CONFORMS) {
        commands.add(
            kind(member.standing()),
            "",
            "echospec: " + member.name() + words(member.standing()),
            words(member));
      }
    }
    for (PairResult pair : comparison.interop().pairs()) {
      if (pair.verdict() == PairVerdict.UNEXPLAINED) {
        commands.add(
            Kind.ERROR,
            "",
            "echospec: " + pair.client() + " with " + pair.server() + " is unexplained",
            pair.message().map(FailureText::bounded).stream().toList());
      }
    }
    return commands;
  }

  private static Kind kind(ConformanceLevel standing) {
    return switch (standing) {
      case CONFORMS, FAILS_AS_EXPECTED -> Kind.NOTICE;
      case CONFORMS_WITH_WARNINGS -> Kind.WARNING;
      case NOT_AS_EXPECTED, DOES_NOT_CONFORM, NOT_JUDGED, NOT_RUN -> Kind.ERROR;
    };
  }

  private static String words(ConformanceLevel standing) {
    return switch (standing) {
      case CONFORMS, CONFORMS_WITH_WARNINGS, FAILS_AS_EXPECTED, DOES_NOT_CONFORM ->
          " " + standing.words();
      case NOT_AS_EXPECTED, NOT_JUDGED, NOT_RUN -> " is " + standing.words();
    };
  }

  private static List<String> words(MemberResult member) {
    List<String> words = new ArrayList<>();
    words.add(FailureText.bounded(member.target()) + ", profile " + member.profile().id());
    member.problem().map(FailureText::bounded).ifPresent(words::add);
    member.surprises().stream().map(FailureText::bounded).forEach(words::add);
    named("Failed", member, cell -> cell.verdict() == Verdict.FAIL && !cell.isKnown(), words);
    named("Warned of", member, cell -> cell.verdict() == Verdict.WARN && !cell.isKnown(), words);
    named("In error", member, cell -> cell.verdict() == Verdict.ERROR, words);
    named("Known", member, CellResult::isKnown, words);
    return words;
  }

  private static void named(
      String title, MemberResult member, Predicate<CellResult> which, List<String> words) {
    String ids =
        member.cells().stream()
            .filter(which)
            .map(CellResult::caseId)
            .collect(Collectors.joining(", "));
    if (!ids.isEmpty()) {
      words.add(title + ": " + ids);
    }
  }
}
