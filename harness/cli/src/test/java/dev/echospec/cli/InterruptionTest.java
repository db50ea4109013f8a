package dev.echospec.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.echospec.cli.HostileServer.Mode;
import dev.echospec.suite.Catalogue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A process of the kit leaves nothing behind: not at its end, not when it is interrupted. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class InterruptionTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private Process kit;
  private BufferedReader reader;

  @AfterEach
  void end() {
    if (kit != null) {
      kit.descendants().forEach(ProcessHandle::destroyForcibly);
      kit.destroyForcibly();
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aRunThatIsInterruptedEndsItsTargetAndReports(String signal, int status) throws Exception {
    int port = Kit.freePort();
    start(
        HostileServer.command(Mode.FORKS, Integer.toString(port)),
        "--port",
        Integer.toString(port),
        "--tries",
        "100000",
        "--seed",
        "4");
    List<String> lines = readUntil("The server answers ");
    assertThat(Kit.targets("\0" + port)).as("parent and child run").hasSize(2);

    signal(signal);

    lines.addAll(readUntil("Report: "));
    assertThat(kit.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(kit.exitValue()).isEqualTo(status);
    JsonNode results = Kit.results(folder.resolve("report"));
    assertThat(results.get("complete").booleanValue()).isFalse();
    assertThat(Kit.text(results, "error")).isEqualTo("The run was stopped before its end.");
    assertThat(Kit.idsWith("FAIL", results)).isEmpty();
    assertThat(Kit.cases(results).toList()).hasSizeLessThan(Catalogue.cases().size());
    assertThat(lines).anyMatch(line -> line.startsWith("ERROR, nothing can be said of"));
    assertThat(Kit.files(folder.resolve("report"))).containsAll(Kit.REPORT);
    nothingIsLeft(port);
  }

  @Test
  void aKitThatIsKilledDoesNotLeaveItsTargetBehind() throws Exception {
    int port = Kit.freePort();
    start(
        HostileServer.command(Mode.FORKS, Integer.toString(port)),
        "--port",
        Integer.toString(port));
    readUntil("PASS  ");
    assertThat(Kit.targets("\0" + port)).as("parent and child run").hasSize(2);
    List<ProcessHandle> started = kit.descendants().toList();
    assertThat(started).as("with the watchdog").hasSizeGreaterThanOrEqualTo(3);

    signal("KILL");

    assertThat(kit.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    await().atMost(SOON).untilAsserted(() -> assertThat(started).noneMatch(ProcessHandle::isAlive));
    nothingIsLeft(port);
    assertThat(Kit.results(folder.resolve("report")).get("complete").booleanValue()).isFalse();
  }

  @Test
  void aFolderIsUsedByOneRunAtATimeAndByTheNextWhenThatIsDead() throws Exception {
    int port = Kit.freePort();
    start(
        HostileServer.command(Mode.FORKS, Integer.toString(port)),
        "--port",
        Integer.toString(port),
        "--tries",
        "100000");
    readUntil("PASS  ");
    String report = folder.resolve("report").toString();
    List<String> next = List.of("verify", "--case", "transform/ascii-letters", "--report", report);

    Kit.complains(Kit.run(next), 2, report + " is in use by another run of echospec");

    signal("KILL");
    assertThat(kit.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    Kit.Ended ended = Kit.run(next);
    assertThat(ended.status()).as(ended::toString).isZero();
    await().atMost(SOON).until(() -> Kit.targets("\0" + port).isEmpty());
  }

  @Test
  void aTargetThatIsNotReadyYetIsEndedToo() throws Exception {
    int port = Kit.freePort();
    start(
        HostileServer.command(Mode.NEVER_LISTENS, Integer.toString(port)),
        "--port",
        Integer.toString(port));
    await().atMost(SOON).until(() -> !Kit.targets("\0" + port).isEmpty());

    endsAt("TERM", 143, port);
  }

  @Test
  void aReplayThatIsInterruptedEndsItsTarget() throws Exception {
    int port = Kit.freePort();
    Path script =
        Files.writeString(
            folder.resolve("script.json"),
            "{\"steps\": [{\"do\": \"connect\", \"on\": 0}, {\"do\": \"pause\", \"millis\": 60000}]}");
    startKit(
        "replay",
        script.toString(),
        "--port",
        Integer.toString(port),
        HostileServer.command(Mode.FORKS, Integer.toString(port)));
    await().atMost(SOON).until(() -> Kit.targets("\0" + port).size() == 2);

    endsAt("INT", 130, port);
  }

  @Test
  void aRunThatEndsByItselfLeavesOnlyItsReport() throws Exception {
    int port = Kit.freePort();
    start(
        HostileServer.command(Mode.FORKS, Integer.toString(port)),
        "--port",
        Integer.toString(port),
        "--tries",
        "5",
        "--case",
        "transform/*");

    List<String> lines = readUntil("Report: ");
    assertThat(kit.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(kit.exitValue()).as(() -> String.join("\n", lines)).isZero();
    assertThat(Kit.results(folder.resolve("report")).get("complete").booleanValue()).isTrue();
    nothingIsLeft(port);
    assertThat(Kit.files(folder.resolve("tmp"))).as("temporary files").isEmpty();
    assertThat(Kit.files(folder.resolve("work"))).as("files in the working folder").isEmpty();
  }

  private void endsAt(String signal, int status, int port) throws Exception {
    signal(signal);

    assertThat(kit.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(kit.exitValue()).isEqualTo(status);
    nothingIsLeft(port);
  }

  private void nothingIsLeft(int port) {
    assertThat(kit.descendants()).as("processes of the kit").isEmpty();
    assertThat(Kit.targets("\0" + port)).as("processes of the target").isEmpty();
    assertThat(Kit.isFree(port)).as("the port is free").isTrue();
  }

  private void start(List<String> target, String... options) throws IOException {
    List<String> args =
        new ArrayList<>(List.of("verify", "--verbose", "--report", "" + folder.resolve("report")));
    args.addAll(List.of(options));
    launch(args, target);
  }

  private void startKit(
      String command, String file, String option, String value, List<String> target)
      throws IOException {
    launch(List.of(command, file, option, value), target);
  }

  private void launch(List<String> args, List<String> target) throws IOException {
    Files.createDirectories(folder.resolve("work"));
    Files.createDirectories(folder.resolve("tmp"));
    // Who runs these tests in the background may have SIGINT ignored, which would be inherited.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    List<String> java = Kit.java(Echospec.class);
    command.addAll(java.subList(0, java.size() - 1));
    // The virtual machine's own file of figures does not count.
    command.addAll(
        List.of(
            "-XX:-UsePerfData",
            "-Djava.io.tmpdir=" + folder.resolve("tmp"),
            java.get(java.size() - 1)));
    command.addAll(args);
    command.add("--");
    command.addAll(target);
    kit =
        new ProcessBuilder(command)
            .directory(folder.resolve("work").toFile())
            .redirectError(folder.resolve("stderr.txt").toFile())
            .start();
  }

  private List<String> readUntil(String beginning) throws IOException {
    if (reader == null) {
      reader = new BufferedReader(new InputStreamReader(kit.getInputStream(), UTF_8));
    }
    List<String> lines = new ArrayList<>();
    for (String line; (line = reader.readLine()) != null; ) {
      lines.add(line);
      if (line.startsWith(beginning)) {
        return lines;
      }
    }
    throw new AssertionError(
        "no line begins with "
            + beginning
            + ":\n"
            + String.join("\n", lines)
            + Files.readString(folder.resolve("stderr.txt")));
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(kit.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}
