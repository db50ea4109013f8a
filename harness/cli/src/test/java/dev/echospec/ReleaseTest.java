package dev.echospec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

/** What a release needs of the poms and the changelog. */
class ReleaseTest {
  private static final Path PROJECT =
      Path.of(System.getProperty("basedir", "harness/cli")).resolve("../..").normalize();

  private static Document pom(Path folder) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(PROJECT.resolve(folder).resolve("pom.xml").toFile());
  }

  private static String value(Document pom, String path) throws Exception {
    return XPathFactory.newInstance().newXPath().evaluate(path, pom).strip();
  }

  private static String revision() throws Exception {
    return value(pom(Path.of("")), "/project/properties/revision");
  }

  static List<Path> modules() throws Exception {
    try (Stream<Path> poms = Files.find(PROJECT, 3, (path, file) -> path.endsWith("pom.xml"))) {
      return poms.map(Path::getParent)
          .map(PROJECT::relativize)
          .filter(folder -> !folder.toString().isEmpty())
          .filter(folder -> !folder.toString().matches("(examples|implementations|target)(/.*)?"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("modules")
  void aModuleIsDescribedAndHasTheVersionOfAll(Path module) throws Exception {
    Document pom = pom(module);

    assertThat(value(pom, "/project/parent/version")).isEqualTo("${revision}");
    assertThat(value(pom, "/project/version")).isEmpty();
    assertThat(value(pom, "/project/name")).startsWith("echospec ");
    assertThat(value(pom, "/project/description")).endsWith(".");
    if (!value(pom, "/project/packaging").equals("pom")) {
      assertThat(value(pom, "/project/properties/module.name")).startsWith("dev.echospec.");
    }
  }

  @Test
  void theRootSaysWhatAPublicRepositoryAsks() throws Exception {
    Document root = pom(Path.of(""));

    for (String path :
        List.of(
            "name",
            "description",
            "url",
            "licenses/license/name",
            "licenses/license/url",
            "developers/developer/name",
            "scm/url",
            "scm/connection",
            "scm/developerConnection")) {
      assertThat(value(root, "/project/" + path)).as(path).isNotEmpty();
    }
  }

  /** A release must not go out with its changes still under "Unreleased". */
  @Test
  void theChangelogHasTheVersion() throws Exception {
    String version = revision();
    List<String> headings =
        Files.readAllLines(PROJECT.resolve("CHANGELOG.md")).stream()
            .filter(line -> line.startsWith("## "))
            .toList();

    String expected = version.endsWith("-SNAPSHOT") ? "Unreleased" : version;
    assertThat(headings.get(0)).startsWith("## " + expected);
  }
}
