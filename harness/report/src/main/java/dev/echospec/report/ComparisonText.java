package dev.echospec.report;

import dev.echospec.compare.Behaviours;
import dev.echospec.compare.CellResult;
import dev.echospec.compare.Changes;
import dev.echospec.compare.Cluster;
import dev.echospec.compare.ComparedCase;
import dev.echospec.compare.Comparison;
import dev.echospec.compare.ConformanceLevel;
import dev.echospec.compare.MemberResult;
import dev.echospec.compare.PairResult;
import dev.echospec.compare.PairVerdict;
import dev.echospec.result.FailureText;
import dev.echospec.result.Seconds;
import dev.echospec.result.Verdict;
import dev.echospec.script.ScriptText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A comparison as it is printed at its end: which members conform, a table of the cases in which
 * not all pass, what the rules leave open, which members behave alike, what has changed.
 */
public final class ComparisonText {
  private static final String NOTHING = "";
  private static final String INDENT = "  ";
  private static final int LONGEST_CELL = 24;

  private final Comparison comparison;
  private final int width;

  /**
   * Creates the text of a comparison.
   *
   * @param comparison of a fleet
   * @param width columns that tables may take
   */
  public ComparisonText(Comparison comparison, int width) {
    this.comparison = comparison;
    this.width = width;
  }

