package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The kit with its own runtime, unpacked on a machine without Java. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DistributionIT {
  /** What the start script calls; Java is none of it. */
  private static final List<String> TOOLS =
      List.of(
          "sh", "cat", "cksum", "cut", "dirname", "locale", "ls", "mkdir", "mv", "readlink", "rm");

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
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
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

  @Test
  void hasPagesCompletionAndWhatTheLicenseAsks() throws Exception {
    assertThat(home.resolve("share/man/man1/echospec-verify.1")).isNotEmptyFile();
    assertThat(home.resolve("share/bash-completion/completions/echospec")).isNotEmptyFile();
    assertThat(home.resolve("LICENSE")).isNotEmptyFile();
    assertThat(home.resolve("bin/echospec.cmd")).content().contains("kit\\echospec.jar");
    assertThat(Files.size(archive)).isLessThan(MOST_BYTES);
  }
}
