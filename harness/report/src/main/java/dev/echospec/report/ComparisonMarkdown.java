package dev.echospec.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.compare.Behaviours;
import dev.echospec.compare.CellResult;
import dev.echospec.compare.Changes;
import dev.echospec.compare.Cluster;
import dev.echospec.compare.ComparedCase;
import dev.echospec.compare.Comparison;
import dev.echospec.compare.Interop;
import dev.echospec.compare.MemberResult;
import dev.echospec.compare.PairResult;
import dev.echospec.compare.PairVerdict;
import dev.echospec.result.Seconds;
import dev.echospec.result.Verdict;
import dev.echospec.script.ScriptText;
import dev.echospec.script.ServiceCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A comparison as Markdown (GitHub's), for pull requests and wikis. What comes from servers and
 * files stands in code only, where nothing is markup, a link, or the name of a person.
 */
public final class ComparisonMarkdown {
  private static final int MOST_LINES = 60;
  private static final String LEFT_OUT =
      "\nThere was no room for more: the rest is in the report.\n";

  private final Comparison comparison;
  private final StringBuilder text = new StringBuilder();

  /** Where a part of the text ends. */
  private final List<Integer> ends = new ArrayList<>();

  private ComparisonMarkdown(Comparison comparison) {
    this.comparison = comparison;
  }

  /**
   * Returns the text of its comparison.md.
   *
   * @param comparison of a fleet
   */
  public static String write(Comparison comparison) {
    ComparisonMarkdown markdown = new ComparisonMarkdown(comparison);
    markdown.all();
    return markdown.text.toString();
  }

  /**
   * Returns as many parts as there is room for.
   *
   * @param comparison of a fleet
   * @param room the most bytes of UTF-8 that it may take
   * @return the text; what does not fit is left out, and the last line says so if it fits itself
   */
  public static String write(Comparison comparison, long room) {
    ComparisonMarkdown markdown = new ComparisonMarkdown(comparison);
    markdown.all();
    return markdown.atMost(room);
  }

  /** Cuts only where a part ends, so that no table and no failure is torn. */
  private String atMost(long room) {
    if (bytes(text.toString()) <= room) {
      return text.toString();
    }
    for (int i = ends.size() - 1; i >= 0; i--) {
      String part = text.substring(0, ends.get(i)) + LEFT_OUT;
      if (bytes(part) <= room) {
        return part;
      }
    }
    return bytes(LEFT_OUT) <= room ? LEFT_OUT : "";
  }

  private static long bytes(String words) {
    return words.getBytes(UTF_8).length;
  }

  private void all() {
    line("# Comparison of echo servers");
    line("");
    line(ComparisonText.standings(comparison) + " (" + ComparisonText.extent(comparison) + ").");
    comparison.notes().forEach(note -> line("\n" + code(note)));
    members("Members", "member", comparison.members());
    cases("Cases", comparison.cases(), comparison.members());
    behaviours();
    clusters();
    if (!comparison.interop().clients().isEmpty()) {
      clients(comparison.interop());
    }
    comparison.changes().ifPresent(this::changes);
    failures();
  }

  private void clients(Interop interop) {
    members("Clients", "client", interop.clients());
    cases("Cases of clients", interop.cases(), interop.clients());
    if (interop.pairs().isEmpty()) {
      return;
    }
    heading("Clients with servers");
    line(ComparisonText.pairs(comparison) + ".");
    line("");
    row(Stream.concat(Stream.of("client"), names(comparison.members())).toList());
    ruler(comparison.members().size() + 1);
    for (MemberResult client : interop.clients()) {
      row(
          Stream.concat(
                  Stream.of(cell(client.name())),
                  comparison.members().stream()
                      .map(server -> interop.pair(client.name(), server.name()))
                      .map(pair -> pair.map(ComparisonMarkdown::verdict).orElse("")))
              .toList());
    }
    line("");
    for (PairResult pair : interop.pairs()) {
      if (pair.verdict() != PairVerdict.WORKS) {
        line(
            "- "
                + code(pair.client())
                + " with "
                + code(pair.server())
                + ", "
                + pair.verdict().words()
                + pair.message().map(words -> ": " + code(words)).orElse("")
                + pair.recording().map(path -> " (" + code(path) + ")").orElse(""));
      }
    }
  }

  private static String verdict(PairResult pair) {
    String words = pair.verdict().words();
    return pair.verdict() == PairVerdict.UNEXPLAINED ? "**" + words + "**" : words;
  }

  private void members(String title, String one, List<MemberResult> members) {
    heading(title);
    row(List.of(one, "profile", "conformance", "passed", "failed", "warned", "known", "time"));
    ruler(8);
    for (MemberResult member : members) {
      row(
          List.of(
              cell(member.name()),
              member.profile().id(),
              member.standing().isFine()
                  ? member.standing().words()
                  : "**" + member.standing().words() + "**",
              count(member, Verdict.PASS),
              unexpected(member, Verdict.FAIL),
              unexpected(member, Verdict.WARN),
              member.cells().isEmpty() ? "" : Long.toString(member.countKnown()),
              member.cells().isEmpty() ? "" : Seconds.of(member.took())));
    }
    line("");
    for (MemberResult member : members) {
      Stream.concat(member.problem().stream(), member.surprises().stream())
          .forEach(words -> line("- " + code(member.name()) + ": " + code(words)));
    }
  }

  private static String count(MemberResult member, Verdict verdict) {
    return member.cells().isEmpty() ? "" : Long.toString(member.count(verdict));
  }

  private static String unexpected(MemberResult member, Verdict verdict) {
    return member.cells().isEmpty() ? "" : Long.toString(member.countUnexpected(verdict));
  }

  private void cases(String title, List<ComparedCase> cases, List<MemberResult> members) {
    heading(title);
    row(Stream.concat(Stream.of("case", "level"), names(members)).toList());
    ruler(members.size() + 2);
    for (ComparedCase one : cases) {
      row(
          Stream.concat(
                  Stream.of(cell(one.id()), one.level().name()),
                  members.stream().map(member -> verdict(member.cell(one.id()))))
              .toList());
    }
  }

  private static Stream<String> names(List<MemberResult> members) {
    return members.stream().map(member -> cell(member.name()));
  }

  private static String verdict(Optional<CellResult> cell) {
    return cell.map(
            c ->
                c.isBroken() && !c.isKnown() || c.verdict() == Verdict.ERROR
                    ? "**" + c.word() + "**"
                    : c.word().toLowerCase(java.util.Locale.ROOT))
        .orElse("");
  }

  private void behaviours() {
    if (comparison.behaviours().rows().isEmpty()) {
      return;
    }
    heading("Left open by the rules");
    row(Stream.concat(Stream.of(""), names(comparison.members())).toList());
    ruler(comparison.members().size() + 1);
    for (Behaviours.Row behaviour : comparison.behaviours().rows()) {
      row(
          Stream.concat(
                  Stream.of(cell(behaviour.name())),
                  behaviour.values().stream().map(value -> cell(value.orElse(""))))
              .toList());
    }
  }

  private void clusters() {
    List<Cluster> clusters = comparison.clusters();
    if (clusters.isEmpty()) {
      return;
    }
    heading("Alike");
    for (Cluster cluster : clusters) {
      String open = String.join("; ", cluster.behaviours());
      line(
          "- **"
              + codes(cluster.members())
              + "**: "
              + (cluster.members().size() == 1 ? "breaks " : "break ")
              + (cluster.broken().isEmpty() ? "nothing" : codes(cluster.broken()))
              + (open.isEmpty() ? "" : " (" + code(open) + ")"));
    }
  }

  private void changes(Changes changes) {
    heading("Changed since " + code(changes.since()));
    if (changes.list().isEmpty()) {
      line("Nothing.");
    }
    for (Changes.Change change : changes.list()) {
      line("- **" + change.kind().word() + "** " + code(change.words()));
    }
  }

  private void failures() {
    if (comparison.participants().stream()
        .allMatch(member -> member.cells().stream().noneMatch(CellResult::isBroken))) {
      return;
    }
    heading("Failures");
    for (MemberResult member : comparison.participants()) {
      for (CellResult cell : member.cells()) {
        if (cell.isBroken()) {
          cell.entry().failure().ifPresent(failure -> failure(member, cell, failure.text()));
        }
      }
    }
  }

  private void failure(MemberResult member, CellResult cell, List<String> conversation) {
    line("<details><summary>");
    line("");
    line(code(member.name()) + ", " + code(cell.caseId()) + ": " + code(cell.message().orElse("")));
    line("");
    line("</summary>");
    line("");
    Stream.concat(comparison.cases().stream(), comparison.interop().cases().stream())
        .filter(one -> one.id().equals(cell.caseId()) && !one.rule().isEmpty())
        .findFirst()
        .ifPresent(one -> paragraph("Rule: " + code(one.rule())));
    cell.known()
        .ifPresent(
            known ->
                paragraph(
                    (known.expected() ? "Known: " : "Not as the known failure: ")
                        + code(known.reason())));
    block(conversation);
    cell.diagnosis().ifPresent(diagnosis -> paragraph(code(diagnosis)));
    cell.replay().ifPresent(command -> block(List.of(command)));
    line("</details>");
    line("");
    ends.add(text.length());
  }

  private void paragraph(String words) {
    line(words);
    line("");
  }

  private void block(List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    List<String> shown =
        lines.stream().limit(MOST_LINES).map(ScriptText::harmless).collect(Collectors.toList());
    String fence = "```";
    while (String.join("\n", shown).contains(fence)) {
      fence += "`";
    }
    line(fence + "text");
    shown.forEach(this::line);
    line(fence);
    line("");
  }

  private void heading(String words) {
    ends.add(text.length());
    line("");
    line("## " + words);
    line("");
  }

  private void row(List<String> cells) {
    line("| " + String.join(" | ", cells) + " |");
  }

  private void ruler(int columns) {
    line("|" + " --- |".repeat(columns));
  }

  private void line(String words) {
    text.append(ServiceCommands.shown(words)).append('\n');
  }

  private static String codes(List<String> words) {
    return words.stream().map(ComparisonMarkdown::code).collect(Collectors.joining(", "));
  }

  /** Code in a table: readers do not agree on where a cell ends that has an escaped bar in it. */
  private static String cell(String words) {
    return code(words.replace("|", "\\x7c"));
  }

  /** Words as code, in a line, fenced by more backticks than stand together in them. */
  static String code(String words) {
    String shown = ScriptText.harmless(words).strip();
    if (shown.isEmpty()) {
      return "";
    }
    String fence = "`";
    while (shown.contains(fence)) {
      fence += "`";
    }
    // A blank on both sides belongs to the fence; without it, a backtick at the end would.
    String gap = shown.startsWith("`") || shown.endsWith("`") ? " " : "";
    return fence + gap + shown + gap + fence;
  }
}
