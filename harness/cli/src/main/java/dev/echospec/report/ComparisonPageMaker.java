package dev.echospec.report;

import dev.echospec.compare.Behaviours;
import dev.echospec.compare.CellResult;
import dev.echospec.compare.Changes;
import dev.echospec.compare.Cluster;
import dev.echospec.compare.ComparedCase;
import dev.echospec.compare.Comparison;
import dev.echospec.compare.ConformanceLevel;
import dev.echospec.compare.MemberResult;
import dev.echospec.compare.ShownFigure;
import dev.echospec.report.ComparisonPage.Cell;
import dev.echospec.report.ComparisonPage.Column;
import dev.echospec.report.ComparisonPage.Count;
import dev.echospec.report.ComparisonPage.Detail;
import dev.echospec.report.ComparisonPage.Group;
import dev.echospec.report.ComparisonPage.Line;
import dev.echospec.report.ComparisonPage.Row;
import dev.echospec.report.ComparisonPage.Section;
import dev.echospec.report.ComparisonPage.Sentence;
import dev.echospec.report.ComparisonPage.Sign;
import dev.echospec.report.ComparisonPage.Since;
import dev.echospec.report.ComparisonPage.Stand;
import dev.echospec.result.CaseEntry.FailureEntry;
import dev.echospec.result.CaseEntry.KnownEntry;
import dev.echospec.result.Excerpt;
import dev.echospec.result.Failure;
import dev.echospec.result.FailureText;
import dev.echospec.result.RunResult;
import dev.echospec.result.Seconds;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts a comparison into the words of its page, and bounds how long they are. */
final class ComparisonPageMaker {
  /**
   * About how much of what servers said goes into all of the page, in UTF-16 units; all failures
   * get the same share of it.
   */
  private static final int ROOM = 1_000_000;

  /** Pictures in all of the page; all members with failures get the same share of them. */
  private static final int PICTURES = 34;

  private static final int MOST_OF_ONE = 16_000;
  private static final int LEAST_OF_ONE = 600;
  private static final int SENTENCE = 600;
  private static final int COMMAND = 2000;
  private static final int NAME = 80;

  private final Comparison comparison;
  private final int room;

  /** The cells that are shown with their picture. */
  private final Set<CellResult> pictured = Collections.newSetFromMap(new IdentityHashMap<>());

  ComparisonPageMaker(Comparison comparison) {
    this.comparison = comparison;
    long broken =
        comparison.members().stream()
            .flatMap(member -> member.cells().stream())
            .filter(cell -> cell.message().isPresent())
            .count();
    room = (int) Math.max(LEAST_OF_ONE, Math.min(MOST_OF_ONE, ROOM / Math.max(1, broken)));
    choosePictures();
  }

  /** Of each member the shortest conversations: they tell most. */
  private void choosePictures() {
    List<List<CellResult>> drawn =
        comparison.members().stream()
            .map(
                member ->
                    member.cells().stream()
                        .filter(cell -> cell.picture().isPresent())
                        .sorted(Comparator.comparing(cell -> cell.picture().get().rows().size()))
                        .toList())
            .filter(cells -> !cells.isEmpty())
            .toList();
    int share = Math.max(1, PICTURES / Math.max(1, drawn.size()));
    drawn.forEach(cells -> cells.stream().limit(share).forEach(pictured::add));
  }

  ComparisonPage page() {
    List<Section> sections = sections();
    return new ComparisonPage(
        overview(),
        remarks(),
        comparison.complete(),
        comparison.members().stream().map(this::column).toList(),
        sections,
        signs(),
        behaviours(),
        comparison.clusters().stream().map(ComparisonPageMaker::group).toList(),
        comparison.changes().map(ComparisonPageMaker::since));
  }

  private List<Count> overview() {
    List<Count> counts = new ArrayList<>();
    for (ConformanceLevel standing : ConformanceLevel.values()) {
      if (comparison.count(standing) > 0) {
        long count = comparison.count(standing);
        counts.add(
            new Count(
                count,
                new Stand(ComparisonText.plural(standing, count), Stand.of(standing).mark())));
      }
    }
    return counts;
  }

