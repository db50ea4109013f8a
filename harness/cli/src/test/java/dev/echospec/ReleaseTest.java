package dev.echospec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What a release needs of the poms and the changelog. */
class ReleaseTest {
  private static final Path PROJECT =
      Path.of(System.getProperty("basedir", "harness/cli")).resolve("../..").normalize();

  /** The modules whose artifacts a release puts into a public repository. */
  private static final Set<String> PUBLISHED =
      Set.of(
          "harness",
          "harness/cli",
          "harness/containers",
          "harness/core",
          "harness/junit",
          "harness/report",
          "reference-client",
          "reference-server");

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

  private static List<String> values(Document pom, String path) throws Exception {
    NodeList nodes =
        (NodeList)
            XPathFactory.newInstance().newXPath().evaluate(path, pom, XPathConstants.NODESET);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getTextContent().strip())
        .toList();
  }

  /** What is not published has nothing that would only be made for that, and no signature. */
  @ParameterizedTest
  @MethodSource("modules")
  void aModuleIsPublishedOrNoPartOfARelease(Path module) throws Exception {
    Document pom = pom(module);
    String skipped = PUBLISHED.contains(module.toString()) ? "" : "true";

    for (String property :
        List.of("maven.deploy.skip", "maven.source.skip", "maven.javadoc.skip", "gpg.skip")) {
      assertThat(value(pom, "/project/properties/" + property)).as(property).isEqualTo(skipped);
    }
  }

  /** Their users could not resolve it. */
  @ParameterizedTest
  @MethodSource("modules")
  void aPublishedModuleNeedsNoModuleThatIsNot(Path module) throws Exception {
    List<String> published = new ArrayList<>();
    for (String folder : PUBLISHED) {
      published.add(value(pom(Path.of(folder)), "/project/artifactId"));
    }

    List<String> needed =
        values(
            pom(module),
            "/project/dependencies/dependency[groupId='dev.echospec'][not(scope='test')]/artifactId");

    if (PUBLISHED.contains(module.toString())) {
      assertThat(published).containsAll(needed);
    }
  }

  /** A release would publish them: what tests of several modules share lies in the zoo. */
  @ParameterizedTest
  @MethodSource("modules")
  void noModuleMakesAJarOfItsTests(Path module) throws Exception {
    assertThat(values(pom(module), "//goal | //dependency/type | //dependency/classifier"))
        .doesNotContain("test-jar", "tests");
  }

  private static List<String> changelog() throws Exception {
    return Files.readAllLines(PROJECT.resolve("CHANGELOG.md")).stream()
        .filter(line -> line.startsWith("## "))
        .map(line -> line.split(" ")[1])
        .toList();
  }

  /** A release must not go out with its changes still under "Unreleased". */
  @Test
  void theChangelogHasTheVersion() throws Exception {
    String version = revision();

    assertThat(changelog().get(0))
        .isEqualTo(version.endsWith("-SNAPSHOT") ? "Unreleased" : version);
  }

  /** The comparison must not stay with a version that is not the last one. */
  @Test
  void theApiIsComparedWithTheLastVersionThatWasPublished() throws Exception {
    String version = revision();

    assertThat(value(pom(Path.of("")), "/project/properties/api.baseline"))
        .isEqualTo(
            changelog().stream()
                .filter(heading -> heading.matches("[0-9].*") && !heading.equals(version))
                .findFirst()
                .orElse("none"));
  }
}
