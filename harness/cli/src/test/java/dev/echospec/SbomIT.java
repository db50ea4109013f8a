package dev.echospec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.echospec.script.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The bill of materials names what the kit is run with: no library less, and no tool of the build.
 */
class SbomIT {
  private static final Path SBOM = Path.of("target", "echospec-sbom.json");
  private static final Path LIBRARIES = Path.of("target", "lib");

  @Test
  void namesTheLibrariesBesideTheJarWithTheirVersions() throws Exception {
    if (!"true".equals(System.getenv("ECHOSPEC_REQUIRE_ALL"))) {
      assumeThat(SBOM).as("the profile bill-of-materials makes it").exists();
    }
    JsonNode sbom = JsonText.parse(Files.readString(SBOM));

    assertThat(sbom.get("bomFormat").stringValue()).isEqualTo("CycloneDX");
    List<JsonNode> components =
        StreamSupport.stream(sbom.get("components").spliterator(), false).toList();
    assertThat(components.stream().map(SbomIT::file).toList())
        .containsExactlyInAnyOrderElementsOf(libraries());
    // A scanner finds a library by these.
    assertThat(components)
        .allSatisfy(
            component -> {
              assertThat(component.get("purl").stringValue()).startsWith("pkg:maven/");
              assertThat(component.get("hashes")).isNotEmpty();
            });
  }

  private static String file(JsonNode component) {
    return component.get("name").stringValue()
        + "-"
        + component.get("version").stringValue()
        + ".jar";
  }

  private static List<String> libraries() throws IOException {
    try (Stream<Path> files = Files.list(LIBRARIES)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
