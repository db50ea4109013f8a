package dev.echospec.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** What the kit adds to the class path of a build that embeds it. */
@DisabledIfSystemProperty(named = "echospec.target", matches = ".+")
class LibrariesIT {
  private static Stream<String> names() throws IOException {
    return Libraries.resolved().stream()
        .map(jar -> Path.of(jar).getFileName().toString().replaceFirst("-[0-9].*", ""));
  }

  @Test
  void aBuildGetsCoreTheReportsAndWhatTheseNeed() throws IOException {
    assertThat(names())
        .containsExactlyInAnyOrder(
            "echospec-core",
            "echospec-reference-server",
            "echospec-report",
            "jspecify",
            "apiguardian-api",
            "jqwik-api",
            "jqwik-engine",
            "junit-platform-commons",
            "junit-platform-engine",
            "junit-platform-launcher",
            "opentest4j",
            "jackson-annotations",
            "jackson-core",
            "jackson-databind",
            "jackson-dataformat-yaml",
            "snakeyaml-engine",
            // Writes the pages, which are compiled: 52 kB.
            "jte-runtime");
  }

  @Test
  void aBuildGetsNoClientOfAContainerEngineNoCommandLineNoTemplateCompilerAndNoLogger()
      throws IOException {
    assertThat(names())
        .noneMatch(
            name ->
                name.matches(
                    "echospec-(containers|cli|zoo)|testcontainers.*|docker-java.*|picocli.*|jte"
                        + "|slf4j.*"));
  }
}