  private List<String> remarks() {
    return List.of(
        Excerpt.of(comparison.fleet(), NAME),
        FailureText.count(comparison.members().size(), "member", "members"),
        FailureText.count(comparison.cases().size(), "case", "cases"),
        "seed " + comparison.seed(),
        Seconds.of(comparison.took()),
        comparison.started().truncatedTo(ChronoUnit.SECONDS).toString(),
        "echospec " + Excerpt.of(comparison.version(), NAME));
  }

  private Column column(MemberResult member) {
    boolean ran = !member.cells().isEmpty();
    return new Column(
        Excerpt.of(member.name(), NAME),
        Excerpt.of(member.target(), SENTENCE),
        member.profile().id(),
        Stand.of(member.standing()),
        ComparisonPage.COUNTED.stream().map(sign -> ran ? count(member, sign) : "").toList(),
        ran ? Seconds.of(member.took()) : "",
        notes(member),
        member.facts().map(ComparisonPageMaker::facts).orElse(""),
        Excerpt.tail(member.log(), COMMAND),
        ran ? member.folder() : "");
  }

  private static String count(MemberResult member, Sign sign) {
    return Long.toString(member.cells().stream().filter(c -> Sign.of(c) == sign).count());
  }

  private static List<String> notes(MemberResult member) {
    List<String> notes = new ArrayList<>();
    member.problem().ifPresent(notes::add);
    notes.addAll(member.surprises());
    return notes.stream().map(note -> Excerpt.of(note, SENTENCE)).toList();
  }

  private static String facts(RunResult.Facts facts) {
    return String.format(
        Locale.ROOT,
        "Answers %s in %.2f ms; patience %s.",
        Excerpt.of(facts.answers(), NAME),
        facts.roundTrip().toNanos() / 1e6,
        Seconds.of(facts.patience()));
  }

  private List<Section> sections() {
    Map<String, List<Row>> sections = new LinkedHashMap<>();
    for (ComparedCase one : comparison.cases()) {
      sections
          .computeIfAbsent(Excerpt.of(one.section(), NAME), name -> new ArrayList<>())
          .add(row(one));
    }
    return sections.entrySet().stream()
        .map(section -> new Section(section.getKey(), section.getValue()))
        .toList();
  }

  private Row row(ComparedCase one) {
    return new Row(
        Excerpt.of(one.id(), NAME),
        one.level().name(),
        Excerpt.of(one.rule(), SENTENCE),
        comparison.members().stream()
            .map(member -> member.cell(one.id()).map(cell -> cell(member, cell, one)))
            .toList());
  }

  private Cell cell(MemberResult member, CellResult cell, ComparedCase one) {
    List<Sentence> sentences = new ArrayList<>();
    cell.message().ifPresent(message -> add(sentences, "Wrong", message, SENTENCE));
    cell.entry().reason().ifPresent(reason -> add(sentences, "Reason", reason, SENTENCE));
    cell.known().ifPresent(known -> known(sentences, known));
    causes(sentences, cell);
    List<Sentence> figures = new ArrayList<>();
    for (ShownFigure figure : cell.figures()) {
      add(figures, figure.name(), figure.text(), NAME);
    }
    boolean more = !sentences.isEmpty() || !figures.isEmpty();
    String key = Excerpt.of(member.name(), NAME) + "/" + Excerpt.of(one.id(), NAME);
    return new Cell(
        Sign.of(cell),
        cell.entry().tries(),
        Seconds.of(cell.took()),
        more
            ? Optional.of(
                new Detail(
                    key,
                    Excerpt.of(member.name(), NAME) + ", " + Excerpt.of(one.id(), NAME),
                    sentences,
                    figures,
                    cell.entry().failure().map(failure -> broken(cell, failure, one))))
            : Optional.empty());
  }

  private void add(List<Sentence> sentences, String what, String text, int most) {
    sentences.add(new Sentence(Excerpt.of(what, NAME), Excerpt.of(text, Math.min(most, room / 6))));
  }

