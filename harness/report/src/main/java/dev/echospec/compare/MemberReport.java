package dev.echospec.compare;

import dev.echospec.result.CaseEntry;
import dev.echospec.result.CaseEntry.FailureEntry;
import dev.echospec.result.ConversationPicture;
import dev.echospec.result.Failure;
import dev.echospec.result.ResultsFile;
import dev.echospec.result.Verdict;
import dev.echospec.script.Malformed;
import dev.echospec.script.ShellWords;
import dev.echospec.suite.Figure;
import dev.echospec.suite.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What one member's run has reported.
 *
 * @param results the results.json of the run
 * @param path the folder of the report
 * @param folder the same, from the folder of the comparison
 * @param replayed the target as it is written in a command that plays a failure again
 */
record MemberReport(ResultsFile results, Path path, String folder, String replayed) {
  /** The plainest case of all: a server that fails it does not even echo letters. */
  private static final String PLAINEST = "transform/ascii-letters";

  /** Reads the report in a folder; empty if there is none yet, or none that can be read. */
  static Optional<MemberReport> read(Path path, String folder, String replayed) {
    Path file = path.resolve(ResultsFile.NAME);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new MemberReport(ResultsFile.read(file), path, folder, replayed));
    } catch (Malformed e) {
      return Optional.empty();
    }
  }

  List<CellResult> cells() {
    boolean wrong =
        results.cases().stream()
            .anyMatch(one -> one.id().equals(PLAINEST) && one.verdict() == Verdict.FAIL);
    return results.cases().stream().map(one -> cell(one, wrong)).toList();
  }

  /** The cases that measure speed count bytes, right or wrong. */
  private CellResult cell(CaseEntry one, boolean wrongEcho) {
    boolean noSpeed = wrongEcho && one.figures().stream().anyMatch(Behaviour::isSpeed);
    Optional<String> file = one.violation().flatMap(violation -> one.script());
    return new CellResult(
        noSpeed
            ? one.because(
                reason -> reason + "; its echo is wrong (" + PLAINEST + "), so this is no speed")
            : one,
        figures(one, wrongEcho),
        file.map(name -> folder + "/" + name),
        file.map(this::replay),
        file.flatMap(name -> picture(path.resolve(name), one)));
  }

  private static Optional<ConversationPicture> picture(Path file, CaseEntry one) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    Optional<String> death = one.failure().flatMap(FailureEntry::death).map(Failure.Death::how);
    try {
      return Optional.of(ConversationPicture.read(file, death));
    } catch (Malformed e) {
      // The text of the conversation is in the results all the same.
      return Optional.empty();
    }
  }

  /** Only cases of level INFO are shown: others measure to judge by it. */
  private static List<ShownFigure> figures(CaseEntry one, boolean wrongEcho) {
    List<Figure> measured = one.level() == Level.INFO ? one.figures() : List.of();
    return measured.stream()
        .map(
            figure ->
                wrongEcho && Behaviour.isSpeed(figure)
                    ? Behaviour.noSpeed(figure)
                    : Behaviour.figure(figure))
        .toList();
  }

  private String replay(String script) {
    String file = ShellWords.quoted(DisplayPath.path(path.resolve(script)));
    return ("./echospec replay " + file + " " + replayed).strip();
  }
}
