package dev.echospec.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.echospec.result.ResultsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The builds of {@code examples/}, as a user makes them, with a local repository that holds the
 * artifacts of this build as Maven installs them, and nothing else.
 */
@DisabledIfSystemProperty(named = "echospec.target", matches = ".+")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class ExamplesIT {
  private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();
  private static final Pattern VERSION =
      Pattern.compile("<echospec.version>([^<]+)</echospec.version>");

  /** The poms and jars that a user of echospec-junit needs. */
  private static final List<String> MODULES =
      List.of(
          ".", "harness", "harness/core", "harness/report", "harness/junit", "reference-server");

  /** Shared, so that Maven's own plugins are copied once. */
  @TempDir private static Path shared;

  private static String version;

  @BeforeAll
  static void install() throws IOException {
    for (String module : MODULES) {
      install(PROJECT.resolve(module).normalize());
    }
    Files.writeString(
        shared.resolve("settings.xml"),
        """
        <settings>
          <profiles>
            <profile>
              <id>here</id>
              <repositories>REPOSITORY</repositories>
              <pluginRepositories>PLUGINS</pluginRepositories>
            </profile>
          </profiles>
          <activeProfiles><activeProfile>here</activeProfile></activeProfiles>
        </settings>
        """
            .replace("REPOSITORY", repository("repository"))
            .replace("PLUGINS", repository("pluginRepository")));
  }

  /** What this build has fetched already need not be fetched again. */
  private static String repository(String element) {
    Path fetched =
        Path.of(
            System.getProperty(
                "localRepository", System.getProperty("user.home") + "/.m2/repository"));
    return """
    <%s>
      <id>fetched</id>
      <url>%s</url>
      <releases><checksumPolicy>ignore</checksumPolicy></releases>
      <snapshots><enabled>false</enabled></snapshots>
    </%s>\
    """
        .formatted(element, fetched.toUri(), element);
  }

  /** Does what install:install does, without a build inside of this build. */
  private static void install(Path module) throws IOException {
    Path target = module.resolve("target");
    Path pom = target.resolve(".flattened-pom.xml");
    assumeThat(pom).as("the pom that the build writes").isRegularFile();
    String text = Files.readString(pom);
    Matcher artifact =
        Pattern.compile("<artifactId>(echospec[^<]*)</artifactId>")
            .matcher(text.replaceFirst("(?s)<parent>.*</parent>", ""));
    Matcher number = Pattern.compile("<version>([^<]+)</version>").matcher(text);
    assertThat(artifact.find() && number.find()).as(pom.toString()).isTrue();
    version = number.group(1);
    String name = artifact.group(1) + "-" + version;
    Path folder =
        Files.createDirectories(
            shared.resolve("repository/dev/echospec/" + artifact.group(1) + "/" + version));
    Files.copy(pom, folder.resolve(name + ".pom"));
    if (!text.contains("<packaging>pom</packaging>")) {
      Path jar = target.resolve(name + ".jar");
      assumeThat(jar).as("the jar, which the phase package makes").isRegularFile();
      Files.copy(jar, folder.resolve(name + ".jar"));
    }
  }

  private static Path copy(String name) throws IOException {
    Path from = PROJECT.resolve("examples").resolve(name);
    Path to = shared.resolve(name);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(one -> !one.startsWith(from.resolve("target"))).toList()) {
        Path copied = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(copied);
        } else {
          Files.copy(file, copied);
        }
      }
    }
    // A release may be built without a change of the sources.
    Path pom = to.resolve("pom.xml");
    Files.writeString(
        pom,
        VERSION
            .matcher(Files.readString(pom))
            .replaceFirst("<echospec.version>" + version + "</echospec.version>"));
    return to;
  }

  private static MavenBuild test(Path example, String... properties) throws Exception {
    return MavenBuild.of(
        example,
        Stream.concat(
                Stream.of(
                    "test",
                    "-gs",
                    shared.resolve("settings.xml").toString(),
                    "-Dmaven.repo.local=" + shared.resolve("repository")),
                Stream.of(properties))
            .toArray(String[]::new));
  }

  private static ResultsFile results(Path example, String test) throws Exception {
    return ResultsFile.read(
        example.resolve("target/echospec").resolve(test).resolve("results.json"));
  }

  @Test
  void theyNameTheVersionOfTheProject() throws IOException {
    Matcher revision =
        Pattern.compile("<revision>([^<]+)</revision>")
            .matcher(Files.readString(PROJECT.resolve("pom.xml")));
    assertThat(revision.find()).isTrue();
    try (Stream<Path> examples = Files.list(PROJECT.resolve("examples"))) {
      assertThat(examples.filter(Files::isDirectory).map(one -> one.resolve("pom.xml")))
          .hasSize(3)
          .allSatisfy(
              pom ->
                  assertThat(pom)
                      .content()
                      .contains("<echospec.version>" + revision.group(1) + "</echospec.version>"));
    }
  }

  @Test
  void theNioServerPassesOnJUnit5() throws Exception {
    Path example = copy("nio");

    MavenBuild built = test(example, "-Dtest=NioEchoTest#stream_*", "-Dechospec.tries=5");

    assertThat(built.status()).as(built::text).isZero();
    assertThat(built.text()).contains("Tests run: 13, Failures: 0, Errors: 0, Skipped: 0");
    assertThat(built.strange()).isEmpty();
    ResultsFile results = results(example, "NioEchoTest");
    assertThat(results.echospec()).isEqualTo(version);
    assertThat(results.complete()).isTrue();
    assertThat(example.resolve("target/surefire-reports/TEST-com.example.NioEchoTest.xml"))
        .content()
        .contains("name=\"stream_splitCharacter\"", "classname=\"com.example.NioEchoTest\"");
    try (Stream<Path> left = Files.list(example)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("pom.xml", "src", "target");
    }
  }

  /** Beside a suite, which is what servers elsewhere have. */
  @Test
  void theNettyServerPassesOnJUnit6() throws Exception {
    Path example = copy("netty");
    Path pom = example.resolve("pom.xml");
    Files.writeString(
        pom,
        Files.readString(pom)
            .replaceFirst(
                "(?s)(.*)</dependencies>",
                "$1<dependency><groupId>org.junit.platform</groupId>"
                    + "<artifactId>junit-platform-suite</artifactId>"
                    + "<scope>test</scope></dependency></dependencies>"));
    Files.writeString(
        example.resolve("src/test/java/com/example/ElsewhereTest.java"),
        """
        package com.example;

        import org.junit.platform.suite.api.*;

        @Suite
        @IncludeEngines("echospec")
        @ConfigurationParameter(key = "echospec.target", value = "embedded")
        class ElsewhereTest {}
        """);

    MavenBuild built =
        test(example, "-Dechospec.tries=3", "-Dechospec.case=transform/*,close/*,flow/slow-reader");

    assertThat(built.status()).as(built::text).isZero();
    assertThat(built.text()).containsPattern("Tests run: [0-9]+, Failures: 0, Errors: 0");
    assertThat(built.strange()).isEmpty();
    assertThat(results(example, "NettyEchoTest").counts())
        .containsEntry("FAIL", 0L)
        .containsEntry("PASS", (long) results(example, "NettyEchoTest").cases().size() - 1);
    assertThat(example.resolve("target/surefire-reports/TEST-com.example.ElsewhereTest.xml"))
        .content()
        .contains("name=\"halfCloseDrains\"", "name=\"slowReader\"", "failures=\"0\"");
  }

  @Test
  void theBlockingServerFailsAndSaysWhy() throws Exception {
    Path example = copy("blocking");

    MavenBuild built =
        test(
            example,
            "-Dechospec.tries=10",
            "-Dechospec.seed=1",
            "-Dechospec.case=stream/split-character,close/empty");

    assertThat(built.status()).as(built::text).isNotZero();
    assertThat(built.text())
        .containsPattern("Tests run: [0-9]+, Failures: 1, Errors: 0")
        // In the summary at the end.
        .containsPattern("BlockingEchoTest.stream_splitCharacter.* stream/split-character: ")
        .contains(
            "      send    ",
            "      expect  ",
            "      got     ",
            "the server decodes each read as UTF-8 by itself",
            "To fix it: Do not decode single reads")
        .containsPattern("Again:  ./echospec replay \\S*stream-split-character.json HOST:PORT")
        .contains("Here:   stream_splitCharacter of com.example.BlockingEchoTest with the property")
        .doesNotContain("at dev.echospec.");
    assertThat(results(example, "BlockingEchoTest").counts()).containsEntry("FAIL", 1L);
    assertThat(example.resolve("target/echospec/BlockingEchoTest/report.html"))
        .content()
        .contains("DOES NOT CONFORM", "stream/split-character", "<svg ");
  }
}
