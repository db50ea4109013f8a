package dev.echospec.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.echospec.expect.KnownFailuresFile;
import dev.echospec.option.ShardNumber;
import dev.echospec.result.CaseEntry.FailureEntry;
import dev.echospec.result.CaseEntry.KnownEntry;
import dev.echospec.result.Failure;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.script.JsonText;
import dev.echospec.server.ContainerOptions;
import dev.echospec.server.ContainerServers;
import dev.echospec.server.ContainerSource;
import dev.echospec.server.Target;
import dev.echospec.server.TargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fleets that are run by little stand-ins for the kit. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FleetRunTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  /** How a stand-in begins: it is called with verify --report DIR and so on. */
  private static final String CONFORMS =
      """
      {"format": "results/1", "target": "as it says", "verdict": "CONFORMS", "complete": true,
       "millis": 1200, "error": null,
       "facts": {"answers": "a byte", "sequential": true, "roundTripMillis": 0.5,
                 "patienceMillis": 1000, "boundMillis": 60000},
       "cases": [
         {"id": "transform/length", "level": "MUST", "verdict": "PASS", "tries": 7, "millis": 30,
          "reason": null, "violation": null, "script": null},
         {"id": "transform/ascii-letters", "level": "MUST", "verdict": "PASS", "tries": 5,
          "millis": 30, "reason": null, "violation": null, "script": null}]}
      """;

  @TempDir private Path folder;

  /** All of the fleet that was made last. */
  private Part part;

  /** A kit that does what the member's command says, in a shell; $3 is the folder of its report. */
  private Plan plan(int jobs, Duration meeting, Duration grace) {
    return plan("sh", jobs, meeting, grace);
  }

  private Plan plan(String shell, int jobs, Duration meeting, Duration grace) {
    return new Plan(
        List.of(shell, "-c", "for last; do :; done; eval \"$last\"", "kit"),
        List.of("--seed", "4"),
        List.of("--seed", "4"),
        folder,
        jobs,
        meeting,
        grace,
        Optional.empty(),
        part,
        (fleet, client, server, talk, oracle) -> "pairs/" + client.name() + "/" + server.name());
  }

  private Fleet whole(Fleet fleet) {
    List<String> names = fleet.participants().stream().map(Participant::name).toList();
    part = Part.of(new ShardNumber(1, 1), fleet, names, true, List.of());
    return fleet;
  }

  private Fleet fleet(String... namesAndScripts) throws Exception {
    return fleet(List.of(namesAndScripts), "");
  }

  /** A fleet of one member with known failures. */
  private Fleet knowing(String known, String name, String script) throws Exception {
    return fleet(List.of(name, script), known);
  }

  private Fleet fleet(List<String> namesAndScripts, String known) throws Exception {
    StringBuilder text = new StringBuilder("fleet:\n");
    for (int i = 0; i < namesAndScripts.size(); i += 2) {
      text.append("- name: ").append(namesAndScripts.get(i)).append("\n  command: ['{port}', ");
      text.append(JsonText.line(namesAndScripts.get(i + 1))).append("]\n");
    }
    return whole(FleetFile.parse("fleet.yaml", folder, Optional.empty(), text + known));
  }

  private static String writes(String json) {
    return "cat > \"$3/results.json\" <<'END'\n" + json + "END\n";
  }

  private Comparison run(Fleet fleet, Plan plan) throws InterruptedException {
    FleetRun run = new FleetRun(fleet, plan, new FleetListener() {});
    run.perform();
    return run.result("1.2.3", 4, Optional.empty());
  }

  @Test
  void whatTheMembersReportIsGathered() throws Exception {
    Comparison comparison = run(fleet("good", writes(CONFORMS)), plan(2, LONG, LONG));

    assertThat(comparison.complete()).isTrue();
    assertThat(comparison.cases())
        .extracting(ComparedCase::id)
        .as("in the order of the catalogue")
        .containsExactly("transform/ascii-letters", "transform/length");
    MemberResult good = comparison.members().get(0);
    assertThat(good.standing()).isEqualTo(ConformanceLevel.CONFORMS);
    assertThat(good.problem()).isEmpty();
    assertThat(good.target()).isEqualTo("as it says");
    assertThat(good.took()).isEqualTo(Duration.ofMillis(1200));
    assertThat(good.facts())
        .contains(
            new RunResult.Facts(
                "a byte",
                true,
                Duration.ofNanos(500_000),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60)));
    assertThat(good.cell("transform/length")).map(cell -> cell.entry().tries()).contains(7);
    assertThat(comparison.behaviours().rows())
        .containsExactly(
            new Behaviours.Row("connections", List.of(Optional.of("one at a time")), true));
  }

  @Test
  void aFailureHasAllThatAReportNeeds() throws Exception {
    String fails =
        """
        {"format": "results/1", "target": "x", "verdict": "NOT_AS_EXPECTED", "complete": true,
         "surprises": [{"kind": "PASSES", "file": "e", "line": 3, "case": "close/empty",
                        "message": "it passes now: remove the entry"}],
         "cases": [
           {"id": "transform/length", "level": "INFO", "verdict": "FAIL", "tries": 7, "millis": 30,
            "violation": {"kind": "LOST", "on": 0, "offset": 15, "message": "it was lost"},
            "script": "transform-length.json", "foundAfter": 3, "replays": 2, "replaysFailed": 1,
            "text": ["connect", "got  41"], "diagnosis": {"confidence": "possible", "sentence": "it decodes.", "mend": "Do not."},
            "figures": [{"name": "takenUnread", "value": 9437184, "unit": "bytes"}],
            "known": {"expected": false, "reason": "so it is", "missing": ["EOF"], "expired": true},
            "death": {"how": "exited with status 1", "lastWords": "Oh"}}]}
        """;

    String known =
        """

          known-failures:
          - {case: flow/*, reason: r, words: [x]}

          - {case: close/empty, reason: r, words: [x]}
        """;

    MemberResult member =
        run(knowing(known, "bad", writes(fails)), plan(1, LONG, LONG)).members().get(0);

    assertThat(member.standing()).isEqualTo(ConformanceLevel.NOT_AS_EXPECTED);
    assertThat(member.surprises())
        .containsExactly("fleet.yaml line 8, close/empty: it passes now: remove the entry");
    CellResult cell = member.cells().get(0);
    assertThat(cell.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(cell.isKnown()).isFalse();
    assertThat(cell.known())
        .contains(new KnownEntry(false, "", 0, "so it is", true, Optional.empty(), List.of("EOF")));
    assertThat(cell.figures())
        .containsExactly(new ShownFigure("taken before a stall", "9.0 MiB", false));
    FailureEntry failure = cell.entry().failure().orElseThrow();
    assertThat(cell.message()).contains("it was lost");
    assertThat(cell.entry().violation().orElseThrow().offset()).isEqualTo(15);
    assertThat(failure.text()).containsExactly("connect", "got  41");
    assertThat(failure.foundAfter()).isEqualTo(3);
    assertThat(cell.diagnosis()).contains("Possible cause: it decodes. To fix it: Do not.");
    assertThat(failure.death()).contains(new Failure.Death("exited with status 1", "Oh"));
    assertThat(cell.script()).contains("members/bad/transform-length.json");
    assertThat(cell.replay().orElseThrow())
        .startsWith("./echospec replay " + folder + "/members/bad/transform-length.json -- env -C");
  }

  @Test
  void whatAWrongEchoTakesIsNoSpeed() throws Exception {
    String wrong =
        """
        {"format": "results/1", "target": "x", "verdict": "DOES_NOT_CONFORM", "complete": true,
         "facts": {"answers": "a byte", "sequential": false},
         "cases": [
           {"id": "transform/ascii-letters", "level": "MUST", "verdict": "FAIL",
            "violation": {"message": "it is wrong"}},
           {"id": "behaviour/round-trips", "level": "INFO", "verdict": "INFO",
            "reason": "makes 9 round trips a second, 324% of what the reference server makes",
            "figures": [{"name": "roundTrips", "value": 324, "unit": "%"}]},
           {"id": "behaviour/read-size", "level": "INFO", "verdict": "INFO",
            "figures": [{"name": "readSize", "value": 16, "unit": "bytes"}]}]}
        """;

    MemberResult member = run(fleet("wrong", writes(wrong)), plan(1, LONG, LONG)).members().get(0);

    assertThat(member.cell("behaviour/round-trips").orElseThrow().figures())
        .containsExactly(new ShownFigure("round trips vs reference", "wrong echo", false));
    assertThat(member.cell("behaviour/round-trips").orElseThrow().entry().reason().orElseThrow())
        .endsWith("; its echo is wrong (transform/ascii-letters), so this is no speed");
    assertThat(member.cell("behaviour/read-size").orElseThrow().figures())
        .containsExactly(new ShownFigure("apparent read size", "16 bytes", false));
  }

  @Test
  void ofAServerThatNeverAnswersNothingIsKnown() throws Exception {
    String silent =
        """
        {"format": "results/1", "target": "x", "verdict": "DOES_NOT_CONFORM", "complete": true,
         "facts": {"answers": "nothing", "sequential": false},
         "cases": [{"id": "transform/length", "level": "MUST", "verdict": "FAIL",
                    "violation": {"message": "it is silent"}}]}
        """;

    Comparison comparison = run(fleet("silent", writes(silent)), plan(1, LONG, LONG));

    assertThat(comparison.behaviours().rows()).isEmpty();
  }

  @Test
  void eachMemberHasItsOwnFolderAndItsKnownFailures() throws Exception {
    Fleet fleet =
        whole(
            FleetFile.parse(
                "fleet.yaml",
                folder,
                Optional.empty(),
                """
                fleet:
                - name: a
                  known-failures:
                  - case: close/empty
                    reason: 'it "is" so: really'
                    words: [a, "b: c"]
                  - {case: flow/*, reason: r, words: [x], until: 2027-01-31}
                  command: ['{port}', 'echo "$@" > "$3/arguments"; pwd > "$3/here"; exit 3']
                """));

    run(fleet, plan(1, LONG, LONG));

    Path own = folder.resolve("members/a");
    assertThat(Files.readString(own.resolve("here")).strip())
        .isEqualTo(folder.toRealPath().toString());
    assertThat(Files.readString(own.resolve("arguments")))
        .startsWith(
            "verify --report "
                + own
                + " --seed 4 --profile concurrent --expect "
                + own.resolve("expected.yaml")
                + " -- {port} echo");
    assertThat(KnownFailuresFile.read(own.resolve("expected.yaml"), Clock.systemUTC()).entries())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("line")
        .isEqualTo(fleet.members().get(0).known());
  }

  @Test
  void aMemberThatCannotBeRunIsAColumnWithItsReason() throws Exception {
    String noTarget =
        writes(
                "{\"format\": \"results/1\", \"verdict\": \"ERROR\", \"complete\": false,"
                    + " \"facts\": null, \"error\": \"Nobody listens.\", \"cases\": []}\n")
            + "exit 3";

    Comparison comparison =
        run(
            fleet(
                "usage",
                "echo 'echospec: no such option' >&2; exit 2",
                "silent",
                "exit 7",
                "away",
                noTarget,
                "good",
                writes(CONFORMS)),
            plan(2, LONG, LONG));

    assertThat(comparison.members())
        .extracting(MemberResult::standing)
        .containsExactly(
            ConformanceLevel.NOT_RUN,
            ConformanceLevel.NOT_RUN,
            ConformanceLevel.NOT_RUN,
            ConformanceLevel.CONFORMS);
    assertThat(comparison.members())
        .extracting(member -> member.problem().orElse(""))
        .containsExactly("no such option", "its run exited with status 7", "Nobody listens.", "");
    assertThat(comparison.complete()).isTrue();
  }

  @Test
  void aKitThatCannotBeStartedIsToldToo() throws Exception {
    Fleet fleet = fleet("a", "x");

    assertThat(
            run(fleet, plan("/no/such/kit", 1, LONG, LONG))
                .members()
                .get(0)
                .problem()
                .orElseThrow())
        .startsWith("its run could not be started");
  }

  @Test
  void whatIsNoReportIsNoReport() throws Exception {
    Comparison comparison =
        run(
            fleet(
                "broken", "echo '{' > \"$3/results.json\"; exit 1",
                "other", "echo '{\"format\": \"results/9\"}' > \"$3/results.json\""),
            plan(1, LONG, LONG));

    assertThat(comparison.members())
        .extracting(MemberResult::standing)
        .containsOnly(ConformanceLevel.NOT_RUN);
  }

  @Test
  void aMemberThatNeverBeginsIsEnded() throws Exception {
    // It lets itself not be asked, and leaves a process behind that has detached itself.
    String hangs =
        "trap '' TERM; setsid sh -c 'trap \"\" TERM; echo $$ > left; sleep 600' & sleep 600; :";
    Comparison comparison =
        run(fleet("hangs", hangs, "good", writes(CONFORMS)), plan(1, Duration.ofSeconds(2), LONG));

    assertThat(comparison.members().get(0).standing()).isEqualTo(ConformanceLevel.NOT_RUN);
    assertThat(comparison.members().get(0).problem())
        .contains("its run did not end within 2 s and was ended");
    assertThat(comparison.members().get(1).standing()).isEqualTo(ConformanceLevel.CONFORMS);
    long left = Long.parseLong(Files.readString(folder.resolve("left")).strip());
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> ProcessHandle.of(left).map(ProcessHandle::isAlive).orElse(false), is -> !is);
  }

  @Test
  void aMemberHasTheTimeThatItAnnounced() throws Exception {
    String begun =
        CONFORMS
            .replace("\"complete\": true", "\"complete\": false")
            .replace("\"boundMillis\": 60000", "\"boundMillis\": 1000");
    String slow = writes(begun) + "exec sleep 600";
    String failing =
        writes(begun.replace("\"CONFORMS\"", "\"DOES_NOT_CONFORM\"")) + "exec sleep 600";

    Comparison comparison =
        run(fleet("slow", slow, "failing", failing), plan(2, LONG, Duration.ofSeconds(1)));

    assertThat(comparison.members())
        .extracting(MemberResult::standing)
        .as("a failure that was found stays one")
        .containsExactly(ConformanceLevel.NOT_JUDGED, ConformanceLevel.DOES_NOT_CONFORM);
    assertThat(comparison.members())
        .allSatisfy(
            member -> {
              assertThat(member.problem().orElseThrow()).contains("did not end within");
              assertThat(member.cells()).hasSize(2);
            });
  }

  @Test
  void severalRunAtOnce() throws Exception {
    // Each waits for the other.
    String a = writes(CONFORMS) + "touch a; until [ -e b ]; do sleep 0.1; done";
    String b = writes(CONFORMS) + "touch b; until [ -e a ]; do sleep 0.1; done";

    assertThat(run(fleet("a", a, "b", b), plan(2, LONG, LONG)).count(ConformanceLevel.CONFORMS))
        .isEqualTo(2);
  }

  @Test
  void thatNoContainerCanBeStartedIsFoundOutAndToldOnce() throws Exception {
    AtomicInteger checks = new AtomicInteger();
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    Fleet fleet =
        fleet(
            List.of("command", writes(CONFORMS)),
            "- {name: one, target: 'docker://one'}\n- {name: two, target: 'docker://two'}\n");
    FleetRun run =
        new FleetRun(
            fleet,
            plan(3, LONG, LONG),
            new FleetListener() {
              @Override
              public void noContainers(String why) {
                heard.add(why);
              }

              @Override
              public void memberStarted(Participant member, int running) {
                heard.add(member.name());
              }
            },
            () -> withoutEngine(checks));

    perform(run);

    Comparison comparison = run.result("1", 4, Optional.empty());
    assertThat(checks).hasValue(1);
    assertThat(heard).containsExactlyInAnyOrder("No engine answers.", "command");
    assertThat(comparison.notes()).containsExactly("No engine answers.");
    assertThat(comparison.members())
        .extracting(MemberResult::standing)
        .containsExactly(
            ConformanceLevel.CONFORMS, ConformanceLevel.NOT_RUN, ConformanceLevel.NOT_RUN);
    assertThat(comparison.members().subList(1, 3))
        .extracting(MemberResult::problem)
        .containsOnly(Optional.of("this machine could start no containers"));
  }

  private static ContainerServers withoutEngine(AtomicInteger checks) {
    return new ContainerServers() {
      @Override
      public Target target(ContainerSource source, ContainerOptions options) {
        throw new AssertionError("is not started");
      }

      @Override
      public void check() throws TargetException {
        checks.incrementAndGet();
        throw new TargetException("No engine answers.");
      }
    };
  }

  @Test
  void anInterruptedComparisonTellsWhatIsKnown() throws Exception {
    String begun = CONFORMS.replace("\"complete\": true", "\"complete\": false");
    Fleet fleet =
        fleet(
            "done", writes(CONFORMS),
            "running", writes(begun) + "touch \"$3/begun\"; exec sleep 600",
            "waiting", writes(CONFORMS));
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    FleetRun run =
        new FleetRun(
            fleet,
            plan(1, LONG, LONG),
            new FleetListener() {
              @Override
              public void memberEnded(MemberResult result, int ended, int of) {
                heard.add(result.name() + " " + ended + "/" + of);
              }
            });
    Thread thread = new Thread(() -> perform(run));
    thread.start();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.exists(folder.resolve("members/running/begun")));

    run.stop();
    thread.join();

    Comparison comparison = run.result("1", 4, Optional.empty());
    assertThat(comparison.complete()).isFalse();
    assertThat(comparison.members())
        .extracting(MemberResult::standing)
        .containsExactly(
            ConformanceLevel.CONFORMS, ConformanceLevel.NOT_JUDGED, ConformanceLevel.NOT_RUN);
    assertThat(comparison.members().get(1).cells()).hasSize(2);
    assertThat(comparison.members().get(2).problem().orElseThrow()).contains("before its turn");
    assertThat(heard).containsExactly("done 1/3", "running 2/3");
  }

  private static void perform(FleetRun run) {
    try {
      run.perform();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
