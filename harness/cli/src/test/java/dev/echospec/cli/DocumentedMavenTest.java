package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echospec.option.KitProperty;
import dev.echospec.script.ShellWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Maven commands of the pages. Maven ignores a property, a profile, and with {@code -am} even a
 * test class that does not exist; here each word has to name something. That the command does what
 * the page says is the business of another part of the build, which a table names.
 */
class DocumentedMavenTest {
  /** What a command is about, and what runs it: a test class, or a line of .ci/run. */
  private static final Map<Pattern, String> RUN_BY = new LinkedHashMap<>();

  static {
    runBy("-f examples/.*", "ExamplesIT");
    runBy("test -Dtest='?NettyEchoTest.*", "ExamplesIT");
    runBy("test -Dechospec[.]target=.*", "ConsumerBuildIT");
    runBy("(-B |-q )?-pl .*-Dechospec[.]regenerate=.*", "DocumentedMavenTest");
    runBy("(-B |-q )?-pl harness/[a-z]+ -am test.*", "-pl harness/gate -am");
    runBy("-Prelease,bill-of-materials .*deploy.*", "ReleaseTest");
    runBy("-P\\S*distribution.*", "DistributionIT");
    runBy("-Pbill-of-materials verify", "SbomIT");
    runBy("-Papi verify", "verify");
    runBy("-Drevision=1[.]0[.]0", "ReleaseTest");
    runBy("-DskipTests install", "ExamplesIT");
    runBy("-DskipTests package", "StartScriptIT");
    runBy("spotless:apply", "verify");
    runBy("verify( -Dechospec[.]target=.*)?", "verify");
    runBy("[.][.][.]", "CI=true");
  }

  /** Switches of Maven that take no value. */
  private static final Set<String> SWITCHES = Set.of("-am", "-B", "-q");

  private static final Set<String> PHASES =
      Set.of("test", "package", "verify", "install", "deploy");

  /** Properties of Maven's plugins; a build takes others without a word. */
  private static final Set<String> OF_PLUGINS =
      Set.of(
          "skipTests",
          "skipITs",
          "test",
          "surefire.failIfNoSpecifiedTests",
          "gpg.skip",
          "maven.install.skip",
          "altDeploymentRepository");

  /** A class of the reader's own. */
  private static final Set<String> OF_THE_READER = Set.of("MyServerTest");

  private static Set<String> poms;
  private static Set<String> tests;
  private static String sources;

  private static void runBy(String command, String what) {
    RUN_BY.put(Pattern.compile(command), what);
  }

  @BeforeAll
  static void read() throws IOException {
    poms = contents("pom.xml");
    tests = new java.util.TreeSet<>();
    try (Stream<Path> files = files()) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\w+(Test|IT)[.]java"))
          .forEach(name -> tests.add(name.replace(".java", "")));
    }
    sources =
        contents("Cases.java").stream().collect(Collectors.joining())
            + contents("Contract.java").stream().collect(Collectors.joining());
  }

  private static Stream<Path> files() throws IOException {
    Path project = Kit.project();
    return Stream.of("pom.xml", "harness", "reference-server", "reference-client", "examples")
        .map(project::resolve)
        .flatMap(
            place -> {
              try {
                return Files.walk(place);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            })
        .filter(file -> !file.toString().contains("/target/"))
        .filter(Files::isRegularFile);
  }

  private static Set<String> contents(String end) throws IOException {
    Set<String> contents = new java.util.LinkedHashSet<>();
    try (Stream<Path> files = files()) {
      for (Path file : files.filter(one -> one.toString().endsWith(end)).toList()) {
        contents.add(Files.readString(file));
      }
    }
    return contents;
  }

  static Set<String> commands() throws IOException {
    return DocumentedCommands.maven().keySet();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void isACommandThatThisBuildUnderstands(String line) throws IOException {
    understood(line);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void isRunByThisBuild(String line) throws IOException {
    String runner =
        RUN_BY.entrySet().stream()
            .filter(row -> row.getKey().matcher(line).matches())
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow(() -> new AssertionError("nothing is known to run: mvn " + line));

    assertThat(
            tests.contains(runner)
                || Files.readString(Kit.project().resolve(".ci/run")).contains(runner))
        .as(runner)
        .isTrue();
  }

  @Test
  void thereAreCommandsOfAllKinds() throws IOException {
    Map<String, List<String>> pages = DocumentedCommands.maven();

    assertThat(pages).hasSizeGreaterThan(25);
    assertThat(pages.values().stream().flatMap(List::stream))
        .contains("README.md", "CONTRIBUTING.md", "examples/README.md", "docs/junit.md")
        .contains("docs/sensitivity.md", "docs/start/java-tests.md", "docs/security.md");
    assertThat(RUN_BY.keySet())
        .as("rows that no page needs")
        .allMatch(row -> pages.keySet().stream().anyMatch(line -> row.matcher(line).matches()));
  }

  /** Without this, the other tests might pass whatever a page says. */
  @Test
  void aCommandWithAWrongWordIsFound() {
    for (String wrong :
        List.of(
            "-Pdistributions package",
            "-pl harness/none -am test",
            "-DskipTest package",
            "verify -Dechospec.taget=embedded",
            "verfy",
            "spotles:apply",
            "-f examples/none/pom.xml test",
            "test -Dtest=NettyEchosTest",
            "test -Dtest=NettyEchoTest#stream_splitChracter",
            "test -Dtest='*NoFaultsTest'",
            "--no-such-switch verify")) {
      assertThatThrownBy(() -> understood(wrong)).as(wrong).isInstanceOf(AssertionError.class);
    }
  }

  private static void understood(String line) throws IOException {
    List<String> words = ShellWords.split(line.replace("...", ""));
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.startsWith("-D")) {
        property(word.substring(2));
      } else if (word.equals("-pl")) {
        assertThat(Kit.project().resolve(words.get(++i)).resolve("pom.xml")).exists();
      } else if (word.equals("-f")) {
        assertThat(Kit.project().resolve(words.get(++i))).isRegularFile();
      } else if (word.startsWith("-P")) {
        Arrays.stream(word.substring(2).split(",")).forEach(DocumentedMavenTest::profile);
      } else if (word.startsWith("-")) {
        assertThat(SWITCHES).contains(word);
      } else if (word.contains(":")) {
        assertThat(poms).anyMatch(pom -> pom.contains(word.replaceFirst(":.*", "-maven-plugin<")));
      } else {
        assertThat(PHASES).contains(word);
      }
    }
  }

  private static void profile(String id) {
    assertThat(poms)
        .anyMatch(pom -> pom.matches("(?s).*<profile>((?!<build>).)*<id>" + id + "</id>.*"));
  }

  private static void property(String assignment) {
    String name = assignment.replaceFirst("=.*", "");
    if (name.startsWith("echospec.")) {
      assertThat(KitProperty.values()).anyMatch(property -> property.key().equals(name));
    } else if (!OF_PLUGINS.contains(name)) {
      assertThat(poms).as(name).anyMatch(pom -> pom.contains("<" + name + ">"));
    }
    if (name.equals("test")) {
      for (String one : assignment.replaceFirst(".*?=", "").split(",")) {
        test(one.replaceFirst("#.*", ""), one.replaceFirst("[^#]*#?", ""));
      }
    }
  }

  private static void test(String type, String method) {
    if (!OF_THE_READER.contains(type)) {
      assertThat(tests).as(type).anyMatch(name -> name.matches(type.replace("*", ".*")));
    }
    if (!method.isEmpty()) {
      assertThat(sources).containsPattern("void " + method.replace("*", "\\w*") + "\\(");
    }
  }
}
