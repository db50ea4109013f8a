package dev.echospec.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echospec.engine.RunListener;
import dev.echospec.file.OutputFolder;
import dev.echospec.folder.ReportException;
import dev.echospec.folder.ReportFolder;
import dev.echospec.result.CaseResult;
import dev.echospec.result.FailureFile;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.script.JsonText;
import dev.echospec.script.Malformed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ReportFolderTest {
  private final RunResult begun = Samples.run();
  private final CaseResult failed =
      Samples.result("stream/segmentation", Verdict.FAIL, Samples.cutCharacter("bang")).of(1);
  private final CaseResult passed = Samples.result("stream/large", Verdict.PASS, (String) null);

  @TempDir Path temporary;
  private Path path;

  @BeforeEach
  void somewhereThatIsNotThereYet() {
    path = temporary.resolve("a/b");
  }

  @Test
  void isMadeBeforeTheRunAndEmpty() throws Exception {
    assertThat(ReportFolder.open(path).path()).isEqualTo(path);
    assertThat(files()).isEmpty();
  }

  @Test
  void holdsAfterEachCaseWhatIsKnownByThen() throws Exception {
    RunListener listener = ReportFolder.open(path).follow(begun);

    listener.ready(begun.facts().orElseThrow());
    assertThat(results().get("verdict").stringValue()).isEqualTo("CONFORMS");
    assertThat(results().get("complete").booleanValue()).isFalse();
    listener.caseEnded(passed);
    assertThat(results().get("cases").size()).isEqualTo(1);
    listener.caseEnded(failed);

    assertThat(results().get("cases").size()).isEqualTo(2);
    assertThat(results().get("verdict").stringValue()).isEqualTo("DOES_NOT_CONFORM");
    assertThat(files()).containsExactly("report.html", "results.json", "stream-segmentation.json");
    assertThat(path.resolve("report.html"))
        .content()
        .contains("The run had not come to its end", "<article id=\"fault-1\"", "DOES NOT CONFORM");
    assertThat(FailureFile.read(path.resolve("stream-segmentation.json")).caseId())
        .contains("stream/segmentation");
  }

  @Test
  void holdsAllFormatsAtTheEnd() throws Exception {
    ReportFolder folder = ReportFolder.open(path);

    folder.finish(Samples.run(passed, failed));

    assertThat(files())
        .containsExactly(
            "TEST-echospec.xml",
            "badge.json",
            "badge.svg",
            "report.html",
            "results.json",
            "results.tap",
            "stream-segmentation.json");
    assertThat(results().get("complete").booleanValue()).isTrue();
    assertThat(Files.readString(path.resolve("TEST-echospec.xml")))
        .contains("Again:  ./echospec replay " + path.resolve("stream-segmentation.json"));
    assertThat(Files.readString(path.resolve("results.tap"))).contains("\nnot ok 2 - stream/seg");
    assertThat(Files.readString(path.resolve("badge.svg"))).contains("does not conform");
    assertThat(Files.readString(path.resolve("badge.json"))).contains("does not conform");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TEST-echospec.xml",
        "badge.json",
        "badge.svg",
        "report.html",
        "results.json",
        "results.tap"
      })
  void leavesEachFileOfSomebodyElse(String name) throws Exception {
    ReportFolder.open(path).finish(Samples.run(failed));
    Path foreign = Files.writeString(path.resolve(name), "TAP version 14\n1..1\nok 1\n");

    assertThatThrownBy(() -> ReportFolder.open(path))
        .isInstanceOf(ReportException.class)
        .hasMessageStartingWith(foreign + " was not written by echospec");
    assertThat(files()).hasSize(7);
  }

  @Test
  void removesWhatAnEarlierRunLeftAndNothingElse() throws Exception {
    ReportFolder.open(path).finish(Samples.run(passed, failed));
    Files.writeString(path.resolve("mine.json"), "{\"echospec\": \"is a tool\"}");
    Files.writeString(path.resolve("notes.txt"), "{\"echospec\": \"failure/1\"}");
    Files.createDirectory(path.resolve("folder.json"));

    ReportFolder.open(path);

    assertThat(files()).containsExactly("folder.json", "mine.json", "notes.txt");
  }

  @Test
  void doesNotOverwriteWhatIsNotItsOwn() throws Exception {
    ReportFolder.open(path).finish(Samples.run(failed));
    Path foreign = Files.writeString(path.resolve("results.json"), "{\"results\": []}");

    assertThatThrownBy(() -> ReportFolder.open(path))
        .isInstanceOf(ReportException.class)
        .hasMessage(
            foreign + " was not written by echospec and is not overwritten: choose another folder");

    assertThat(foreign).hasContent("{\"results\": []}");
    assertThat(files()).contains("TEST-echospec.xml", "stream-segmentation.json");
  }

  /** What a link leads to may be anything, the kit's own report of another run included. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ".echospec-unfinished",
        ".echospec-report",
        "results.json",
        "badge.svg",
        "stream-segmentation.json"
      })
  void followsNoLink(String name) throws Exception {
    Path other = temporary.resolve("other");
    ReportFolder.open(other).finish(Samples.run(failed));
    Path real = other.resolve(name.equals(".echospec-unfinished") ? "results.json" : name);
    String before = Files.readString(real);
    Path link = Files.createSymbolicLink(Files.createDirectories(path).resolve(name), real);

    assertThatThrownBy(() -> ReportFolder.open(path))
        .isInstanceOf(ReportException.class)
        .hasMessage(
            link + " was not written by echospec and is not overwritten: choose another folder");

    assertThat(real).content().isEqualTo(before);
    assertThat(link).isSymbolicLink();
  }

  @Test
  void followsNoLinkThatIsPutThereDuringTheRun() throws Exception {
    ReportFolder folder = ReportFolder.open(path);
    Path mine = Files.writeString(temporary.resolve("mine"), "mine");
    for (String name : List.of(".echospec-unfinished", "results.json", "TEST-echospec.xml")) {
      Files.createSymbolicLink(path.resolve(name), mine);
    }

    folder.finish(Samples.run(failed));

    assertThat(mine).hasContent("mine");
    assertThat(path.resolve("results.json")).isRegularFile().content().contains("results/2");
  }

  @Test
  void theFolderItselfMayBeALink() throws Exception {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), Files.createDirectories(path));

    ReportFolder.open(link).finish(Samples.run(failed));

    assertThat(files()).hasSize(7);
  }

  @Test
  void leavesAFileThatOnlyHasTheNameOfAFailure() throws Exception {
    Path foreign =
        Files.writeString(
            Files.createDirectories(path).resolve("stream-segmentation.json"), "{\"mine\": 1}");
    Path mark = Files.writeString(temporary.resolve(".echospec-report"), "my own words");

    assertThatThrownBy(() -> ReportFolder.open(path))
        .isInstanceOf(ReportException.class)
        .hasMessageStartingWith(foreign + " was not written by echospec");
    assertThatThrownBy(() -> ReportFolder.open(temporary))
        .isInstanceOf(ReportException.class)
        .hasMessageStartingWith(mark + " was not written by echospec");
    assertThat(foreign).hasContent("{\"mine\": 1}");
    assertThat(mark).hasContent("my own words");
  }

  @Test
  void belongsToOneRunAtATime() throws Exception {
    ReportFolder first = ReportFolder.open(path);

    assertThatThrownBy(() -> ReportFolder.open(path))
        .isInstanceOf(ReportException.class)
        .hasMessage(
            path
                + " is in use by another run of echospec: wait for its end, or choose another"
                + " folder");

    first.finish(Samples.run(failed));
    ReportFolder.open(path).close();
    ReportFolder.open(path).close();
  }

  @Test
  void saysInOneLineWhyItCannotBeUsed() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "");

    assertThatThrownBy(() -> ReportFolder.open(file))
        .isInstanceOf(ReportException.class)
        .hasMessage("the report cannot be written to " + file + ": not a directory");
    assertThatThrownBy(() -> ReportFolder.open(file.resolve("sub")))
        .isInstanceOf(ReportException.class)
        .hasMessageStartingWith("the report cannot be written to " + file.resolve("sub") + ": ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void complainsAtTheEndOfWhatCouldNotBeWritten() throws Exception {
    ReportFolder folder = ReportFolder.open(path);
    RunListener listener = folder.follow(begun);
    Files.delete(path.resolve(OutputFolder.MARK));
    Files.delete(path);
    Files.writeString(path, "somebody put a file here");

    listener.caseEnded(failed);

    assertThatThrownBy(() -> folder.finish(Samples.run(failed)))
        .isInstanceOf(ReportException.class)
        .hasMessageStartingWith("the report cannot be written to " + path + ": ");
  }

  private JsonNode results() throws IOException, Malformed {
    return JsonText.parse(Files.readString(path.resolve("results.json")));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(OutputFolder.MARK))
          .sorted()
          .toList();
    }
  }
}
