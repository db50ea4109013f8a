package dev.echospec.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooMain;
import dev.echospec.zoo.ZooServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The failure that a run leaves, played again: by the kit, and by a Python program. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ReplayTest {
  private static final String FAULT = "DiesOnInvalidUtf8";

  @TempDir private static Path folder;
  private static String failure;

  @BeforeAll
  static void find() throws IOException {
    Kit.Ended ended =
        Kit.run(
            Kit.java(ZooMain.class, FAULT, "{port}"),
            "verify",
            "--report",
            folder.toString(),
            "--case",
            "transform/invalid-utf8");
    assertThat(ended.status()).as(ended::toString).isEqualTo(1);
    failure = folder.resolve("transform-invalid-utf8.json").toString();
  }

  @Test
  void showsTheFaultOfTheCommandAgain() {
    Kit.Ended ended = Kit.run(Kit.java(ZooMain.class, FAULT, "{port}"), "replay", failure);

    assertThat(ended.status()).as(ended::toString).isEqualTo(1);
    assertThat(ended.out())
        .contains("send ", "The fault shows.", "The server exited with status 1.", "stderr: ");
    assertThat(ended.err()).isEmpty();
    assertThat(Kit.targets(FAULT)).isEmpty();
  }

  @Test
  void showsTheFaultOfARunningServerAgain() throws IOException {
    try (ZooServer server = Zoo.start(Zoo.named(FAULT).type())) {
      Kit.Ended ended = Kit.run("replay", failure, "127.0.0.1:" + server.port());

      assertThat(ended.status()).as(ended::toString).isEqualTo(1);
      assertThat(ended.out()).contains("The fault shows.");
    }
  }

  @Test
  void theReferenceServerDoesAsItShould() {
    Kit.Ended ended = Kit.run("replay", failure);

    assertThat(ended.status()).as(ended::toString).isZero();
    assertThat(ended.out()).contains("send ", "The server did as it should.");
  }

  @Test
  void nobodyThere() throws IOException {
    Kit.complains(
        Kit.run("replay", failure, "127.0.0.1:" + Kit.freePort()), 3, "Nobody listens on");
    Kit.complains(Kit.run("replay", failure, "x:1", "--", "true"), 2, "name one target");
    Kit.complains(Kit.run("replay", failure, "--"), 2, "the command is missing");
    Kit.complains(Kit.run("replay", failure, "--as", "cobol"), 2, "cobol");
  }

  @Test
  void aFileWithNothingButStepsWillDo() throws IOException {
    Path script =
        Files.writeString(
            folder.resolve("by-hand.json"),
            """
            { "steps": [ { "do": "connect", "on": 0 },
                         { "do": "send", "on": 0, "hex": "ff", "text": "" },
                         { "do": "read", "on": 0 } ] }
            """);

    assertThat(Kit.run("replay", script.toString()).status()).isZero();
    assertThat(
            Kit.run(Kit.java(ZooMain.class, FAULT, "{port}"), "replay", script.toString()).status())
        .isEqualTo(1);
  }

  @Test
  void whatThisMachineIsShortOfIsNoFaultOfTheKit() throws Exception {
    String connects =
        IntStream.range(0, 100)
            .mapToObj(c -> "{\"do\": \"connect\", \"on\": " + c + "}")
            .collect(Collectors.joining(","));
    Path script = Files.writeString(folder.resolve("many.json"), "{\"steps\": [" + connects + "]}");
    // The virtual machine itself takes some, mostly for the libraries.
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "ulimit -n 130 && exec \"$@\"", "sh"));
    command.addAll(Kit.java(Echospec.class, "replay", script.toString()));
    try (HostileServer server = HostileServer.start(HostileServer.Mode.ECHO)) {
      command.add("127.0.0.1:" + server.port());
      Process process = new ProcessBuilder(command).start();
      try {
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        Kit.Ended ended = new Kit.Ended(process.exitValue(), out, err);
        Kit.complains(ended, 4, "this machine is short of something", "ulimit -n");
        assertThat(err).doesNotContain("fault of the kit");
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void saysWhatItTakesAtMostBeforeItPlays() {
    Kit.Ended ended = Kit.run("replay", failure);

    assertThat(ended.out().lines().findFirst().orElse(""))
        .matches("The conversation takes at most [0-9. mins]+\\.");
  }

  @Test
  void whatMayTakeLongIsPlayedOnlyWithABound() throws IOException {
    String hour = ", {\"do\": \"pause\", \"millis\": 3600000}";
    Path pauses = script("pauses.json", hour.repeat(50));
    Path stream =
        script(
            "stream.json",
            ", {\"do\": \"send\", \"on\": 0, \"seed\": 1, \"length\": 1099511627776,"
                + " \"alphabet\": \"any\"}");

    Kit.complains(
        Kit.run("replay", pauses.toString()),
        2,
        "the conversation may take 3000 min",
        "--at-most TIME");
    Kit.complains(Kit.run("replay", stream.toString()), 2, "--at-most TIME");
    Kit.complains(Kit.run("replay", pauses.toString(), "--at-most", "soon"), 2, "'soon'");
    Kit.complains(Kit.run("replay", pauses.toString(), "--at-most", "721h"), 2, "up to 720h");

    for (Path file : List.of(pauses, stream)) {
      Kit.Ended ended = Kit.run("replay", file.toString(), "--at-most", "700ms");

      Kit.complains(ended, 3, "was cut short after 700 ms: nothing can be said of the server");
      assertThat(ended.out())
          .startsWith("The conversation takes at most 700 ms.")
          .doesNotContain("The server did as it should", "The fault shows");
    }
  }

  /** What was seen by then is not unseen. */
  @Test
  void aFaultThatWasSeenBeforeTheEndShows() throws IOException {
    Path file =
        script(
            "wrong.json",
            ", {\"do\": \"send\", \"on\": 0, \"hex\": \"61\"},"
                + " {\"do\": \"pause\", \"millis\": 3600000}");

    Kit.Ended ended =
        Kit.run(
            Kit.java(ZooMain.class, "LowerCases", "{port}"),
            "replay",
            file.toString(),
            "--at-most",
            "1m");

    assertThat(ended.status()).as(ended::toString).isEqualTo(1);
    assertThat(ended.out()).contains("The fault shows.");
  }

  private static Path script(String name, String steps) throws IOException {
    return Files.writeString(
        folder.resolve(name), "{\"steps\": [{\"do\": \"connect\", \"on\": 0}" + steps + "]}");
  }

  @Test
  void thePythonProgramShowsTheSame() throws Exception {
    if (!Kit.REQUIRE_ALL) {
      assumeThat(python(List.of("--version"))).isZero();
    }
    Kit.Ended printed = Kit.run("replay", failure, "--as", "python");
    assertThat(printed.status()).isZero();
    assertThat(printed.err()).isEmpty();
    Path program = Files.writeString(folder.resolve("again.py"), printed.out());
    try (ZooServer bad = Zoo.start(Zoo.named(FAULT).type());
        HostileServer good = HostileServer.start(HostileServer.Mode.ECHO)) {
      assertThat(python(List.of(program.toString(), "127.0.0.1", "" + bad.port()))).isEqualTo(1);
      assertThat(python(List.of(program.toString(), "127.0.0.1", "" + good.port()))).isZero();
    }
  }

  private static int python(List<String> args) throws InterruptedException {
    List<String> command = new java.util.ArrayList<>(List.of("python3"));
    command.addAll(args);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("python.txt").toFile())
              .start();
      try {
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return -1;
    }
  }
}
