package dev.echospec.report;

import dev.echospec.compare.CellResult;
import dev.echospec.compare.Comparison;
import dev.echospec.compare.ConformanceLevel;
import dev.echospec.compare.PairResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What comparison.html shows, in the words and in the order in which it shows it. All texts are of
 * bounded length and plainly visible, but not escaped: that is for the template.
 *
 * @param overview how many members have which standing
 * @param remarks how much was run, when, by what; a short phrase each
 * @param complete whether the comparison came to its end
 * @param members the servers
 * @param clients likewise, those that talk with the members
 * @param matrices the tables whose cells open: members and cases, clients and cases, and members
 *     and clients; those that have nothing in them are not there
 * @param signs that occur in the cells, in the order of the legend
 * @param behaviours what the rules leave open
 * @param clusters of members that behave alike
 * @param changes since an earlier comparison, if one was named
 */
record ComparisonPage(
    List<Count> overview,
    List<String> remarks,
    boolean complete,
    List<Column> members,
    List<Column> clients,
    List<Matrix> matrices,
    List<Sign> signs,
    Behaviour behaviours,
    List<Group> clusters,
    Optional<Since> changes) {
  /** What a cell says, in a word; the style sheet adds a symbol and a colour. */
  enum Sign {
    FAIL("a MUST is broken"),
    WARN("a SHOULD is broken"),
    KNOWN("broken, as the fleet file says"),
    ERROR("the kit or the server could not be run"),
    INCONCLUSIVE("late once, and not again"),
    PASS("no try broke the rule"),
    INFO("left open by the rules, recorded"),
    SKIP("outside the profile, or not possible here"),
    PAIR_WORKS("a client prints the echo of a server, and ends"),
    PAIR_SERVER("it does not, and the server is at fault"),
    PAIR_CLIENT("it does not, and the client is at fault"),
    PAIR_BOTH("it does not, and both may be at fault"),
    PAIR_UNEXPLAINED("it does not, though neither side's own results say why"),
    PAIR_NOT_JUDGED("it does not, and a side was not judged"),
    PAIR_NOT_RUN("a side could not be started");

    private final String meaning;

    Sign(String meaning) {
      this.meaning = meaning;
    }

    String word() {
      String word = name().toLowerCase(Locale.ROOT).replace('_', ' ');
      return word.startsWith("pair ") ? word.substring("pair ".length()) : word;
    }

    /** What the style sheet knows it by. */
    String mark() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String meaning() {
      return meaning;
    }

    static Sign of(CellResult cell) {
      return valueOf(cell.word());
    }

    static Sign of(PairResult pair) {
      return valueOf("PAIR_" + pair.verdict().name());
    }
  }

  /**
   * A table whose cells open.
   *
   * @param id unique in the page
   * @param title for people
   * @param caption what is in its cells
   * @param first what its rows are
   * @param columns members or clients
   * @param sections the rows
   */
  record Matrix(
      String id,
      String title,
      String caption,
      String first,
      List<Column> columns,
      List<Section> sections) {}

  /** A number of members that have something in common. */
  record Count(long number, Stand stand) {}

  /**
   * A conformance level.
   *
   * @param words for people
   * @param mark what the style sheet knows it by
   */
  record Stand(String words, String mark) {
    static Stand of(ConformanceLevel standing) {
      return new Stand(
          standing.words(), "stand-" + standing.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
  }

  /**
   * A member.
   *
   * @param name of it
   * @param target as it would be written on the command line
   * @param profile what it claims to be
   * @param stand its conformance level
   * @param counts of its cases, in the order of {@link #COUNTED}; empty texts if it did not run
   * @param time its run took; empty if it did not run
   * @param notes why it was not run or not judged, and what is out of date in its known failures; a
   *     sentence each
   * @param facts what was found out before its first case, in a sentence; may be empty
   * @param log the end of what its run printed to stderr, where there is a problem
   * @param folder of its own report; empty if it has none
   */
  record Column(
      String name,
      String target,
      String profile,
      Stand stand,
      List<String> counts,
      String time,
      List<String> notes,
      String facts,
      List<String> log,
      String folder) {}

  /** Verdicts that are counted for each member. */
  static final List<Sign> COUNTED = List.of(Sign.PASS, Sign.FAIL, Sign.WARN, Sign.KNOWN, Sign.SKIP);

  /** The cases of a section. */
  record Section(String name, List<Row> rows) {}

  /**
   * A case.
   *
   * @param id of it
   * @param level requirement level of its rule (RFC 2119)
   * @param rule what must hold
   * @param cells of all members; empty where it did not run
   */
  record Row(String id, String level, String rule, List<Optional<Cell>> cells) {
    /** The id without the section. */
    String name() {
      return id.substring(id.indexOf('/') + 1);
    }
  }

  /**
   * The result of a case with a member.
   *
   * @param sign of the verdict
   * @param tries how many conversations were tried
   * @param time how long it took
   * @param detail what more there is to say; empty of most that pass
   */
  record Cell(Sign sign, int tries, String time, Optional<Detail> detail) {}

  /**
   * What a cell opens.
   *
   * @param key unique in the page, and part of its address: the member's name and the case's
   * @param title the same for people
   * @param sentences what there is to say, each with a word before it
   * @param figures what was measured
   * @param broken what broke the rule
   */
  record Detail(
      String key,
      String title,
      List<Sentence> sentences,
      List<Sentence> figures,
      Optional<Broken> broken,
      Optional<Dialogue> dialogue) {
    /** Returns whether something in it is wrong: on paper nothing else is shown. */
    boolean isBroken() {
      return broken.isPresent() || dialogue.filter(Dialogue::wrong).isPresent();
    }
  }

  /**
   * What a client and a server said.
   *
   * @param wrong whether it went wrong
   * @param picture of it; empty where nothing was recorded, or there are too many
   * @param output what the client printed
   * @param stderr the end of what it printed to stderr
   * @param log the end of the server's log
   * @param recording the folder of the recording, from that of the page; may be empty
   */
  record Dialogue(
      boolean wrong,
      Optional<DrawnConversation> picture,
      List<String> output,
      List<String> stderr,
      List<String> log,
      String recording) {}

  /** A text and what it is. */
  record Sentence(String what, String text) {}

  /**
   * A conversation that breaks the rule.
   *
   * @param confirmed how it was found and whether it can be repeated
   * @param picture of the conversation; empty where there are too many, or nothing is known of it
   * @param lines of the conversation
   * @param log the end of the server's log
   * @param replay the command that plays it again; may be empty
   * @param script its failure file, from the folder of the page; may be empty
   */
  record Broken(
      String confirmed,
      Optional<DrawnConversation> picture,
      List<Line> lines,
      List<String> log,
      String replay,
      String script) {}

  /**
   * A line of a conversation.
   *
   * @param text of it
   * @param mark what the style sheet knows it by: expect, got, at (the first difference) or nothing
   */
  record Line(String text, String mark) {
    static Line of(String text) {
      String start = text.stripLeading();
      if (start.startsWith("^")) {
        return new Line(text, "at");
      }
      return new Line(
          text, start.startsWith("expect ") ? "expect" : start.startsWith("got ") ? "got" : "");
    }
  }

  /** A table of behaviours: their names, and for each member its values. */
  record Behaviour(List<String> names, List<List<String>> values) {}

  /** Members that behave alike. */
  record Group(List<String> members, String broken, List<String> open) {}

  /** What has changed. */
  record Since(String when, List<Sentence> changes) {}

  /** Returns whether there is a failure to show; on paper nothing else of the cells is. */
  boolean isBroken() {
    return matrices.stream()
        .flatMap(matrix -> matrix.sections().stream())
        .flatMap(section -> section.rows().stream())
        .flatMap(row -> row.cells().stream().flatMap(Optional::stream))
        .anyMatch(cell -> cell.detail().filter(Detail::isBroken).isPresent());
  }

  /**
   * Returns what the page shows of it.
   *
   * @param comparison of a fleet
   */
  static ComparisonPage of(Comparison comparison) {
    return new ComparisonPageMaker(comparison).page();
  }
}
