package dev.echospec.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The start script, in a checkout whose path is not a simple one. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StartScriptIT {
  private static final Path BUILT = Path.of("target").toAbsolutePath();

  /** One for all tests: to make its archive of classes takes longest. */
  @TempDir private static Path shared;

  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private static Path checkout;
  private Path work;

  /** What the script looks at, and nothing that would have to be built. */
  @BeforeAll
  static void copy() throws IOException {
    List<Path> jars = jars(BUILT);
    assertThat(jars.size()).as("jars of the kit in " + BUILT).isLessThanOrEqualTo(1);
    assumeThat(jars).as("the jar, which the phase package makes").isNotEmpty();
    checkout = Files.createDirectories(shared.resolve("my echo's kit"));
    Path target = Files.createDirectories(checkout.resolve("harness/cli/target"));
    Files.copy(Kit.project().resolve("echospec"), checkout.resolve("echospec"));
    assertThat(checkout.resolve("echospec").toFile().setExecutable(true)).isTrue();
    for (String module :
        List.of(
            "harness/core",
            "harness/containers",
            "harness/report",
            "harness/cli",
            "reference-server",
            "reference-client")) {
      Files.createDirectories(checkout.resolve(module).resolve("src/main"));
      Files.writeString(checkout.resolve(module).resolve("pom.xml"), "<project/>");
    }
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    Path libraries = Files.createDirectories(target.resolve("lib"));
    try (Stream<Path> files = Files.list(BUILT.resolve("lib"))) {
      for (Path file : files.toList()) {
        Files.copy(file, libraries.resolve(file.getFileName()));
      }
    }
    Path jar = target.resolve(jars.get(0).getFileName());
    Files.copy(jars.get(0), jar);
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
  }

  @BeforeEach
  void work() throws IOException {
    work = Files.createDirectories(folder.resolve("elsewhere"));
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().equals("echospec.jar")).toList();
    }
  }

  @Test
  void listsFromAnotherFolder() throws Exception {
    Kit.Ended ended = run(checkout.resolve("echospec"), "list");

    assertThat(ended.status()).as(ended::toString).isZero();
    assertThat(ended.out()).contains("stream/segmentation").isEqualTo(Kit.run("list").out());
    assertThat(ended.err()).isEmpty();
    assertThat(Kit.files(work)).isEmpty();
  }

  @Test
  void runsThroughALinkedFolder() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), checkout);

    verifies(link.resolve("echospec"));
  }

  @Test
  void runsThroughALinkToIt() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path link = Files.createSymbolicLink(bin.resolve("echospec"), checkout.resolve("echospec"));

    verifies(link);
  }

  @Test
  void passesWordsOnAsTheyAre() throws Exception {
    Kit.Ended ended = run(checkout.resolve("echospec"), "explain", "no  such *case");

    assertThat(ended.status()).as(ended::toString).isEqualTo(2);
    assertThat(ended.err()).contains("'no  such *case'");
  }

  @Test
  void wordsBeyondAsciiAreReadInTheLocaleC() throws Exception {
    Path script = shell("exec \"$1\" explain \"$(printf 'caf\\303\\251 \\342\\202\\254')\"");
    environment.put("LANG", "C");

    Kit.Ended ended = run(script, checkout.resolve("echospec").toString());

    assertThat(ended.status()).as(ended::toString).isEqualTo(2);
    assertThat(ended.err()).contains("'caf\u00e9 \u20ac'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "POSIX"})
  void aTargetHasTheLocaleOfTheUserAndItsWordsAsTheyAre(String all) throws Exception {
    Path script =
        shell(
            "exec \"$1\" verify -- sh -c 'env >env.txt; printf %s \"$1\" >word.txt' sh"
                + " \"$(printf 'caf\\303\\251')\"");
    environment.put("LANG", "C");
    environment.put("LC_ALL", all);

    Kit.Ended ended = run(script, checkout.resolve("echospec").toString());

    assertThat(ended.status()).as(ended::toString).isEqualTo(3);
    assertThat(work.resolve("word.txt")).hasContent("caf\u00e9");
    List<String> variables = Files.readAllLines(work.resolve("env.txt"));
    assertThat(variables).contains("LANG=C");
    assertThat(variables.stream().filter(line -> line.contains("LC_ALL=")))
        .containsExactlyElementsOf(all.isEmpty() ? List.of() : List.of("LC_ALL=" + all));
  }

  @Test
  void noFolderForTemporaryFilesIsNeeded() throws Exception {
    Path target = checkout.resolve("harness/cli/target");
    for (String name : Kit.files(target)) {
      if (name.endsWith(".jsa")) {
        Files.delete(target.resolve(name));
      }
    }
    environment.put("TMPDIR", folder.resolve("none").toString());
    environment.put("ECHOSPEC_JAVA_OPTS", "-Djava.io.tmpdir=" + folder.resolve("none"));

    verifies(checkout.resolve("echospec"));

    assertThat(Kit.files(target))
        .as("with an archive of classes, and no scratch files")
        .hasSize(3)
        .anyMatch(name -> name.matches("classes-[0-9]+\\.jsa"));
  }

  @Test
  void aFullOutputIsAFault() throws Exception {
    Path script = shell("exec \"$1\" list >/dev/full");

    Kit.complains(
        run(script, checkout.resolve("echospec").toString()),
        4,
        "not all of the output could be written");
  }

  /**
   * A script that runs what it is given; Java would encode its words in the locale of the tests.
   */
  private Path shell(String line) throws IOException {
    Path script = Files.writeString(folder.resolve("run.sh"), "#!/bin/sh\n" + line + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private void verifies(Path script) throws Exception {
    Kit.Ended ended =
        run(script, "verify", "--case", "transform/ascii-letters", "--report", "my report");

    assertThat(ended.status()).as(ended::toString).isZero();
    assertThat(ended.out()).contains("transform   1 case: 1 passed, ", "CONFORMS", "my report");
    assertThat(ended.err()).isEmpty();
    assertThat(Kit.files(work)).containsExactly("my report");
    assertThat(Kit.files(work.resolve("my report"))).containsExactlyElementsOf(Kit.REPORT);
  }

  private Kit.Ended run(Path script, String... args) throws IOException, InterruptedException {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("LC_ALL");
    builder.environment().remove("LC_CTYPE");
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      return new Kit.Ended(
          process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
