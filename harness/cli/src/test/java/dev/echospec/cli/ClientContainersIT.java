package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.echospec.testing.DockerEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Clients in containers on the command line: verdicts, bad input, and what a run leaves behind. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@DisabledIfSystemProperty(named = "echospec.target", matches = ".+")
class ClientContainersIT {
  private static final Path BASH = Kit.project().resolve("implementations/clients/bash");

  /** Reads its message from its standard input, and takes an early end for the whole echo. */
  private static final String CREDULOUS =
      """
      import socket, sys
      message = sys.stdin.buffer.read()
      with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as server:
          server.sendall(message)
          left = len(message)
          while left > 0 and (read := server.recv(4096)):
              left -= len(read)
              sys.stdout.buffer.write(read)
      """;

  private static String image;

  @TempDir private Path folder;
  private Process kit;

  @BeforeAll
  static void build() throws Exception {
    DockerEngine.require();
    image = "docker://" + DockerEngine.image("echo");
  }

  @AfterEach
  void end() {
    if (kit != null) {
      kit.destroyForcibly();
    }
    assertThat(DockerEngine.containersOf(ProcessHandle.current().pid())).isEmpty();
  }

  private Kit.Ended client(String... args) {
    List<String> all = new ArrayList<>(List.of("client", "--report", report().toString()));
    all.addAll(List.of("--tries", "10"));
    all.addAll(List.of(args));
    return Kit.run(all);
  }

  private Path report() {
    return folder.resolve("report");
  }

  @Test
  void aDockerfileIsTestedAtEveryAddressAndWithoutAServer() throws Exception {
    Kit.Ended ended =
        client(
            "--case",
            "client/ends",
            "--case",
            "client/address",
            "--case",
            "client/refused",
            "dockerfile:" + BASH,
            "--",
            "{host}",
            "{port}",
            "{message}");

    assertThat(ended.status()).as(ended::toString).isZero();
    assertThat(Kit.idsWith("PASS", Kit.results(report())))
        .containsExactlyInAnyOrder("client/ends", "client/address", "client/refused");
  }

  @Test
  void aFaultIsToldWithTheCommandThatShowsItAgain() {
    String[] words = {image, "--", "python3", "-c", CREDULOUS, "{host}", "{port}"};
    List<String> args = new ArrayList<>(List.of("--case", "client/early-end", "--env", "A=b c"));
    args.addAll(List.of(words));

    Kit.Ended ended = client(args.toArray(String[]::new));

    assertThat(ended.status()).as(ended::toString).isEqualTo(1);
    assertThat(ended.out())
        .contains("DOES NOT CONFORM", "exit status 0")
        .contains("client-early-end.json " + image + " --env 'A=b c' -- python3 -c");
    List<String> again =
        new ArrayList<>(List.of("replay", report().resolve("client-early-end.json").toString()));
    again.addAll(List.of(words));
    Kit.Ended replayed = Kit.run(again);
    assertThat(replayed.status()).as(replayed::toString).isEqualTo(1);
    assertThat(replayed.out()).contains("The fault shows.");
  }

  @Test
  void aProgramThatIsNotThereIsNoUnsupportedCase() {
    Kit.complains(
        client(image, "--", "/no-such-program", "{host}", "{port}"),
        3,
        "The container of " + image + " cannot be started.",
        "/no-such-program");
  }

  @Test
  void anImageOrABuildThatFailsIsSaid() {
    Kit.complains(
        client("docker://localhost:1/no-such/image:1", "--", "{port}"),
        3,
        "There is no image localhost:1/no-such/image:1 here, and it cannot be pulled");
    Kit.complains(client("dockerfile:" + folder), 3, "There is no Dockerfile at " + folder);
    Kit.Ended ended = client("dockerfile:" + DockerEngine.CONTAINERS.resolve("broken"));

    assertThat(ended.status()).as(ended::toString).isEqualTo(3);
    assertThat(ended.err())
        .contains("does not build: ", "its stderr: about to fail")
        .doesNotContain("Exception", "\tat ");
  }

  @Test
  void aFleetHasClientsInContainers() throws Exception {
    Path fleet =
        Files.writeString(
            folder.resolve("fleet.yaml"),
            """
            fleet: [{name: server, target: embedded}]
            clients:
              - name: client
                target: dockerfile:%s
                command: ["{host}", "{port}", "{message}"]
            """
                .formatted(BASH));

    Kit.Ended ended =
        Kit.run(
            "compare",
            fleet.toString(),
            "--within",
            BASH.toString(),
            "--report",
            report().toString(),
            "--tries",
            "10",
            "--case",
            "close/empty",
            "--case",
            "client/quiet-end");

    assertThat(ended.status()).as(ended::toString).isZero();
    JsonNode pair = Kit.results(report()).at("/pairs/0");
    assertThat(Kit.text(pair, "verdict")).isEqualTo("WORKS");
    assertThat(Kit.text(pair, "output")).isNotEmpty();
  }

  @Test
  void nothingIsLeftAfterAnInterruption() throws Exception {
    Path out = folder.resolve("out.txt");
    kit =
        new ProcessBuilder(
                Kit.java(
                    Echospec.class,
                    "client",
                    "--report",
                    "r",
                    "dockerfile:" + BASH,
                    "--",
                    "{host}",
                    "{port}",
                    "{message}"))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .directory(folder.toFile())
            .start();
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> !DockerEngine.containersOf(kit.pid()).isEmpty());

    kit.destroy();

    assertThat(kit.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(DockerEngine.containersOf(kit.pid())).isEmpty();
    assertThat(out).content().doesNotContain("fault of the kit", "\tat ");
  }
}
