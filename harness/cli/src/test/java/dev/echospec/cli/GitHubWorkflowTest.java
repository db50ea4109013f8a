package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.script.JsonText;
import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the kit does more where it runs in a GitHub workflow. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class GitHubWorkflowTest {
  @TempDir private Path folder;

  private Kit.Ended verify(Map<String, String> environment, String... options) throws Exception {
    try (ZooServer server = Zoo.start(Zoo.named("LowerCases").type())) {
      List<String> args = new ArrayList<>(List.of("verify", "--tries", "20"));
      args.addAll(List.of("--report", folder.resolve("report").toString()));
      args.addAll(List.of("--case", "transform/ascii*", "127.0.0.1:" + server.port()));
      args.addAll(List.of(options));
      return Kit.run(environment, args);
    }
  }

  private Map<String, String> workflow(Path summary) {
    return Map.of("GITHUB_ACTIONS", "true", "GITHUB_STEP_SUMMARY", summary.toString());
  }

  @Test
  void theStepGetsASummaryAndAnnotations() throws Exception {
    Path summary = Files.writeString(folder.resolve("summary.md"), "before");

    Kit.Ended ended = verify(workflow(summary));

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out().lines().filter(line -> line.startsWith("::")))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("::error title=echospec::DOES NOT CONFORM to "),
            line ->
                assertThat(line)
                    .startsWith(
                        "::error title=echospec%3A fault 1%3A transform/ascii-letters fails::"));
    assertThat(summary)
        .content()
        .startsWith("before\n\n\n## echospec: DOES NOT CONFORM\n")
        .contains("<summary>fault 1: FAIL <code>transform/ascii-letters</code></summary>");
  }

  @Test
  void annotationsAreNotMixedWithAFormatForPrograms() throws Exception {
    Kit.Ended ended = verify(Map.of("GITHUB_ACTIONS", "true"), "--format", "json");

    assertThat(JsonText.parse(ended.out())).isEqualTo(Kit.results(folder.resolve("report")));
    assertThat(ended.err()).contains("\n::error title=echospec::");
  }

  @Test
  void aSummaryThatIsFullIsNotMadeTooLong() throws Exception {
    Path summary =
        Files.writeString(folder.resolve("summary.md"), "x".repeat(GitHubWorkflow.LONGEST - 300));

    Kit.Ended ended = verify(workflow(summary));

    assertThat(ended.status()).isEqualTo(1);
    assertThat(Files.size(summary)).isBetween(GitHubWorkflow.LONGEST - 299L, 1L << 20);
    assertThat(summary).content().endsWith("the rest is in the report.\n");
  }

  @Test
  void aSummaryThatCannotBeWrittenDoesNotChangeTheVerdict() throws Exception {
    Kit.Ended ended = verify(workflow(folder));

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.err())
        .isEqualTo(
            "echospec: the summary of the step cannot be written to "
                + folder
                + ": Is a directory\n");
  }

  @Test
  void elsewhereThereIsNothingOfIt() throws Exception {
    Path summary = folder.resolve("summary.md");

    Kit.Ended ended = verify(Map.of("GITHUB_STEP_SUMMARY", summary.toString()));

    assertThat(ended.out()).doesNotContain("::error");
    assertThat(summary).doesNotExist();
  }
}
