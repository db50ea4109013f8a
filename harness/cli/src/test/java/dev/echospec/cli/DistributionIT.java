package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

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
import org.junit.jupiter.api.io.TempDir;

/** The kit with its own runtime, unpacked on a machine without Java. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DistributionIT {
  /** What the start script calls; Java is none of it. */
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "cat",
          "cksum",
          "cut",
          "dirname",
          "ln",
          "locale",
          "ls",
          "mkdir",
          "mv",
          "readlink",
          "rm");

  private static final long MOST_BYTES = 90L << 20;

  @TempDir private static Path folder;

  private static Path home;
  private static Path archive;

  @BeforeAll
  static void unpack() throws Exception {
    List<Path> archives = archives();
    if (!Kit.REQUIRE_ALL) {
      assumeThat(archives).as("the profile distribution makes it").isNotEmpty();
    }
    archive = archives.get(0);
    Kit.Ended ended = run(List.of("tar", "-xf", archive.toString(), "-C", folder.toString()));
    assertThat(ended.status()).as(ended::toString).isZero();
    home = folder.resolve(archive.getFileName().toString().replace(".tar.gz", ""));
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : TOOLS) {
      Files.createSymbolicLink(tools.resolve(tool), where(tool));
    }
  }

  private static List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target").toAbsolutePath())) {
      return files
          .filter(file -> file.getFileName().toString().matches("echospec-.*\\.tar\\.gz"))
          .toList();
    }
  }

  private static Path where(String tool) {
    return Stream.of("/usr/bin", "/bin")
        .map(bin -> Path.of(bin, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  /** The environment has a path without Java, and nothing else. */
  private static Kit.Ended kit(String... args) throws Exception {
    Stream<String> command =
        Stream.concat(
            Stream.of(
                "env",
                "-i",
                "PATH=" + folder.resolve("tools"),
                home.resolve("bin/echospec").toString()),
            Stream.of(args));
    return run(command.toList());
  }

  private static Kit.Ended run(List<String> command) throws Exception {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(new java.io.File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
      return new Kit.Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Test
  void runsWhereNoJavaIs() throws Exception {
    Kit.Ended verified =
        kit("verify", "--case", "transform/ascii-letters", "--report", "report", "--seed", "1");

    assertThat(verified.status()).as(verified::toString).isZero();
    assertThat(verified.err()).isEmpty();
    assertThat(verified.out()).contains("CONFORMS to the profile concurrent: embedded");
    assertThat(Kit.files(folder.resolve("report"))).containsExactlyElementsOf(Kit.REPORT);
  }

  /** The processes of the members use the same runtime. */
  @Test
  void comparesWhereNoJavaIs() throws Exception {
    Files.writeString(folder.resolve("fleet.yaml"), "fleet: [{name: a, target: embedded}]");

    Kit.Ended compared =
        kit("compare", "fleet.yaml", "--case", "transform/ascii-letters", "--report", "compared");

    assertThat(compared.status()).as(compared::toString).isZero();
    assertThat(compared.out()).contains("1 a  conforms");
  }

  /**
   * Made by the start script, and with it the classes of the kit come out of an archive as well.
   */
  @Test
  void theFirstStartMakesTheArchivesOfClasses() throws Exception {
    kit("--version");

    Kit.Ended loaded =
        run(
            List.of(
                "env",
                "-i",
                "PATH=" + folder.resolve("tools"),
                "ECHOSPEC_JAVA_OPTS=-Xlog:class+load:stdout",
                home.resolve("bin/echospec").toString(),
                "--version"));

    assertThat(loaded.out().lines())
        .anyMatch(line -> line.matches(".* java\\.lang\\.String .*shared objects file.*"))
        .anyMatch(
            line -> line.matches(".*dev\\.echospec\\.cli\\.Echospec .*shared objects file.*"));
    assertThat(Kit.files(home.resolve("runtime/lib/server")))
        .as("no scratch file is left")
        .contains("classes.jsa")
        .noneMatch(name -> name.matches("classes\\.[0-9]+"));
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  /** In another folder, by a user with another umask, time zone and language. */
  @Test
  void aSecondBuildElsewhereGivesTheSameBytes() throws Exception {
    Path elsewhere = Files.createDirectories(folder.resolve("another place/target"));
    Path built = Path.of("target").toAbsolutePath();
    Files.copy(built.resolve("echospec.jar"), elsewhere.resolve("echospec.jar"));
    Path libraries = Files.createDirectories(elsewhere.resolve("lib"));
    for (String library : Kit.files(built.resolve("lib"))) {
      Files.copy(built.resolve("lib").resolve(library), libraries.resolve(library));
    }

    Kit.Ended packed =
        run(
            List.of(
                "env",
                "TZ=Asia/Tokyo",
                "LC_ALL=C.UTF-8",
                "JAVA_HOME=" + System.getProperty("java.home"),
                "sh",
                "-c",
                "umask 077 && exec \"$@\"",
                "sh",
                Kit.project().resolve("harness/cli/src/distribution/pack").toString(),
                elsewhere.toString(),
                found("echospec-(.+)-[^-]+-[^-]+[.]tar[.]gz", archive.getFileName().toString()),
                found(
                    "<project.build.outputTimestamp>([^<]+)<",
                    Files.readString(Kit.project().resolve("pom.xml")))));

    assertThat(packed.status()).as(packed::toString).isZero();
    Path second = elsewhere.resolve(archive.getFileName());
    assertThat(Files.mismatch(archive, second)).as("the first byte that differs").isEqualTo(-1);
  }

  @Test
  void hasPagesCompletionAndWhatTheLicenseAsks() throws Exception {
    assertThat(home.resolve("share/man/man1/echospec-verify.1")).isNotEmptyFile();
    assertThat(home.resolve("share/bash-completion/completions/echospec")).isNotEmptyFile();
    assertThat(home.resolve("share/zsh/site-functions/_echospec")).isNotEmptyFile();
    assertThat(home.resolve("LICENSE")).isNotEmptyFile();
    assertThat(home.resolve("bin/echospec.cmd")).content().contains("kit\\echospec.jar");
    assertThat(Files.size(archive)).isLessThan(MOST_BYTES);
  }
}
