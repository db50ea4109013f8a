package dev.echospec.report;

import dev.echospec.compare.Behaviours;
import dev.echospec.compare.CellResult;
import dev.echospec.compare.Changes;
import dev.echospec.compare.Cluster;
import dev.echospec.compare.ComparedCase;
import dev.echospec.compare.Comparison;
import dev.echospec.compare.ConformanceLevel;
import dev.echospec.compare.Interop;
import dev.echospec.compare.MemberResult;
import dev.echospec.compare.PairResult;
import dev.echospec.compare.ShownFigure;
import dev.echospec.report.ComparisonPage.Cell;
import dev.echospec.report.ComparisonPage.Column;
import dev.echospec.report.ComparisonPage.Count;
import dev.echospec.report.ComparisonPage.Detail;
import dev.echospec.report.ComparisonPage.Dialogue;
import dev.echospec.report.ComparisonPage.Group;
import dev.echospec.report.ComparisonPage.Line;
import dev.echospec.report.ComparisonPage.Matrix;
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
import dev.echospec.tap.TapPicture;
import java.time.Duration;
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
import java.util.stream.Stream;

/** Puts a comparison into the words of its page, and bounds how long they are. */
final class ComparisonPageMaker {
  /**
   * About how much of what servers said goes into all of the page, in UTF-16 units; all failures
   * get the same share of it.
   */
  private static final int ROOM = 1_000_000;

  /** Pictures in all of the page; all members with failures get the same share of them. */
  private static final int PICTURES = 34;

  /** Pictures of pairs in all of the page, which are small; those that fail come first. */
  private static final int TALKS = 200;

  private static final int MOST_OF_ONE = 16_000;
  private static final int LEAST_OF_ONE = 600;
  private static final int SENTENCE = 600;
  private static final int COMMAND = 2000;
  private static final int NAME = 80;
  private static final String PAIR = "pair";

  private final Comparison comparison;
  private final int room;

  /** The cells that are shown with their picture. */
  private final Set<CellResult> pictured = Collections.newSetFromMap(new IdentityHashMap<>());

  private final Set<PairResult> picturedPairs = Collections.newSetFromMap(new IdentityHashMap<>());

  ComparisonPageMaker(Comparison comparison) {
    this.comparison = comparison;
    long broken =
        comparison.participants().stream()
                .flatMap(member -> member.cells().stream())
                .filter(cell -> cell.message().isPresent())
                .count()
            + comparison.interop().pairs().stream().filter(PairResult::isBroken).count();
    room = (int) Math.max(LEAST_OF_ONE, Math.min(MOST_OF_ONE, ROOM / Math.max(1, broken)));
    choosePictures();
  }

  /** Of each member the shortest conversations: they tell most. */
  private void choosePictures() {
    List<List<CellResult>> drawn =
        comparison.participants().stream()
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
    comparison.interop().pairs().stream()
        .filter(pair -> !pair.dialogue().isEmpty())
        .sorted(Comparator.comparing(pair -> !pair.isBroken()))
        .limit(TALKS)
        .forEach(picturedPairs::add);
  }

