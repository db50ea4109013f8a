package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.echospec.container.ContainerTarget;
import dev.echospec.server.ContainerOptions;
import dev.echospec.server.ContainerSource;
import dev.echospec.testing.DockerEngine;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Containers on the command line: what a user gets wrong, and what a run leaves behind. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@DisabledIfSystemProperty(named = "echospec.target", matches = ".+")
class ContainersIT {
  private static String image;

  @TempDir private Path folder;
  private Process kit;

  @BeforeAll
  static void build() throws Exception {
    DockerEngine.require();
    image = DockerEngine.image("echo");
  }

  @AfterEach
  void end() {
    if (kit != null) {
      kit.destroyForcibly();
    }
    assertThat(DockerEngine.containersOf(ProcessHandle.current().pid())).isEmpty();
  }

  private Kit.Ended verify(String... args) {
    List<String> all = new ArrayList<>(List.of("verify", "--case", "transform/ascii-letters"));
    all.addAll(List.of("--tries", "5", "--report", folder.resolve("report").toString()));
    all.addAll(List.of(args));
    return Kit.run(all);
  }

  @Test
  void anImageIsVerified() throws Exception {
    Kit.Ended ended = verify("--case", "close/releases", "docker://" + image);

    assertThat(ended.status()).as(ended::toString).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(Kit.idsWith("PASS", Kit.results(folder.resolve("report"))))
        .containsExactlyInAnyOrder("transform/ascii-letters", "close/releases");
  }

  @Test
  void aServerThatAConversationEndsIsBlamedWithItsStatus() {
    // Five random texts may well have no x.
    Kit.Ended ended =
        verify("--case", "transform/every-byte", "--env", "FAULT=exits-at-x", "docker://" + image);

    assertThat(ended.status()).as(ended::toString).isEqualTo(1);
    assertThat(ended.out())
        .contains("exited with status 3", "stderr: saw an x")
        .contains("docker://" + image + " --env FAULT=exits-at-x");
  }

  @Test
  void anImageThatDoesNotExist() {
    Kit.complains(
        verify("docker://localhost:1/no-such/image:1"),
        3,
        "There is no image localhost:1/no-such/image:1 here, and it cannot be pulled");
  }

  @Test
  void aNameThatNamesNoImage() {
    Kit.complains(verify("docker://Not/AnImage"), 2, "'Not/AnImage' is no name of an image");
  }

  @Test
  void anEndAtOnce() {
    Kit.Ended ended = verify("--env", "FAULT=exits", "docker://" + image);

    assertThat(ended.status()).as(ended::toString).isEqualTo(3);
    assertThat(ended.err().lines())
        .containsExactly(
            "echospec: The server exited with status 7 before it answered.",
            "  its stderr: no configuration was found");
  }

  @Test
  void aDockerfileThatDoesNotBuild() {
    Kit.Ended ended = verify("dockerfile:" + DockerEngine.CONTAINERS.resolve("broken"));

    assertThat(ended.status()).as(ended::toString).isEqualTo(3);
    assertThat(ended.err().lines().findFirst().orElse(""))
        .startsWith("echospec: ")
        .contains("does not build: ", "returned a non-zero code: 1");
    assertThat(ended.err())
        .contains("its stderr: about to fail", "/no-such-file: No such file or directory")
        .doesNotContain("Exception", "\tat ", "x1b");
  }

  @Test
  void aDockerfileThatIsNotThere() {
    Kit.complains(verify("dockerfile:" + folder), 3, "There is no Dockerfile at " + folder);
  }

  @Test
  void aServiceThatIsNotThere() {
    Kit.complains(
        verify("compose:" + DockerEngine.CONTAINERS.resolve("compose.yml") + "#web"),
        3,
        "compose.yml has no service web: it has ",
        "companion, echo");
  }

  @Test
  void aComposeFileThatIsNone() throws IOException {
    Path file = Files.writeString(folder.resolve("compose.yml"), "services: {echo: {imago: x}}\n");

    Kit.Ended ended = verify("compose:" + file + "#echo");

    assertThat(ended.status()).as(ended::toString).isEqualTo(3);
    assertThat(ended.err()).contains("is no valid compose file", "imago");
  }

  @Test
  void aServiceThatDoesNotBuild() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("compose.yml"),
            "services: {echo: {build: " + DockerEngine.CONTAINERS.resolve("broken") + "}}\n");

    Kit.Ended ended = verify("compose:" + file + "#echo");

    assertThat(ended.status()).as(ended::toString).isEqualTo(3);
    assertThat(ended.err()).contains("compose.yml#echo does not build", "/no-such-file");
  }

  @Test
  void aServiceWhoseImageDoesNotExist() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("compose.yml"), "services: {echo: {image: 'localhost:1/no-such:1'}}\n");

    Kit.Ended ended = verify("compose:" + file + "#echo");

    assertThat(ended.status()).as(ended::toString).isEqualTo(3);
    assertThat(ended.err()).contains("compose.yml#echo cannot be brought up", "localhost:1");
  }

  @Test
  void withoutAnEngineOneLineSaysSo() throws Exception {
    // Only in a mount namespace of one's own can the engine's socket be away for one process.
    boolean may = new ProcessBuilder("unshare", "-m", "true").start().waitFor() == 0;
    assertThat(may || !Kit.REQUIRE_ALL).as("unshare -m must work here").isTrue();
    assumeTrue(may, "the engine's socket cannot be hidden here");
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount --bind /dev/null \"$(readlink -f /var/run/docker.sock)\" && exec \"$@\"",
                "sh"));
    command.addAll(Kit.java(Echospec.class, "verify", "docker://" + image));
    File err = folder.resolve("err.txt").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).directory(folder.toFile());
    builder.environment().remove("DOCKER_HOST");
    kit = builder.start();

    assertThat(kit.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(Files.readAllLines(err.toPath(), StandardCharsets.UTF_8))
        .singleElement()
        .asString()
        .startsWith("echospec: No Docker engine answers");
    assertThat(kit.exitValue()).isEqualTo(3);
  }

  @Test
  void nothingIsLeftAfterAnInterruption() throws Exception {
    begin("docker://" + image);

    kit.destroy();

    assertThat(kit.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(DockerEngine.containersOf(kit.pid())).isEmpty();
  }

  @Test
  void whatAKilledRunLeavesBehindTheNextOneRemoves() throws Exception {
    begin("docker://" + image);
    try (ContainerTarget other = anotherRun()) {
      other.start();
      assertThat(DockerEngine.containersOf(kit.pid()))
          .as("the container of a run that goes on")
          .hasSize(1);
    }

    kit.destroyForcibly();
    assertThat(kit.waitFor(1, TimeUnit.MINUTES)).isTrue();

    try (ContainerTarget next = anotherRun()) {
      next.start();
      assertThat(DockerEngine.containersOf(kit.pid())).isEmpty();
    }
  }

  private static ContainerTarget anotherRun() {
    return new ContainerTarget(new ContainerSource.Image(image), ContainerOptions.DEFAULT);
  }

  /** Starts a run that goes on for long, and waits until its container is there. */
  private void begin(String target) throws IOException {
    kit =
        new ProcessBuilder(
                Kit.java(Echospec.class, "verify", "--tries", "100000", "--report", "r", target))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.txt").toFile())
            .directory(folder.toFile())
            .start();
    soon()
        .untilAsserted(
            () ->
                assertThat(Files.readString(folder.resolve("out.txt")))
                    .contains("The server answers"));
    assertThat(DockerEngine.containersOf(kit.pid())).hasSize(1);
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(200));
  }
}
