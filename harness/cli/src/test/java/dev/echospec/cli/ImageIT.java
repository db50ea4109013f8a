package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.echospec.reference.server.Transform;
import dev.echospec.server.EmbeddedTarget;
import dev.echospec.testing.DockerEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image of the kit, which a build of harness/Dockerfile has made of the same sources: the
 * environment variable {@code ECHOSPEC_TEST_IMAGE} names it.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@DisabledIfSystemProperty(named = "echospec.target", matches = ".+")
class ImageIT {
  private static final String IMAGE = System.getenv("ECHOSPEC_TEST_IMAGE");
  private static final long MOST_BYTES = 120_000_000;

  @TempDir private Path folder;

  @BeforeAll
  static void require() throws Exception {
    if (!Kit.REQUIRE_ALL) {
      assumeThat(IMAGE).as("the name of an image in ECHOSPEC_TEST_IMAGE").isNotNull();
    }
    DockerEngine.require();
  }

  private Kit.Ended docker(String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(args));
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(new java.io.File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      return new Kit.Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      process.destroyForcibly();
    }
  }

  private String line(String... args) throws Exception {
    Kit.Ended ended = docker(args);
    assertThat(ended.status()).as(ended::toString).isZero();
    assertThat(ended.err()).isEmpty();
    return ended.out().strip();
  }

  @Test
  void isSmallAndOfAnOrdinaryUser() throws Exception {
    assertThat(Long.parseLong(line("image", "inspect", "--format", "{{.Size}}", IMAGE)))
        .isLessThan(MOST_BYTES);
    // A number: Kubernetes looks up no names.
    assertThat(line("image", "inspect", "--format", "{{.Config.User}}", IMAGE))
        .isEqualTo("65534:65534");
    assertThat(line("run", "--rm", "--entrypoint", "id", IMAGE, "-un")).isEqualTo("nobody");
  }

  /** Without its archive of classes it would take three times as long to start. */
  @Test
  void startsWithItsClassesAlreadyLoaded() throws Exception {
    // The kit would end at once if the archive did not fit.
    String loaded =
        line(
            "run",
            "--rm",
            "--env",
            "ECHOSPEC_JAVA_OPTS=-Xshare:on -Xlog:class+load:stdout",
            IMAGE,
            "--version");

    assertThat(loaded.lines())
        .anyMatch(line -> line.matches(".*dev\\.echospec\\.cli\\.Echospec .*shared objects file.*"))
        .anyMatch(line -> line.matches("echospec [0-9].*"))
        .noneMatch(line -> line.matches(".* dev\\.echospec\\..* source: file:.*"));
  }

  @Test
  void verifiesAServerOfThisMachine() throws Exception {
    try (EmbeddedTarget server = new EmbeddedTarget(EmbeddedTarget.concurrent(Transform.UPPER))) {
      server.start();

      Kit.Ended ended =
          docker(
              "run",
              "--rm",
              "--network",
              "host",
              IMAGE,
              "verify",
              "--tries",
              "3",
              "--case",
              "transform/*",
              "127.0.0.1:" + server.address().getPort());

      assertThat(ended.status()).as(ended::toString).isZero();
      assertThat(ended.err()).isEmpty();
      assertThat(ended.out()).contains("CONFORMS to the profile concurrent: 127.0.0.1:");
    }
  }

  /** Its shell and its tools are those that ending the processes of a command takes. */
  @Test
  void startsAndEndsACommand() throws Exception {
    Kit.Ended ended =
        docker(
            "run",
            "--rm",
            IMAGE,
            "verify",
            "--tries",
            "1",
            "--case",
            "transform/ascii-letters",
            "--",
            "sh",
            "-c",
            "exec echospec serve --concurrent --quiet --port \"$1\"",
            "sh",
            "{port}");

    assertThat(ended.status()).as(ended::toString).isZero();
    assertThat(ended.out()).contains("CONFORMS").doesNotContain("still in use");
  }

  /** It was built in another folder, by another start of Maven. */
  @Test
  void hasTheJarsOfThisBuildByteForByte() throws Exception {
    Path jar = Path.of("target/echospec.jar");
    assumeThat(jar).as("the jar, which the phase package makes").exists();
    String listed =
        line(
            "run",
            "--rm",
            "--entrypoint",
            "sh",
            IMAGE,
            "-c",
            "cd /opt/echospec/kit && sha256sum echospec.jar lib/echospec-* && unzip -p echospec.jar"
                + " META-INF/MANIFEST.MF >/tmp/m && grep Build-Jdk /tmp/m");
    assumeThat(jdk(jar)).as("the version of this build's JDK").isEqualTo(jdk(listed));

    TreeMap<String, String> theirs = new TreeMap<>();
    listed
        .lines()
        .map(line -> line.split("\\s+"))
        .filter(words -> words[1].endsWith(".jar"))
        .forEach(words -> theirs.put(words[1], words[0]));
    TreeMap<String, String> ours = new TreeMap<>();
    ours.put("echospec.jar", digest(jar));
    try (Stream<Path> libraries = Files.list(Path.of("target/lib"))) {
      for (Path library : libraries.toList()) {
        String name = library.getFileName().toString();
        if (name.startsWith("echospec-")) {
          ours.put("lib/" + name, digest(library));
        }
      }
    }
    assertThat(theirs).hasSizeGreaterThan(3).isEqualTo(ours);
  }

  private static String jdk(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getManifest().getMainAttributes().getValue("Build-Jdk-Spec");
    }
  }

  private static String jdk(String listed) {
    return listed.lines().reduce((one, last) -> last).orElseThrow().replaceFirst(".*: ", "");
  }

  private static String digest(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