  ComparisonPage page() {
    return new ComparisonPage(
        overview(),
        remarks(),
        comparison.complete(),
        comparison.members().stream().map(this::column).toList(),
        comparison.interop().clients().stream().map(this::column).toList(),
        matrices(),
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
    List<String> remarks = new ArrayList<>(facts());
    if (comparison.part().isPart()) {
      remarks.add(comparison.part().words());
    }
    comparison.notes().forEach(note -> remarks.add(Excerpt.of(note, SENTENCE)));
    return remarks;
  }

  private List<String> facts() {
    return List.of(
        Excerpt.of(comparison.fleet(), NAME),
        FailureText.count(comparison.participants().size(), "member", "members"),
        FailureText.count(
            comparison.cases().size() + comparison.interop().cases().size(), "case", "cases"),
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

  private List<Matrix> matrices() {
    List<Matrix> matrices = new ArrayList<>();
    matrices.add(
        new Matrix(
            "matrix",
            "Cases",
            "Verdict, tries and time of every case with every member",
            "case",
            comparison.members().stream().map(this::column).toList(),
            sections(comparison.cases(), comparison.members())));
    Interop interop = comparison.interop();
    if (!interop.cases().isEmpty()) {
      matrices.add(
          new Matrix(
              "clients-matrix",
              "Cases of clients",
              "Verdict, tries and time of every case with every client",
              "case",
              interop.clients().stream().map(this::column).toList(),
              sections(interop.cases(), interop.clients())));
    }
    if (!interop.pairs().isEmpty()) {
      matrices.add(
          new Matrix(
              "pairs-matrix",
              "Clients with servers",
              "What became of every client with every server",
              "client",
              comparison.members().stream().map(this::column).toList(),
              List.of(new Section(PAIR, interop.clients().stream().map(this::pairs).toList()))));
    }
    return matrices;
  }

  private Row pairs(MemberResult client) {
    return new Row(
        PAIR + "/" + Excerpt.of(client.name(), NAME),
        "",
        Excerpt.of(client.target(), SENTENCE),
        comparison.members().stream()
            .map(server -> comparison.interop().pair(client.name(), server.name()))
            .map(pair -> pair.map(this::cell))
            .toList());
  }

  private Cell cell(PairResult pair) {
    List<Sentence> sentences = new ArrayList<>();
    pair.message().ifPresent(message -> add(sentences, "Wrong", message, SENTENCE));
    pair.sent().ifPresent(sent -> add(sentences, "Sent", sent, SENTENCE));
    if (pair.isBroken() && !pair.dialogue().isEmpty()) {
      add(sentences, "On the wire", wire(pair), SENTENCE);
    }
    pair.status()
        .ifPresent(status -> add(sentences, "Exit status", Integer.toString(status), SENTENCE));
    String key =
        Excerpt.of(pair.server(), NAME) + "/" + PAIR + "/" + Excerpt.of(pair.client(), NAME);
    String title = Excerpt.of(pair.client(), NAME) + " with " + Excerpt.of(pair.server(), NAME);
    return new Cell(
        Sign.of(pair),
        0,
        Seconds.of(Duration.ofMillis(pair.millis())),
        Optional.of(
            new Detail(
                key,
                title,
                sentences,
                List.of(),
                Optional.empty(),
                Optional.of(dialogue(pair, title)))));
  }

  private static String wire(PairResult pair) {
    return (pair.wire().client()
            ? "the client sent the whole message"
            : "the client did not send just the message, or reset its connection")
        + (pair.wire().server()
            ? "; the server returned the whole echo of what came"
            : "; the server did not return just the echo");
  }

  private Dialogue dialogue(PairResult pair, String title) {
    return new Dialogue(
        pair.isBroken(),
        picturedPairs.contains(pair)
            ? Optional.of(
                DrawnConversation.of(
                    TapPicture.of(pair.dialogue(), pair.message()), "Conversation of " + title))
            : Optional.empty(),
        Excerpt.ends(pair.output().lines().toList(), room / 4),
        Excerpt.tail(pair.stderr(), room / 4),
        Excerpt.tail(pair.log(), room / 6),
        pair.recording().filter(path -> path.length() <= COMMAND).orElse(""));
  }

  private List<Section> sections(List<ComparedCase> cases, List<MemberResult> members) {
    Map<String, List<Row>> sections = new LinkedHashMap<>();
    for (ComparedCase one : cases) {
      sections
          .computeIfAbsent(Excerpt.of(one.section(), NAME), name -> new ArrayList<>())
          .add(row(one, members));
    }
    return sections.entrySet().stream()
        .map(section -> new Section(section.getKey(), section.getValue()))
        .toList();
  }

  private Row row(ComparedCase one, List<MemberResult> members) {
    return new Row(
        Excerpt.of(one.id(), NAME),
        one.level().name(),
        Excerpt.of(one.rule(), SENTENCE),
        members.stream()
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
                    cell.entry().failure().map(failure -> broken(cell, failure, one)),
                    Optional.empty()))
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
      if (Stream.concat(
              comparison.participants().stream()
                  .flatMap(member -> member.cells().stream())
                  .map(Sign::of),
              comparison.interop().pairs().stream().map(Sign::of))
          .anyMatch(sign::equals)) {
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
