package dev.echospec.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Maven builds of somebody's own module, as the README says, with the jar of the kit. */
@DisabledIfSystemProperty(named = "echospec.target", matches = ".+")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class ConsumerBuildIT {
  private static final Path BUILT = Path.of("target").toAbsolutePath();
  private static final Path POM = Path.of("../../pom.xml").toAbsolutePath().normalize();
  private static final String SUITE =
      """
      package com.example;

      import org.junit.platform.suite.api.*;

      @Suite
      @IncludeEngines("echospec")
      PARAMETER
      class NAME {}
      """;

  @TempDir private Path module;

  @BeforeEach
  void aModule() throws IOException {
    String versions = Files.readString(POM);
    Files.writeString(
        module.resolve("pom.xml"),
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>com.example</groupId>
          <artifactId>consumer</artifactId>
          <version>1</version>
          <properties>
            <maven.compiler.release>17</maven.compiler.release>
            <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
          </properties>
          <dependencies>
            <dependency>
              <groupId>org.junit.platform</groupId>
              <artifactId>junit-platform-suite</artifactId>
              <version>%s</version>
              <scope>test</scope>
            </dependency>
          </dependencies>
          <build><pluginManagement><plugins>%s%s%s</plugins></pluginManagement></build>
        </project>
        """
            .formatted(
                platform(),
                plugin(versions, "maven-resources-plugin", ""),
                plugin(versions, "maven-compiler-plugin", ""),
                plugin(
                    versions,
                    "maven-surefire-plugin",
                    "<configuration>" + kit() + "</configuration>")));
    suite("PlainTest", "");
  }

  /** The version of JUnit's Platform that these tests run on. */
  private static String platform() {
    return org.junit.platform.suite.api.Suite.class.getPackage().getImplementationVersion();
  }

  private static String plugin(String pom, String name, String configuration) {
    Matcher version =
        Pattern.compile("<artifactId>" + name + "</artifactId>\\s*<version>([^<]+)</version>")
            .matcher(pom);
    assertThat(version.find()).as(name).isTrue();
    return "<plugin><artifactId>%s</artifactId><version>%s</version>%s</plugin>"
        .formatted(name, version.group(1), configuration);
  }

  /** The jar of the kit and its libraries, which no repository has. */
  private static String kit() throws IOException {
    try (Stream<Path> own = Files.list(BUILT)) {
      List<String> jars =
          own.map(Path::toString)
              .filter(file -> file.matches(".*/echospec-junit-[0-9].*[T0-9]\\.jar"))
              .toList();
      assumeThat(jars).as("the jar, which the phase package makes").hasSize(1);
      return Stream.concat(jars.stream(), Libraries.resolved().stream())
          .map(jar -> "<element>" + jar + "</element>")
          .collect(
              Collectors.joining(
                  "", "<additionalClasspathElements>", "</additionalClasspathElements>"));
    }
  }

  private void suite(String name, String parameter) throws IOException {
    Path folder = Files.createDirectories(module.resolve("src/test/java/com/example"));
    Files.writeString(
        folder.resolve(name + ".java"),
        SUITE.replace("NAME", name).replace("PARAMETER", parameter));
  }

  private static String target(String name) {
    return "@ConfigurationParameter(key = \"echospec.target\", value = \"" + name + "\")";
  }

  @Test
  void aGreenBuildPrintsNothingAndLeavesNothing() throws Exception {
    MavenBuild built =
        mvn(
            "-Dechospec.target=embedded",
            "-Dechospec.tries=1",
            "-Dechospec.patience=2s",
            "-Dechospec.case=transform/*, stream/split-character");

    assertThat(built.status()).as(built::text).isZero();
    assertThat(built.strange()).isEmpty();
    assertThat(results("PlainTest")).contains("name=\"splitCharacter\"", "name=\"everyByte\"");
    try (Stream<Path> left = Files.list(module)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("pom.xml", "src", "target");
    }
  }

  @Test
  void aBuildThatNamesNoServerFailsAndSaysHow() throws Exception {
    MavenBuild none = mvn();

    assertThat(none.status()).as(none::text).isNotZero();
    assertThat(none.strange()).singleElement().asString().contains("-Dechospec.target=localhost");
    assertThat(none.text()).contains("Tests run: 1, Failures: 1");

    MavenBuild misspelt = mvn("-Dechospec.taget=embedded");

    assertThat(misspelt.status()).as(misspelt::text).isNotZero();
    assertThat(misspelt.strange())
        .containsExactly("there is no property echospec.taget: did you mean echospec.target?");
  }

  @Test
  void twoSuitesHaveResultsOfTheirOwnAlsoWhenFailuresAreRunAgain() throws Exception {
    try (ZooServer faulty = Zoo.start(Zoo.named("UpperCasesLatin1").type())) {
      suite("CorrectTest", target("embedded"));
      suite("FaultyTest", target("127.0.0.1:" + faulty.port()));

      MavenBuild built =
          mvn(
              "-Dtest=CorrectTest,FaultyTest",
              "-Dsurefire.rerunFailingTestsCount=1",
              "-Dechospec.tries=5",
              "-Dechospec.case=transform/every-byte,transform/ascii-letters");

      assertThat(built.status()).as(built::text).isNotZero();
      assertThat(built.text())
          .contains("com.example.FaultyTest.everyByte", "Tests run: 4, Failures: 1,")
          .contains("Run 1:", "Run 2:")
          .doesNotContain("Flakes");
      assertThat(results("CorrectTest")).doesNotContain("<failure", "Failure");
      assertThat(results("FaultyTest")).contains("<failure").doesNotContain("flakyFailure");
    }
  }

  @Test
  void aCaseIsSelectedByTheNameOfItsMethodAndAWrongNameFails() throws Exception {
    MavenBuild one =
        mvn("-Dtest=PlainTest#splitCharacter", "-Dechospec.target=embedded", "-Dechospec.tries=1");

    assertThat(one.status()).as(one::text).isZero();
    assertThat(results("PlainTest").lines().filter(line -> line.contains("<testcase")))
        .singleElement()
        .asString()
        .contains("name=\"splitCharacter\"");

    MavenBuild none = mvn("-Dtest=PlainTest#splitChracter", "-Dechospec.target=embedded");

    assertThat(none.status()).as(none::text).isNotZero();
    assertThat(none.text()).contains("did not discover any tests");
  }

  private String results(String suite) throws IOException {
    return Files.readString(
        module.resolve("target/surefire-reports/TEST-com.example." + suite + ".xml"));
  }

  /** Runs the tests; all that it needs has been fetched for the kit's own build. */
  private MavenBuild mvn(String... properties) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("-o", "-q", "test"));
    String repository = System.getProperty("localRepository");
    if (repository != null) {
      arguments.add("-Dmaven.repo.local=" + repository);
    }
    arguments.addAll(List.of(properties));
    return MavenBuild.of(module, arguments.toArray(String[]::new));
  }
}