  /** Returns the lines to print. */
  public List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    cases(comparison.cases(), members(), lines);
    behaviours(lines);
    clusters(lines);
    changes(lines);
    members(members(), lines);
    line("", lines);
    clients(lines);
    comparison.notes().forEach(note -> line(note, lines));
    line(standings(comparison), lines);
    if (!comparison.interop().pairs().isEmpty()) {
      line(pairs(comparison), lines);
    }
    line(extent(comparison), lines);
    return lines;
  }

  private List<MemberResult> members() {
    return comparison.members();
  }

  /** Members are columns under a number, which the list of members at the end explains. */
  private static Stream<String> numbers(List<MemberResult> members) {
    return IntStream.rangeClosed(1, members.size()).mapToObj(Integer::toString);
  }

  private void cases(List<ComparedCase> cases, List<MemberResult> members, List<Line> lines) {
    List<ComparedCase> telling = new ArrayList<>();
    for (ComparedCase one : cases) {
      if (members.stream().anyMatch(member -> isTelling(member.cell(one.id())))) {
        telling.add(one);
      }
    }
    int all = cases.size() - telling.size();
    if (!telling.isEmpty()) {
      TextTable table = new TextTable(Stream.concat(Stream.of("case"), numbers(members)).toList());
      for (ComparedCase one : telling) {
        table.add(
            Stream.concat(
                    Stream.of(one.id()), members.stream().map(member -> sign(member, one.id())))
                .toList());
      }
      lines.addAll(table.lines(width, ComparisonText::colour));
      line("", lines);
      line(
          ". passes   - skipped   known: fails as expected   ? late once   blank: did not run",
          lines);
      line("", lines);
    }
    if (all > 0) {
      line(
          (telling.isEmpty() ? "" : "The other ")
              + FailureText.count(all, "case is", "cases are")
              + " fine with all that ran.",
          lines);
      line("", lines);
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

  private static Optional<Line.Colour> colour(String cell) {
    return switch (cell) {
      case "FAIL", "ERROR", "UNEXPLAINED" -> Optional.of(Line.Colour.RED);
      case "warn", "?" -> Optional.of(Line.Colour.YELLOW);
      case "works", "." -> Optional.of(Line.Colour.GREEN);
      default -> Optional.empty();
    };
  }

  private void behaviours(List<Line> lines) {
    List<Behaviours.Row> rows = comparison.behaviours().rows();
    if (rows.isEmpty()) {
      return;
    }
    line("Left open by the rules:", lines);
    TextTable table =
        new TextTable(
            Stream.concat(Stream.of(INDENT + "member"), rows.stream().map(Behaviours.Row::name))
                .toList());
    for (int i = 0; i < members().size(); i++) {
      int member = i;
      table.add(
          Stream.concat(
                  Stream.of(INDENT + name(members(), member)),
                  rows.stream()
                      .map(
                          row -> row.values().get(member).map(ComparisonText::cut).orElse(NOTHING)))
              .toList());
    }
    table.lines(width, cell -> Optional.empty()).forEach(lines::add);
    line("", lines);
  }

  private static String cut(String text) {
    String line = ScriptText.harmless(text);
    return line.length() <= LONGEST_CELL ? line : line.substring(0, LONGEST_CELL - 3) + "...";
  }

  private static String name(List<MemberResult> members, int member) {
    return (member + 1) + " " + members.get(member).name();
  }

  private void clusters(List<Line> lines) {
    List<Cluster> several =
        comparison.clusters().stream().filter(cluster -> cluster.members().size() > 1).toList();
    if (several.isEmpty()) {
      return;
    }
    line("Alike in every verdict and in what is left open:", lines);
    several.forEach(cluster -> line(INDENT + String.join(", ", cluster.members()), lines));
    line("", lines);
  }

  private void changes(List<Line> lines) {
    if (comparison.changes().isEmpty()) {
      return;
    }
    Changes changes = comparison.changes().get();
    line(
        (changes.list().isEmpty() ? "Nothing has changed since " : "Changed since ")
            + changes.since()
            + (changes.list().isEmpty() ? "." : ":"),
        lines);
    for (Changes.Change change : changes.list()) {
      line(INDENT + String.format("%-7s", change.kind().word()) + change.words(), lines);
    }
    line("", lines);
  }

  private void clients(List<Line> lines) {
    List<MemberResult> clients = comparison.interop().clients();
    if (clients.isEmpty()) {
      return;
    }
    line("Clients:", lines);
    line("", lines);
    cases(comparison.interop().cases(), clients, lines);
    members(clients, lines);
    line("", lines);
    if (comparison.interop().pairs().isEmpty()) {
      return;
    }
    line("Clients with servers, which have the numbers above:", lines);
    line("", lines);
    TextTable table =
        new TextTable(Stream.concat(Stream.of("client"), numbers(members())).toList());
    for (MemberResult client : clients) {
      table.add(
          Stream.concat(
                  Stream.of(client.name()),
                  members().stream()
                      .map(server -> comparison.interop().pair(client.name(), server.name()))
                      .map(pair -> pair.map(ComparisonText::sign).orElse(NOTHING)))
              .toList());
    }
    lines.addAll(table.lines(width, ComparisonText::colour));
    line("", lines);
    line(". works   server, client, both: at fault   ? not judged   - not run", lines);
    line("", lines);
  }

  private static String sign(PairResult pair) {
    return switch (pair.verdict()) {
      case WORKS -> ".";
      case SERVER -> "server";
      case CLIENT -> "client";
      case BOTH -> "both";
      case UNEXPLAINED -> "UNEXPLAINED";
      case NOT_JUDGED -> "?";
      case NOT_RUN -> "-";
    };
  }

  /** How many pairs have which verdict. */
  static String pairs(Comparison comparison) {
    List<String> each = new ArrayList<>();
    for (PairVerdict verdict : PairVerdict.values()) {
      long count = comparison.interop().count(verdict);
      if (count > 0) {
        each.add(
            count + " " + (count > 1 && verdict == PairVerdict.WORKS ? "work" : verdict.words()));
      }
    }
    return FailureText.count(comparison.interop().pairs().size(), "pair", "pairs")
        + ": "
        + String.join("; ", each);
  }

  private void members(List<MemberResult> all, List<Line> lines) {
    int names = IntStream.range(0, all.size()).map(i -> name(all, i).length()).max().orElse(0);
    for (int i = 0; i < all.size(); i++) {
      MemberResult member = all.get(i);
      String words = standing(member);
      String name = name(all, i);
      lines.add(
          Line.of(name + " ".repeat(names - name.length() + 2))
              .and(colour(member.standing()), words)
              .and(details(member)));
      member.problem().ifPresent(problem -> line("      " + problem, lines));
      member.surprises().forEach(surprise -> line("      " + surprise, lines));
    }
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
    for (ConformanceLevel standing : ConformanceLevel.values()) {
      if (comparison.count(standing) > 0) {
        each.add(comparison.count(standing) + " " + plural(standing, comparison.count(standing)));
      }
    }
    return FailureText.count(comparison.participants().size(), "member", "members")
        + ": "
        + String.join("; ", each);
  }

  /** How much was run, and how long that took. */
  static String extent(Comparison comparison) {
    return FailureText.count(
            comparison.cases().size() + comparison.interop().cases().size(), "case", "cases")
        + (comparison.part().isPart() ? ", " + comparison.part().words() : "")
        + ", seed "
        + comparison.seed()
        + ", "
        + Seconds.of(comparison.took())
        + (comparison.complete() ? "" : "; interrupted");
  }

  /** The words of a standing, for that many members. */
  static String plural(ConformanceLevel standing, long count) {
    String words = standing.words();
    return count == 1
        ? words
        : words
            .replace("conforms", "conform")
            .replace("fails", "fail")
            .replace("does not", "do not");
  }

  private static Line.Colour colour(ConformanceLevel standing) {
    return switch (standing) {
      case CONFORMS, FAILS_AS_EXPECTED -> Line.Colour.GREEN;
      case CONFORMS_WITH_WARNINGS -> Line.Colour.YELLOW;
      case NOT_AS_EXPECTED, DOES_NOT_CONFORM, NOT_JUDGED, NOT_RUN -> Line.Colour.RED;
    };
  }

  private static void line(String text, List<Line> lines) {
    lines.add(Line.of(text));
  }
}
