package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.echospec.cli.HostileServer.Mode;
import dev.echospec.script.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Fleets from the command line, with processes of their own. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CompareTest {
  private static final Duration SOON = Duration.ofSeconds(90);

  @TempDir private Path folder;

  /** Words of a command in YAML, which takes JSON. */
  private static String words(List<String> command) {
    return JsonText.line(command);
  }

  private Path fleet(String text) throws IOException {
    return Files.writeString(folder.resolve("fleet.yaml"), text);
  }

  private Path report() {
    return folder.resolve("report");
  }

  private List<String> compare(Path fleet, String... options) {
    List<String> args = new ArrayList<>(List.of("compare", fleet.toString()));
    args.addAll(List.of("--report", report().toString(), "--tries", "3"));
    args.addAll(List.of(options));
    return args;
  }

  @Test
  void membersAreSetSideBySide() throws Exception {
    Path fleet =
        fleet(
            """
            fleet:
            - name: reference
              target: embedded
            - name: wrong
              command: %s
            - name: wrong-and-known
              command: %s
              known-failures:
              - case: transform/*
                reason: it turns letters round
                words: [expected]
            - name: away
              command: [no-such-program, "{port}"]
            """
                .formatted(words(zoo("LowerCases")), words(zoo("LowerCases"))));

    Kit.Ended ended = Kit.run(compare(fleet, "--case", "transform/a*", "--jobs", "2"));

    assertThat(ended.status()).as(ended::toString).isEqualTo(1);
    assertThat(ended.err()).isEmpty();
    JsonNode results = Kit.results(report());
    assertThat(Kit.text(results, "format")).isEqualTo("comparison/1");
    assertThat(results.get("members").valueStream().map(member -> Kit.text(member, "standing")))
        .as(ended::toString)
        .containsExactly("CONFORMS", "DOES_NOT_CONFORM", "FAILS_AS_EXPECTED", "NOT_RUN");
    JsonNode failed = results.at("/members/1/cases/0");
    assertThat(Kit.text(failed, "verdict")).isEqualTo("FAIL");
    assertThat(report().resolve(Kit.text(failed, "script"))).exists();
    assertThat(ended.out())
        .contains(
            "case                     1  2     3      4\n",
            "transform/ascii-letters  .  FAIL  known\n",
            "2 wrong            DOES NOT CONFORM: 1 failed",
            "The command no-such-program cannot be started",
            "Report: " + report());
    assertThat(report().resolve("comparison.md"))
        .content()
        .contains(
            "| `transform/ascii-letters` | MUST | pass | **FAIL** | known |  |", "expect  41");
    assertThat(report().resolve("comparison.html"))
        .content()
        .contains(
            "<title>Conversation of transform/ascii-letters: ",
            "href=\"members/wrong/report.html\"");
    assertThat(report().resolve("members/wrong/report.html")).content().contains("<svg ");
    assertThat(Files.readString(report().resolve("members/reference/console.txt")))
        .contains("transform   1 case: 1 passed, ");
  }

  @Test
  void aPartHasSomeOfTheMembers() throws Exception {
    Path fleet = fleet("fleet: [{name: a, target: embedded}, {name: b, target: nowhere:1}]");
    List<String> options = List.of("--case", "close/empty", "--seed", "3");

    Kit.Ended first = compared(fleet, options, "1/3");
    JsonNode members = Kit.results(report()).get("members");
    Kit.Ended third = compared(fleet, options, "3/3");

    assertThat(first.status()).as(first::toString).isZero();
    assertThat(members.valueStream().map(member -> Kit.text(member, "name"))).containsExactly("a");
    assertThat(third.status()).as(third::toString).isZero();
    assertThat(third.out()).contains("is in this part: nothing to compare");
    Kit.complains(
        Kit.run(compare(fleet, "--shard", "1/2")), 2, "--shard needs --seed N or --run-id TEXT");
    // The first member took longer than the second: it is alone in its part.
    Path timings = report().resolve("results.json");
    Kit.Ended second = compared(fleet, options, "2/2", "--timings", timings.toString());
    assertThat(second.out()).contains("begun  b").doesNotContain("begun  a");
  }

  private Kit.Ended compared(Path fleet, List<String> options, String shard, String... more) {
    List<String> args = compare(fleet, more);
    args.addAll(options);
    args.addAll(List.of("--shard", shard));
    return Kit.run(args);
  }

  private static List<String> zoo(String fault) {
    return Kit.java(dev.echospec.zoo.ZooMain.class, fault, "{port}");
  }

  @Test
  void whatIsFineEndsWithZeroAndIsAlikeTheNextTime() throws Exception {
    Path fleet = fleet("fleet: [{name: a, target: embedded}, {name: b, target: nowhere:1}]");
    List<String> once = compare(fleet, "--case", "close/empty", "--only", "a");

    Kit.Ended first = Kit.run(once);
    List<String> again = new ArrayList<>(once);
    again.addAll(List.of("--baseline", report().resolve("results.json").toString()));
    Kit.Ended second = Kit.run(again);

    assertThat(first.status()).as(first::toString).isZero();
    assertThat(second.status()).as(second::toString).isZero();
    assertThat(second.out()).contains("Nothing has changed since 20", "1 member: 1 conforms");
    assertThat(Kit.results(report()).at("/members").size()).isEqualTo(1);
  }

  @Test
  void whereNobodyCouldBeRunTheStatusSaysSo() throws Exception {
    Path fleet = fleet("fleet: [{name: b, target: \"127.0.0.1:" + Kit.freePort() + "\"}]");

    Kit.Ended ended = Kit.run(compare(fleet));

    assertThat(ended.status()).as(ended::toString).isEqualTo(3);
    assertThat(ended.out()).contains("1 b  NOT RUN", "Nobody listens");
  }

  @Test
  void mistakesAreSaidInOneLine() throws Exception {
    Path fleet = fleet("fleet:\n- name: a\n  target: embedded\n");
    Path bad = Files.writeString(folder.resolve("bad.yaml"), "fleet:\n- nam: a\n");

    Kit.complains(Kit.run("compare"), 2, "FLEET.yaml");
    Kit.complains(Kit.run("compare", bad.toString()), 2, bad + ", line 2 column 3", "'nam'");
    Kit.complains(Kit.run("compare", folder + "/no.yaml"), 2, "no such file");
    Kit.complains(Kit.run(compare(fleet, "--only", "b")), 2, "no member 'b', only a");
    Kit.complains(Kit.run(compare(fleet, "--jobs", "0")), 2, "--jobs takes");
    Kit.complains(Kit.run(compare(fleet, "--tries", "0")), 2, "--tries");
    Kit.complains(Kit.run(compare(fleet, "--case", "no/*")), 2, "no case matches");
    Kit.complains(Kit.run(compare(fleet, "--baseline", bad.toString())), 2, "bad.yaml: not JSON");
    Kit.complains(
        Kit.run("compare", fleet.toString(), "--report", fleet.toString()), 2, "cannot be written");
  }

  /** Before anything runs, and with its name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "members/a/console.txt",
        "members/a/stderr.txt",
        "members/a/expected.yaml",
        "members/a/results.json",
        "members/a/close-empty.json",
        "members/a/report.html",
        "comparison.html"
      })
  void noForeignFileIsReplacedAndNoLinkFollowed(String name) throws Exception {
    Path fleet = fleet("fleet: [{name: a, target: embedded}]");
    Path file = report().resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, "mine");

    Kit.complains(
        Kit.run(compare(fleet, "--case", "close/empty")),
        2,
        file + " was not written by echospec and is not overwritten");
    assertThat(file).hasContent("mine");

    Path mine = Files.move(file, folder.resolve("mine"));
    Files.createSymbolicLink(file, mine);
    Kit.complains(
        Kit.run(compare(fleet, "--case", "close/empty")),
        2,
        file + " was not written by echospec and is not overwritten");
    assertThat(mine).hasContent("mine");
  }

  @Test
  void theFolderOfAMemberIsNoLink() throws Exception {
    Path fleet = fleet("fleet: [{name: a, target: embedded}]");
    Path other = Files.createDirectories(folder.resolve("other"));
    Path members = Files.createDirectories(report().resolve("members"));
    Files.createSymbolicLink(members.resolve("a"), other);

    Kit.complains(Kit.run(compare(fleet)), 2, members.resolve("a") + " was not written");

    Files.delete(members.resolve("a"));
    Files.delete(members);
    Files.createSymbolicLink(members, other);
    Kit.complains(Kit.run(compare(fleet)), 2, members + " was not written");
    assertThat(other).isEmptyDirectory();
  }

  @Test
  void theWorkflowHearsOfTheComparisonAndNotOfEachRun() throws Exception {
    Path fleet =
        fleet(
            """
            fleet:
            - {name: fine, target: embedded}
            - name: wrong
              command: %s
            """
                .formatted(words(zoo("LowerCases"))));
    Path summary = Files.writeString(folder.resolve("summary.md"), "before");
    List<String> command = new ArrayList<>(Kit.java(Echospec.class));
    command.addAll(compare(fleet, "--case", "transform/ascii*"));
    Path out = folder.resolve("out.txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("GITHUB_ACTIONS", "true");
    builder.environment().put("GITHUB_STEP_SUMMARY", summary.toString());
    Process kit = builder.redirectOutput(out.toFile()).start();
    try {
      assertThat(kit.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      kit.descendants().forEach(ProcessHandle::destroyForcibly);
      kit.destroyForcibly();
    }

    assertThat(kit.exitValue()).as(() -> read(out)).isEqualTo(1);
    assertThat(summary)
        .content()
        .startsWith("before\n\n# Comparison of echo servers\n")
        .contains("| `transform/ascii-letters` | MUST | pass | **FAIL** |")
        .doesNotContain("## echospec");
    assertThat(read(out).lines().filter(line -> line.startsWith("::")))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith(
                        "::error title=echospec::2 members: 1 conforms; 1 does not conform"),
            line ->
                assertThat(line)
                    .startsWith("::error title=echospec%3A wrong does not conform::")
                    .contains("%0AFailed: transform/ascii-letters"));
    assertThat(report().resolve("members/wrong/console.txt")).content().doesNotContain("::error");
  }

  @Test
  void aComparisonThatIsKilledLeavesNothingBehind() throws Exception {
    int port = Kit.freePort();
    Path fleet =
        fleet(
            "fleet: [{name: a, command: %s, port: %d}]"
                .formatted(words(HostileServer.command(Mode.FORKS, Integer.toString(port))), port));
    List<String> command = new ArrayList<>(Kit.java(Echospec.class));
    command.addAll(compare(fleet, "--patience", "3s"));
    Path out = folder.resolve("out.txt");
    Process kit =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    List<ProcessHandle> run = new ArrayList<>();
    try {
      // Its run has begun to judge, and is not over soon.
      await().atMost(SOON).until(() -> Files.exists(report().resolve("members/a/results.json")));
      kit.descendants().forEach(run::add);

      kit.destroyForcibly();

      await().atMost(SOON).until(() -> run.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(Kit.targets("\0" + port)).isEmpty();
      assertThat(Kit.results(report().resolve("members/a")).get("complete").booleanValue())
          .as("it came to its end by itself")
          .isFalse();
    } finally {
      run.forEach(ProcessHandle::destroyForcibly);
      kit.destroyForcibly();
    }
  }

  @Test
  void anInterruptedComparisonEndsItsMembersAndReports() throws Exception {
    int port = Kit.freePort();
    Path fleet =
        fleet(
            "fleet: [{name: a, command: %s, port: %d}, {name: b, target: embedded}]"
                .formatted(words(HostileServer.command(Mode.FORKS, Integer.toString(port))), port));
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.addAll(Kit.java(Echospec.class));
    command.addAll(compare(fleet, "--jobs", "1"));
    command.addAll(List.of("--patience", "3s"));
    Path out = folder.resolve("out.txt");
    Process kit =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      await().atMost(SOON).until(() -> Kit.targets("\0" + port).size() == 2);

      new ProcessBuilder("kill", "-INT", Long.toString(kit.pid())).start().waitFor();

      assertThat(kit.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(kit.exitValue()).as(() -> read(out)).isEqualTo(130);
      assertThat(Kit.targets("\0" + port)).isEmpty();
      JsonNode results = Kit.results(report());
      assertThat(results.get("complete").booleanValue()).isFalse();
      assertThat(Kit.text(results.at("/members/1"), "problem")).contains("before its turn");
      assertThat(read(out)).contains("; interrupted", "Report: ");
    } finally {
      kit.descendants().forEach(ProcessHandle::destroyForcibly);
      kit.destroyForcibly();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
