package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.reference.server.Main;
import dev.echospec.reference.server.ReferenceServer;
import dev.echospec.reference.server.ServerLog;
import dev.echospec.reference.server.ServerOptions;
import dev.echospec.result.Glob;
import dev.echospec.script.ShellWords;
import dev.echospec.server.ServerSpec;
import dev.echospec.suite.Catalogue;
import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the commands of README.md and docs/ on the real command line. A small table puts servers and
 * files of this test in the place of the reader's own; the case and the number of tries are the
 * smallest, because other tests judge what runs find.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DocumentedCommandsTest {
  private static final String CASE = "transform/ascii-letters";
  private static final String CLIENT_CASE = "client/ends";

  /** What cannot be run here and why; the real command line parses it. */
  private static final Map<String, Predicate<List<String>>> PARSED_ONLY =
      Map.of(
          "needs a container engine: ContainersIT runs these kinds of servers",
          words -> words.stream().anyMatch(word -> word.matches("(docker|dockerfile|compose):.*")),
          "goes on until it is interrupted: TapCommandTest and MainTest of the reference server",
          words -> words.get(0).equals("tap") || words.get(0).equals("serve"),
          "waits for a person: ClientCommandTest",
          words -> words.contains("--wait"),
          "has members, each a process of the kit: CompareTest, and one such command here",
          words ->
              words.stream().anyMatch(List.of("--only", "--baseline", "FLEET.yaml")::contains));

  /** On a page these name the command: to run, they need more. */
  private static final List<String> NAMES = List.of("merge", "send");

  private static final String CLIENT =
      """
      in=$(mktemp) out=$(mktemp)
      trap 'rm -f "$in" "$out"' EXIT
      MESSAGE >"$in"
      owed=$(wc -c <"$in")
      exec 3<>/dev/tcp/$1/$2 || exit 1
      cat "$in" >&3
      head -c "$owed" <&3 >"$out"
      cat "$out"
      """;

  private static final Map<List<String>, Kit.Ended> ENDED = new HashMap<>();

  @TempDir private static Path folder;
  private static ReferenceServer server;
  private static Map<String, List<String>> pages;
  private static Path failure;
  private static Path fleet;
  private static Path known;
  private static int clientPort;

  @BeforeAll
  static void make() throws IOException {
    pages = DocumentedCommands.all();
    server =
        ReferenceServer.start(
            ServerOptions.tutorial()
                .withPort(0)
                .withConcurrent(true)
                .withReadSize(65_536)
                .withBacklog(128),
            ServerLog.silent());
    known = Files.writeString(folder.resolve("known.yaml"), "known-failures: []\n");
    fleet =
        Files.writeString(folder.resolve("fleet.yaml"), "fleet:\n- {name: go, target: embedded}\n");
    clientPort = Kit.freePort();
    try (ZooServer faulty = Zoo.start(Zoo.named("LowerCases").type())) {
      Path report = folder.resolve("faulty");
      Kit.run(
          "verify", "--case", CASE, "--report", report.toString(), "127.0.0.1:" + faulty.port());
      failure = report.resolve("transform-ascii-letters.json");
    }
    assertThat(failure).isRegularFile();
    for (int part = 1; part <= 2; part++) {
      Kit.run(
          List.of(
              "verify",
              "--case",
              "transform/a*",
              "--case",
              "transform/binary",
              "--tries",
              "1",
              "--shard",
              part + "/2",
              "--run-id",
              "4711",
              "--report",
              folder.resolve("parts/" + part).toString()));
    }
  }

  @AfterAll
  static void end() {
    if (server != null) {
      server.close();
    }
  }

  static Set<String> commands() throws IOException {
    return DocumentedCommands.all().keySet();
  }

  @Test
  void thereAreCommandsOfAllKinds() {
    assertThat(pages.keySet().stream().map(line -> line.split(" ")[0]))
        .contains("verify", "client", "replay", "compare", "merge", "list", "explain", "serve")
        .contains("send", "tap", "--version");
    assertThat(pages).hasSizeGreaterThan(45);
    assertThat(pages.values().stream().flatMap(List::stream)).contains("README.md", "docs/ci.md");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void isACommandOfTheKit(String line) {
    Kit.Ended ended = run(line);

    assertThat(ended.status()).as(() -> pages.get(line) + "\n" + ended).isZero();
  }

  /** Without this, the other tests might pass whatever a page says. */
  @Test
  void aCommandThatTheKitDoesNotHaveIsFound() {
    for (String wrong :
        List.of(
            "verify --trees 5 localhost:10000",
            "verify --case 'nothing/*' localhost:10000",
            "verify docker://my/echo --container-prt 7",
            "serve --transfrom identity",
            "explain stream/gone",
            "compare implementations/fleet.yaml --without .",
            "tap --lisen 7000 localhost:10000",
            "vrfy")) {
      assertThat(run(wrong).status()).as(wrong).isEqualTo(2);
    }
  }

  private static Kit.Ended run(String line) {
    List<String> words = ShellWords.split(line);
    int dashes = words.indexOf("--");
    List<String> own = dashes < 0 ? words : words.subList(0, dashes);
    List<String> command = dashes < 0 ? List.of() : words.subList(dashes + 1, words.size());
    if (words.size() == 1 && NAMES.contains(words.get(0))) {
      return Kit.run(words.get(0), "--help");
    }
    if (PARSED_ONLY.values().stream().anyMatch(kind -> kind.test(words))) {
      return parsed(own, command);
    }
    List<String> args = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      args.addAll(i == 0 ? List.of(own.get(i)) : replaced(own.get(i - 1), own.get(i)));
    }
    bound(args);
    if (dashes >= 0) {
      args.add("--");
      args.addAll(own.get(0).equals("client") ? client(command) : server());
    }
    // Several pages have the same command, and several commands are the same here.
    return ENDED.computeIfAbsent(args, Kit::run);
  }

  private static Kit.Ended parsed(List<String> own, List<String> command) {
    if (own.get(0).equals("serve")) {
      // Its options are the reference server's: it cannot listen on a port that is taken, and says
      // so once it has understood the rest.
      List<String> args = new ArrayList<>(own);
      args.removeIf(word -> word.equals("--port") || word.matches("[0-9]+"));
      args.addAll(List.of("--port", "" + server.port()));
      Kit.Ended ended = Kit.run(args);
      return ended.status() == 3 ? new Kit.Ended(0, "", "") : ended;
    }
    try {
      CiFilesTest.parsed(own, command);
      own.stream()
          .filter(word -> word.matches("(docker|dockerfile|compose):.*"))
          .forEach(ServerSpec::parse);
      return new Kit.Ended(0, "", "");
    } catch (AssertionError | RuntimeException e) {
      return new Kit.Ended(2, "", e.toString());
    }
  }

  /** The table: what stands on a page, and what stands for it here. */
  private static List<String> replaced(String before, String word) {
    if (before.equals("--case")) {
      boolean selects = Catalogue.all().stream().anyMatch(info -> Glob.matches(word, info.id()));
      return List.of(!selects ? word : word.startsWith("client/") ? CLIENT_CASE : CASE);
    }
    return switch (word) {
      case "localhost:10000", "TARGET", "HOST:PORT" -> List.of("127.0.0.1:" + server.port());
      case "10000", "7" -> List.of("" + clientPort);
      case "ID" -> List.of(CASE);
      case "FILE" -> List.of(failure.toString());
      case "known-failures.yaml" -> List.of(known.toString());
      case "implementations/fleet.yaml" -> List.of(fleet.toString());
      case "parts/*", "DIR..." ->
          List.of(folder.resolve("parts/1").toString(), folder.resolve("parts/2").toString());
      case "parts/1", "parts/2", "/tmp/report" ->
          List.of(folder.resolve("reports").resolve(Path.of(word).getFileName()).toString());
      case "10m" -> List.of("1ms");
      case "dockerfile:implementations/go" -> List.of("embedded");
      default -> List.of(word.matches("target/.*[.]json") ? failure.toString() : word);
    };
  }

  /** Keeps a command small and its report here. */
  private static void bound(List<String> args) {
    Map<String, List<String>> bounds =
        Map.of(
            "verify", List.of("--case " + CASE, "--tries 1", "--report " + folder.resolve("v")),
            "client",
                List.of("--case " + CLIENT_CASE, "--tries 1", "--report " + folder.resolve("c")),
            "compare", List.of("--case " + CASE, "--tries 1", "--report " + folder.resolve("f")),
            "merge", List.of("--report " + folder.resolve("m")),
            "send", List.of("--port " + server.port()));
    if (args.contains("--help")) {
      return;
    }
    for (String bound : bounds.getOrDefault(args.get(0), List.of())) {
      String[] option = bound.split(" ", 2);
      if (!args.contains(option[0])) {
        args.addAll(1, List.of(option));
      }
    }
  }

  private static List<String> server() {
    return Kit.java(Main.class, "--quiet", "--concurrent", "--port", "{port}");
  }

  private static List<String> client(List<String> documented) {
    boolean argument = documented.contains("{message}");
    boolean placed = documented.contains("{port}") || documented.contains("COMMAND");
    String message = argument ? "printf %s \"$3\"" : placed ? "cat" : "printf 'Hello World!'";
    List<String> words = new ArrayList<>(List.of("bash", "-c", CLIENT.replace("MESSAGE", message)));
    words.addAll(
        placed
            ? List.of("client", "{host}", "{port}")
            : List.of("client", "127.0.0.1", "" + clientPort));
    if (argument) {
      words.add("{message}");
    }
    return words;
  }
}
