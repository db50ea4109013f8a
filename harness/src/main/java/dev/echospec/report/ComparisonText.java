package dev.echospec.report;

import dev.echospec.compare.Behaviours;
import dev.echospec.compare.CellResult;
import dev.echospec.compare.Changes;
import dev.echospec.compare.Cluster;
import dev.echospec.compare.ComparedCase;
import dev.echospec.compare.Comparison;
import dev.echospec.compare.MemberResult;
import dev.echospec.compare.Standing;
import dev.echospec.run.Verdict;
import dev.echospec.script.ScriptText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A comparison as it is printed at its end: who conforms, a table of the cases in which not all
 * pass, what the rules leave open, who behaves alike, what has changed.
 */
public final class ComparisonText {
  private static final String PLAIN = "\u001b[0m";
  private static final String NOTHING = "";
  private static final String INDENT = "  ";
  private static final int LONGEST_CELL = 24;

  private final Comparison comparison;
  private final int width;
  private final boolean colours;

  /**
   * @param comparison of a fleet
   * @param width columns of the terminal
   * @param colours whether they are wanted
   */
  public ComparisonText(Comparison comparison, int width, boolean colours) {
    this.comparison = comparison;
    this.width = width;
    this.colours = colours;
  }

  /**
   * @return the lines to print
   */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    cases(lines);
    behaviours(lines);
    clusters(lines);
    changes(lines);
    members(lines);
    return lines;
  }

  private List<MemberResult> members() {
    return comparison.members();
  }

  /** Members are columns under a number, which the list of members at the end explains. */
  private Stream<String> numbers() {
    return IntStream.rangeClosed(1, members().size()).mapToObj(Integer::toString);
  }

  private void cases(List<String> lines) {
    List<ComparedCase> telling = new ArrayList<>();
    for (ComparedCase one : comparison.cases()) {
      if (members().stream().anyMatch(member -> isTelling(member.cell(one.id())))) {
        telling.add(one);
      }
    }
    int all = comparison.cases().size() - telling.size();
    if (!telling.isEmpty()) {
      TextTable table = new TextTable(Stream.concat(Stream.of("case"), numbers()).toList());
      for (ComparedCase one : telling) {
        table.add(
            Stream.concat(
                    Stream.of(one.id()), members().stream().map(member -> sign(member, one.id())))
                .toList());
      }
      lines.addAll(table.lines(width, this::painted));
      lines.add("");
      lines.add(
          ". passes   - skipped   known: fails as expected   ? late once   blank: did not run");
      lines.add("");
    }
    if (all > 0) {
      lines.add(
          (telling.isEmpty() ? "" : "The other ")
              + FailureText.count(all, "case is", "cases are")
              + " fine with all that ran.");
      lines.add("");
    }
  }

  /** Where all pass, or only record or skip, there is nothing to compare. */
  private static boolean isTelling(Optional<CellResult> cell) {
    return cell.filter(
            c ->
                switch (c.verdict()) {
                  case FAIL, WARN, INCONCLUSIVE, ERROR -> true;
                  case PASS, INFO, SKIP -> false;
                })
        .isPresent();
  }

  private static String sign(MemberResult member, String caseId) {
    return member
        .cell(caseId)
        .map(
            cell ->
                cell.isKnown()
                    ? "known"
                    : switch (cell.verdict()) {
                      case PASS -> ".";
                      case FAIL -> "FAIL";
                      case WARN -> "warn";
                      case INFO -> "info";
                      case SKIP -> "-";
                      case INCONCLUSIVE -> "?";
                      case ERROR -> "ERROR";
                    })
        .orElse(NOTHING);
  }

  private String painted(String cell) {
    if (!colours) {
      return cell;
    }
    return switch (cell.strip()) {
      case "FAIL", "ERROR" -> "\u001b[31m" + cell + PLAIN;
      case "warn", "?" -> "\u001b[33m" + cell + PLAIN;
      case "." -> "\u001b[32m" + cell + PLAIN;
      default -> cell;
    };
  }

  private void behaviours(List<String> lines) {
    List<Behaviours.Row> rows = comparison.behaviours().rows();
    if (rows.isEmpty()) {
      return;
    }
    lines.add("Left open by the rules:");
    TextTable table =
        new TextTable(
            Stream.concat(Stream.of("member"), rows.stream().map(Behaviours.Row::name)).toList());
    for (int i = 0; i < members().size(); i++) {
      int member = i;
      table.add(
          Stream.concat(
                  Stream.of(name(member)),
                  rows.stream()
                      .map(
                          row -> row.values().get(member).map(ComparisonText::cut).orElse(NOTHING)))
              .toList());
    }
    table
        .lines(width - INDENT.length(), UnaryOperator.identity())
        .forEach(line -> lines.add(line.isEmpty() ? "" : INDENT + line));
    lines.add("");
  }

  private static String cut(String text) {
    String line = ScriptText.harmless(text);
    return line.length() <= LONGEST_CELL ? line : line.substring(0, LONGEST_CELL - 3) + "...";
  }

  private String name(int member) {
    return (member + 1) + " " + members().get(member).name();
  }

  private void clusters(List<String> lines) {
    List<Cluster> several =
        comparison.clusters().stream().filter(cluster -> cluster.members().size() > 1).toList();
    if (several.isEmpty()) {
      return;
    }
    lines.add("Alike in every verdict and in what is left open:");
    several.forEach(cluster -> wrapped(INDENT, String.join(", ", cluster.members()), lines));
    lines.add("");
  }

  private void changes(List<String> lines) {
    if (comparison.changes().isEmpty()) {
      return;
    }
    Changes changes = comparison.changes().get();
    lines.add(
        (changes.list().isEmpty() ? "Nothing has changed since " : "Changed since ")
            + ScriptText.harmless(changes.since())
            + (changes.list().isEmpty() ? "." : ":"));
    for (Changes.Change change : changes.list()) {
      lines.add(
          INDENT
              + String.format("%-7s", change.kind().word())
              + ScriptText.harmless(change.words()));
    }
    lines.add("");
  }

  private void members(List<String> lines) {
    int names = IntStream.range(0, members().size()).map(i -> name(i).length()).max().orElse(0);
    for (int i = 0; i < members().size(); i++) {
      MemberResult member = members().get(i);
      String words = standing(member);
      lines.add(
          name(i)
              + " ".repeat(names - name(i).length() + 2)
              + coloured(member.standing(), words)
              + details(member));
      member.problem().ifPresent(problem -> wrapped("      ", problem, lines));
      member.surprises().forEach(surprise -> wrapped("      ", surprise, lines));
    }
    lines.add("");
    wrapped("", standings(comparison), lines);
    lines.add(extent(comparison));
  }

  private static String standing(MemberResult member) {
    String words = member.standing().words();
    return member.standing().isFine() ? words : words.toUpperCase(java.util.Locale.ROOT);
  }

  private static String details(MemberResult member) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("failed", member.countUnexpected(Verdict.FAIL));
    counts.put("warned", member.countUnexpected(Verdict.WARN));
    counts.put("known", member.countKnown());
    counts.put("inconclusive", member.count(Verdict.INCONCLUSIVE));
    counts.put("in error", member.count(Verdict.ERROR));
    List<String> details = new ArrayList<>();
    counts.forEach(
        (word, count) -> {
          if (count > 0) {
            details.add(count + " " + word);
          }
        });
    if (!member.cells().isEmpty()) {
      details.add(Seconds.of(member.took()));
    }
    return details.isEmpty() ? "" : ": " + String.join(", ", details);
  }

  /** How many members have which standing. */
  static String standings(Comparison comparison) {
    List<String> each = new ArrayList<>();
    for (Standing standing : Standing.values()) {
      if (comparison.count(standing) > 0) {
        each.add(comparison.count(standing) + " " + plural(standing, comparison.count(standing)));
      }
    }
    return FailureText.count(comparison.members().size(), "member", "members")
        + ": "
        + String.join("; ", each);
  }

  /** How much was run, and how long that took. */
  static String extent(Comparison comparison) {
    return FailureText.count(comparison.cases().size(), "case", "cases")
        + ", seed "
        + comparison.seed()
        + ", "
        + Seconds.of(comparison.took())
        + (comparison.complete() ? "" : "; interrupted");
  }

  /** The words of a standing, for that many members. */
  static String plural(Standing standing, long count) {
    String words = standing.words();
    return count == 1
        ? words
        : words
            .replace("conforms", "conform")
            .replace("fails", "fail")
            .replace("does not", "do not");
  }

  private String coloured(Standing standing, String words) {
    if (!colours) {
      return words;
    }
    String colour =
        switch (standing) {
          case CONFORMS, FAILS_AS_EXPECTED -> "\u001b[32m";
          case CONFORMS_WITH_WARNINGS -> "\u001b[33m";
          case NOT_AS_EXPECTED, DOES_NOT_CONFORM, NOT_JUDGED, NOT_RUN -> "\u001b[31m";
        };
    return colour + words + PLAIN;
  }

  private void wrapped(String indent, String text, List<String> lines) {
    StringBuilder line = new StringBuilder();
    for (String word : ScriptText.harmless(text).split(" ")) {
      if (!line.isEmpty() && indent.length() + line.length() + 1 + word.length() > width) {
        lines.add(indent + line);
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(indent + line);
  }
}