  private void known(List<Sentence> sentences, KnownEntry known) {
    add(
        sentences,
        known.expected() ? "Known" : "Not as the known failure",
        known.reason(),
        SENTENCE);
    if (!known.missing().isEmpty()) {
      add(sentences, "Words that are missing", String.join(", ", known.missing()), SENTENCE);
    }
    if (known.expired()) {
      add(sentences, "Known failure", "Its time is over.", SENTENCE);
    }
  }

  private void causes(List<Sentence> sentences, CellResult cell) {
    cell.diagnosis()
        .ifPresent(
            words -> {
              int colon = words.indexOf(": ");
              add(
                  sentences,
                  colon < 0 ? "Cause" : words.substring(0, colon),
                  words.substring(colon < 0 ? 0 : colon + 2),
                  SENTENCE);
            });
    cell.entry()
        .failure()
        .flatMap(FailureEntry::death)
        .ifPresent(death -> add(sentences, "The server", death.how(), SENTENCE));
  }

  private ComparisonPage.Broken broken(CellResult cell, FailureEntry failure, ComparedCase one) {
    return new ComparisonPage.Broken(
        confirmed(failure),
        cell.picture()
            .filter(picture -> pictured.contains(cell))
            .map(picture -> DrawnConversation.of(picture, title(cell, one))),
        Excerpt.ends(failure.text(), 2 * room / 5).stream().map(Line::of).toList(),
        Excerpt.tail(failure.death().map(Failure.Death::lastWords).orElse(""), room / 6),
        // A command that is cut could do something else.
        cell.replay()
            .filter(command -> command.length() <= COMMAND)
            .map(c -> Excerpt.of(c, 2 * COMMAND))
            .orElse(""),
        cell.script().filter(path -> path.length() <= COMMAND).orElse(""));
  }

  private static String title(CellResult cell, ComparedCase one) {
    return "Conversation of "
        + Excerpt.of(one.id(), NAME)
        + cell.message().map(message -> ": " + Excerpt.of(message, SENTENCE)).orElse("");
  }

  private static String confirmed(FailureEntry failure) {
    String found = "Found after " + FailureText.count(failure.foundAfter(), "try", "tries");
    return failure.replays() == 0
        ? found
        : found + "; " + failure.replaysFailed() + " of " + failure.replays() + " replays fail";
  }

  private List<Sign> signs() {
    List<Sign> signs = new ArrayList<>();
    for (Sign sign : Sign.values()) {
      if (comparison.members().stream()
          .flatMap(member -> member.cells().stream())
          .anyMatch(cell -> Sign.of(cell) == sign)) {
        signs.add(sign);
      }
    }
    return signs;
  }

  private ComparisonPage.Behaviour behaviours() {
    List<Behaviours.Row> rows = comparison.behaviours().rows();
    List<List<String>> values = new ArrayList<>();
    for (int i = 0; i < comparison.members().size(); i++) {
      int member = i;
      values.add(
          rows.stream()
              .map(row -> row.values().get(member).map(v -> Excerpt.of(v, NAME)).orElse(""))
              .toList());
    }
    return new ComparisonPage.Behaviour(
        rows.stream().map(row -> Excerpt.of(row.name(), NAME)).toList(), values);
  }

  private static Group group(Cluster cluster) {
    String breaks = cluster.members().size() == 1 ? "breaks " : "break ";
    return new Group(
        cluster.members().stream().map(name -> Excerpt.of(name, NAME)).toList(),
        breaks
            + (cluster.broken().isEmpty()
                ? "nothing"
                : Excerpt.of(String.join(", ", cluster.broken()), 4 * SENTENCE)),
        cluster.behaviours().stream().map(words -> Excerpt.of(words, 2 * NAME)).toList());
  }

  private static Since since(Changes changes) {
    return new Since(
        Excerpt.of(changes.since(), NAME),
        changes.list().stream()
            .map(change -> new Sentence(change.kind().word(), Excerpt.of(change.words(), SENTENCE)))
            .toList());
  }
}
