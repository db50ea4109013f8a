package dev.echospec.report;

import dev.echospec.report.ComparisonPage.Line;
import dev.echospec.report.ComparisonPage.Sentence;
import dev.echospec.report.ComparisonPage.Sign;
import dev.echospec.report.ComparisonPage.Stand;
import java.util.List;
import java.util.Optional;

/**
 * What report.html shows, in the words and in the order in which it shows it. All texts are of
 * bounded length and plainly visible, but not escaped: that is for the template.
 *
 * @param target the server, as the user wrote it
 * @param stand the verdict
 * @param about what follows it, in a sentence
 * @param remarks how much was run, when, by what; a short phrase each
 * @param complete whether the run came to its end
 * @param facts what was found out before the first case
 * @param counts of the cases by verdict; of those with none, nothing
 * @param notes on the run as a whole; a sentence each
 * @param faults in the order in which they were found
 * @param sections the cases
 */
record RunPage(
    String target,
    Stand stand,
    String about,
    List<String> remarks,
    boolean complete,
    List<Sentence> facts,
    List<Count> counts,
    List<Sentence> notes,
    List<Fault> faults,
    List<Section> sections) {
  /** A number of cases that have a verdict in common. */
  record Count(long number, Sign sign) {}

  /**
   * A fault of the server.
   *
   * @param number from 1
   * @param sign the verdict of the case that shows it
   * @param message what was wrong
   * @param rule the level and the rule of the case that shows it
   * @param cases that fail of it
   * @param extent what else shows it and what does not; a sentence each
   * @param sentences what there is to say, each with a word before it
   * @param confirmed how it was found and whether it can be repeated
   * @param picture of the conversation
   * @param lines the conversation as text
   * @param log the end of the server's log; may be empty
   * @param replay the command that plays it again; may be empty
   * @param script name of its failure file
   * @param about how to learn more about the case that shows it
   */
  record Fault(
      int number,
      Sign sign,
      String message,
      Sentence rule,
      List<Named> cases,
      List<String> extent,
      List<Sentence> sentences,
      String confirmed,
      DrawnConversation picture,
      List<Line> lines,
      List<String> log,
      String replay,
      String script,
      About about) {}

  /**
   * How to learn more about a case.
   *
   * @param command that explains it
   * @param page its address on the documentation site; empty if none is known
   */
  record About(String command, Optional<String> page) {}

  /** A case and its verdict. */
  record Named(String id, Sign sign) {}

  /** The cases of a section. */
  record Section(String name, List<Row> rows) {}

  /**
   * A case.
   *
   * @param id of it
   * @param level requirement level of its rule (RFC 2119)
   * @param rule what must hold
   * @param sign of its verdict
   * @param tries how many conversations were tried
   * @param time how long it took
   * @param fault number of the fault that it fails of; empty if it does not fail
   * @param page its address on the documentation site; empty if none is known
   * @param remarks the reason, what was wrong without being a fault, what its scripts kept clear of
   */
  record Row(
      String id,
      String level,
      String rule,
      Sign sign,
      int tries,
      String time,
      Optional<Integer> fault,
      Optional<String> page,
      List<String> remarks) {}
}
