package dev.echospec.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code echospec client}, with clients that are a few words of shell. */
@Execution(ExecutionMode.CONCURRENT)
class ClientCommandTest {
  @TempDir private Path folder;

  private Kit.Ended client(String... words) {
    List<String> all =
        new ArrayList<>(
            List.of("client", "--report", folder.resolve("report").toString(), "--seed", "5"));
    all.addAll(List.of(words));
    return Kit.run(all.toArray(String[]::new));
  }

  private static String[] shell(String script, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--", "bash", "-c", script, "client", "{host}", "{port}"));
    return all.toArray(String[]::new);
  }

  @Test
  void aCorrectClientPasses() {
    String script =
        """
        in=$(mktemp) out=$(mktemp)
        trap 'rm -f "$in" "$out"' EXIT
        cat >"$in"
        owed=$(wc -c <"$in")
        exec 3<>/dev/tcp/$1/$2 || exit 1
        cat "$in" >&3
        head -c "$owed" <&3 >"$out"
        cat "$out"
        [ "$(wc -c <"$out")" = "$owed" ] || { echo "cut short" >&2; exit 1; }
        """;
    Kit.Ended run =
        client(
            shell(
                script,
                "--case",
                "client/ends",
                "--case",
                "client/early-end",
                "--case",
                "client/refused",
                "--tries",
                "20"));

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("3 cases: 3 passed", "CONFORMS");
    assertThat(run.status()).isZero();
  }

