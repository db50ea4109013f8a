package dev.echospec.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echospec.compare.Baseline;
import dev.echospec.compare.Comparison;
import dev.echospec.compare.ConformanceLevel;
import dev.echospec.folder.ReportException;
import dev.echospec.result.Verdict;
import dev.echospec.script.JsonText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ComparisonFolderTest {
  @TempDir private Path folder;

  @Test
  void holdsTheComparisonForProgramsAndPeople() throws Exception {
    Path path = folder.resolve("a/b");
    Comparison comparison = Comparisons.of(Comparisons.four(Samples.HOSTILE), Comparisons.change());

    ComparisonFolder.open(path, List.of()).finish(comparison);

    assertThat(path.resolve("comparison.md")).content().startsWith("# Comparison of echo servers");
    assertThat(path.resolve("comparison.html")).content().startsWith("<!DOCTYPE html>");
    JsonNode json = JsonText.parse(Files.readString(path.resolve("results.json")));
    assertThat(json.get("format").stringValue()).isEqualTo("comparison/1");
    assertThat(json.get("echospec").stringValue()).isEqualTo("1.2.3");
    assertThat(json.get("complete").booleanValue()).isTrue();
    assertThat(json.at("/cases/1/level").stringValue()).isEqualTo("SHOULD");
    assertThat(json.at("/members/1/standing").stringValue()).isEqualTo("DOES_NOT_CONFORM");
    assertThat(json.at("/members/1/counts/FAIL").intValue()).isEqualTo(1);
    assertThat(json.at("/members/2/counts/KNOWN").intValue()).isEqualTo(1);
    assertThat(json.at("/members/1/cases/0/message").stringValue())
        .startsWith("the server reset the connection");
    assertThat(json.at("/members/1/cases/0/script").stringValue())
        .isEqualTo("members/b/transform-length.json");
    assertThat(json.at("/members/2/cases/0/known").booleanValue()).isTrue();
    assertThat(json.at("/members/3/problem").stringValue()).isEqualTo("Nobody listens there.");
    assertThat(json.at("/behaviours/1/values/go").stringValue()).isEqualTo("9.0 MiB");
    assertThat(json.at("/clusters").size()).isEqualTo(3);
    assertThat(json.at("/changes/list/0/kind").stringValue()).isEqualTo("broken");
  }

  @Test
  void theNextComparisonCanReadIt() throws Exception {
    ComparisonFolder.open(folder, List.of("go")).finish(Comparisons.of(Comparisons.four("")));

    Baseline baseline = Baseline.read(folder.resolve("results.json"));

    assertThat(baseline.since()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(baseline.members().keySet())
        .containsExactly("go", "python-tutorial", "node", "away");
    assertThat(baseline.members().get("go").standing()).isEqualTo(ConformanceLevel.CONFORMS);
    assertThat(baseline.members().get("python-tutorial").verdicts())
        .containsEntry("transform/length", Verdict.FAIL)
        .containsEntry("close/empty", Verdict.WARN);
  }

  @Test
  void whatAnEarlierComparisonLeftIsRemovedAndNothingElse() throws Exception {
    ComparisonFolder.open(folder, List.of("go")).finish(Comparisons.of(Comparisons.four("")));
    Path mine = Files.writeString(folder.resolve("notes.md"), "mine");

    ComparisonFolder.open(folder, List.of("go"));

    assertThat(folder.resolve("results.json")).doesNotExist();
    assertThat(folder.resolve("comparison.md")).doesNotExist();
    assertThat(folder.resolve("comparison.html")).doesNotExist();
    assertThat(mine).exists();
  }

  @Test
  void whatTheKitDidNotWriteIsNotOverwritten() throws Exception {
    ComparisonFolder.open(folder, List.of("go")).finish(Comparisons.of(Comparisons.four("")));
    Path run = Files.writeString(folder.resolve("comparison.md"), "# Mine\n");

    assertThatThrownBy(() -> ComparisonFolder.open(folder, List.of("go")))
        .isInstanceOf(ReportException.class)
        .hasMessage(
            run + " was not written by echospec and is not overwritten: choose another folder");
    assertThat(folder.resolve("results.json")).exists();
  }
}
