package dev.echospec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The files beside the code: they name each other, and nothing else notices a wrong name. */
class ProjectFilesTest {
  /** Surefire names the module's folder; an IDE runs in the project's. */
  private static final Path PROJECT =
      Path.of(System.getProperty("basedir", "harness/cli")).resolve("../..").normalize();

  private static final Set<String> SKIPPED = Set.of("target", ".git");

  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");

  @ParameterizedTest
  @ValueSource(strings = {".github/workflows/ci.yml", ".gitlab-ci.yml"})
  void theWorkflowRunsTheScriptOfCi(String file) throws IOException {
    JsonNode workflow = new YAMLMapper().readTree(PROJECT.resolve(file).toFile());

    assertThat(commands(workflow)).anySatisfy(line -> assertThat(line).endsWith(".ci/run"));
    assertThat(PROJECT.resolve(".ci/run")).isExecutable();
  }

  /** What the steps of all jobs run: {@code run} at GitHub, {@code script} at GitLab. */
  private static List<String> commands(JsonNode workflow) {
    return Stream.of("run", "script")
        .flatMap(key -> workflow.findValues(key).stream())
        .flatMap(value -> value.isArray() ? value.valueStream() : Stream.of(value))
        .map(JsonNode::asString)
        .toList();
  }

  /** All pages of the project, relative to it, without what builds and git keep there. */
  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    Files.walkFileTree(
        PROJECT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return SKIPPED.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              pages.add(PROJECT.relativize(file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return pages;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkOfAPageLeadsSomewhere(Path page) throws IOException {
    Path file = PROJECT.resolve(page);

    for (String link : matches(LINK, FENCED.matcher(Files.readString(file)).replaceAll(""))) {
      if (link.contains(":")) {
        continue;
      }
      String[] parts = link.split("#", 2);
      Path linked = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]);
      assertThat(linked).as(link).exists();
      if (parts.length == 2) {
        assertThat(anchors(linked)).as(link).contains(parts[1]);
      }
    }
  }

  /** The headings of a page, as GitHub and GitLab make anchors of them. */
  private static List<String> anchors(Path page) throws IOException {
    return matches(HEADING, Files.readString(page)).stream()
        .map(
            text ->
                text.toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-'))
        .toList();
  }

  private static List<String> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }
}