  static Stream<List<String>> wrong() {
    return Stream.of(
        List.of("client"),
        List.of("client", "--"),
        List.of("client", "--wait", "--", "true"),
        List.of("client", "--wait", "docker://image"),
        List.of("client", "docker://NoImage", "--", "{port}"),
        List.of("client", "localhost:7", "--", "{port}"),
        List.of("client", "compose:compose.yml#client"),
        List.of("client", "docker://image", "--"),
        List.of("client", "--keep-env", "A", "docker://image"),
        List.of("client", "--memory", "512m", "--", "true"),
        List.of("client", "--env", "A", "docker://image"),
        List.of("client", "--sends", "x", "--", "echo", "{message}"),
        List.of("client", "--output", "some", "--", "true"),
        List.of("client", "--case", "close/*", "--", "true"),
        List.of("verify", "--case", "client/*"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void wrongUsageIsOneLine(List<String> words) {
    Kit.Ended run = Kit.run(words.toArray(String[]::new));

    assertThat(run.status()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void aClientThatDoesNotStartIsNoTarget() {
    Kit.Ended run = client("--", "no-such-client-anywhere", "{port}");

    assertThat(run.status()).isEqualTo(ExitCode.NO_TARGET);
    assertThat(run.err()).contains("no-such-client-anywhere cannot be started");
  }

  @Test
  void aPortThatIsTakenIsNoTarget() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = String.valueOf(taken.getLocalPort());

      Kit.Ended run = client("--port", port, "--sends", "x", "--", "true");

      Kit.complains(
          run,
          ExitCode.NO_TARGET,
          "port " + port + " cannot be listened on: Address already in use; end what has it, or");
    }
  }

  @Test
  void aClientThatNeverConnectsIsToldOnce() {
    Kit.Ended run = client("--", "echo", "{port}");

    assertThat(run.status()).isEqualTo(ExitCode.DOES_NOT_CONFORM);
    assertThat(run.out()).contains("the client never connects", "DOES NOT CONFORM");
    assertThat(Files.exists(folder.resolve("report/results.json"))).isTrue();
  }

  /** What is hostile about each, at its shortest; every run must end within its patience. */
  static Stream<String> hostile() {
    return Stream.of(
        // Ignores SIGTERM, and never connects.
        "trap '' TERM; while :; do sleep 1; done",
        // Writes to both streams without end.
        "yes & exec yes >&2",
        // Leaves a child that holds its descriptors.
        "exec 3<>/dev/tcp/$1/$2; sleep 1000 & exit 0",
        // Connects, and sends without end.
        "exec 3<>/dev/tcp/$1/$2; exec yes >&3",
        // Connects twice, and sends on both.
        "exec 3<>/dev/tcp/$1/$2 4<>/dev/tcp/$1/$2; echo a >&3; echo b >&4",
        // Never reads its input.
        "exec 3<>/dev/tcp/$1/$2; exec sleep 1000");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void aHostileClientEndsWithItsVerdictAndLeavesNothing(String script) throws IOException {
    String mark = "HOSTILE_CLIENT=" + UUID.randomUUID();
    Kit.Ended run =
        client(
            "--case",
            "client/sends",
            "--tries",
            "4",
            "--patience",
            "500ms",
            "--",
            "env",
            mark,
            "bash",
            "-c",
            script,
            "client",
            "{host}",
            "{port}");

    assertThat(run.status()).as(run.toString()).isEqualTo(ExitCode.DOES_NOT_CONFORM);
    assertThat(Files.exists(folder.resolve("report/report.html"))).isTrue();
    assertThat(processesWith(mark)).isEmpty();
  }

  /** A process inherits the mark from whatever started it. */
  private static List<Path> processesWith(String mark) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        try {
          String environment = Files.readString(process.resolve("environ"), ISO_8859_1);
          if (List.of(environment.split("\0")).contains(mark)) {
            found.add(process);
          }
        } catch (IOException e) {
          // It has ended meanwhile, or belongs to another user.
        }
      }
    }
    return found;
  }

  @Test
  void whatItDoesNotSupportIsSkipped() {
    Kit.Ended run = client(shell("exit 127", "--case", "client/ends"));

    assertThat(run.out()).contains("SKIP", "the client does not support it");
  }

  @Test
  void itsCasesAreDividedAmongProcesses() throws IOException {
    String[] parts = new String[2];
    for (int i = 1; i <= parts.length; i++) {
      parts[i - 1] = folder.resolve("part-" + i).toString();
      Kit.Ended part =
          Kit.run(
              "client",
              "--report",
              parts[i - 1],
              "--seed",
              "5",
              "--shard",
              i + "/2",
              "--case",
              "client/refused",
              "--case",
              "client/reset",
              "--tries",
              "20",
              "--",
              "bash",
              "-c",
              "exec 3<>/dev/tcp/$1/$2 || exit 1; cat >&3; cat <&3; echo cut short >&2; exit 1",
              "client",
              "{host}",
              "{port}");
      assertThat(part.status()).as(part.out() + part.err()).isZero();
      assertThat(part.out()).contains("1 case: 1 passed");
    }

    Kit.Ended merged =
        Kit.run("merge", "--report", folder.resolve("all").toString(), parts[0], parts[1]);

    assertThat(merged.status()).as(merged.out() + merged.err()).isZero();
    assertThat(merged.out()).contains("2 cases: 2 passed");
  }

  @Test
  void aFailureIsReplayed() {
    // Takes one read for the whole reply.
    String script = "exec 3<>/dev/tcp/$1/$2; cat >&3; dd bs=4096 count=1 <&3 2>/dev/null; exit 0";
    Kit.Ended run =
        client(shell(script, "--case", "client/output", "--tries", "10", "--patience", "2s"));
    assertThat(run.status()).as(run.out() + run.err()).isEqualTo(ExitCode.DOES_NOT_CONFORM);
    assertThat(run.out()).contains("the client takes the first piece");
    Path file = folder.resolve("report/client-output.json");

    Kit.Ended again =
        Kit.run(
            "replay", file.toString(), "--", "bash", "-c", script, "client", "{host}", "{port}");
    assertThat(again.status()).as(again.out() + again.err()).isEqualTo(ExitCode.DOES_NOT_CONFORM);
    assertThat(again.out()).contains("The fault shows.");

    Kit.Ended program = Kit.run("replay", file.toString(), "--as", "python");
    assertThat(program.status()).isZero();
    assertThat(program.out()).contains("def serve(client):", "client.answer(");

    Kit.Ended whole =
        Kit.run(
            "replay",
            file.toString(),
            "--",
            "bash",
            "-c",
            "LC_ALL=C; exec 3<>/dev/tcp/$1/$2; text=$(cat); printf %s \"$text\" >&3; head -c ${#text} <&3",
            "client",
            "{host}",
            "{port}");
    assertThat(whole.out()).contains("The client did as it should.");
    assertThat(whole.status()).isZero();
  }
}
