package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.result.FailureFile;
import dev.echospec.result.ResultsFile;
import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Parts of a run, from their command lines to the report of all of them. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class MergeCommandTest {
  /** Answers in lower case. */
  private static final String FAULTY = "LowerCases";

  private static final List<String> CASES =
      List.of("transform/ascii-letters", "transform/idempotent", "close/empty", "sequential/queue");

  /** The parts 1 to 3 of one run, and the same cases in one. */
  @TempDir private static Path runs;

  @TempDir private Path folder;

  @BeforeAll
  static void run() throws Exception {
    try (ZooServer server = Zoo.start(Zoo.named(FAULTY).type())) {
      String target = "127.0.0.1:" + server.port();
      for (int number = 1; number <= 3; number++) {
        verify(runs.resolve("part-" + number), target, "--shard", number + "/3");
      }
      verify(runs.resolve("whole"), target);
      verify(runs.resolve("other"), target, "--shard", "1/3", "--seed", "8");
    }
  }

  private static Kit.Ended verify(Path report, String target, String... options) {
    return verify(Map.of(), report, target, options);
  }

  private static Kit.Ended verify(
      Map<String, String> environment, Path report, String target, String... options) {
    List<String> args = new ArrayList<>(List.of("verify", "--report", report.toString(), target));
    args.addAll(List.of("--tries", "10"));
    CASES.forEach(id -> args.addAll(List.of("--case", id)));
    args.addAll(List.of(options));
    if (!args.contains("--seed") && !args.contains("--run-id")) {
      args.addAll(List.of("--seed", "7"));
    }
    return Kit.run(environment, args);
  }

  private Kit.Ended merge(Path... parts) {
    List<String> args =
        new ArrayList<>(List.of("merge", "--report", folder.resolve("merged").toString()));
    Stream.of(parts).map(Path::toString).forEach(args::add);
    return Kit.run(args);
  }

  private static Path part(int number) {
    return runs.resolve("part-" + number);
  }

  private static Map<String, String> verdicts(JsonNode results) {
    return Kit.cases(results)
        .collect(
            java.util.stream.Collectors.toMap(
                one -> Kit.text(one, "id"), one -> Kit.text(one, "verdict")));
  }

  @Test
  void partsSayWhichCasesTheyPlanned() throws Exception {
    Set<String> planned = new HashSet<>();
    Set<String> catalogues = new HashSet<>();
    for (int number = 1; number <= 3; number++) {
      JsonNode shard = Kit.results(part(number)).get("shard");
      assertThat(shard.get("number").intValue()).isEqualTo(number);
      assertThat(shard.get("of").intValue()).isEqualTo(3);
      assertThat(shard.get("selected")).hasSize(CASES.size());
      shard.get("planned").forEach(id -> assertThat(planned.add(id.stringValue())).isTrue());
      catalogues.add(Kit.text(shard, "catalogue"));
    }
    assertThat(planned).containsExactlyInAnyOrderElementsOf(CASES);
    assertThat(catalogues).hasSize(1);
    assertThat(Kit.results(runs.resolve("whole")).at("/shard/of").intValue()).isEqualTo(1);
  }

  @Test
  void theReportOfThePartsIsThatOfTheWhole() throws Exception {
    Kit.Ended merged = merge(part(3), part(1), part(2));

    JsonNode results = Kit.results(folder.resolve("merged"));
    JsonNode whole = Kit.results(runs.resolve("whole"));
    assertThat(merged.status()).as(merged::toString).isEqualTo(1);
    assertThat(merged.out())
        .contains("\nFAIL  transform/ascii-letters", "DOES NOT CONFORM to the profile concurrent:");
    assertThat(verdicts(results)).isEqualTo(verdicts(whole));
    for (String key : List.of("verdict", "complete", "seed", "target", "profile", "shard")) {
      assertThat(results.get(key)).as(key).isEqualTo(whole.get(key));
    }
    assertThat(Kit.files(folder.resolve("merged"))).isEqualTo(Kit.files(runs.resolve("whole")));
  }

  @Test
  void aFailureIsToldAsThePartHasToldIt() throws Exception {
    merge(part(1), part(2), part(3));

    JsonNode results = Kit.results(folder.resolve("merged"));
    List<Integer> numbers = new ArrayList<>();
    results.get("faults").forEach(fault -> numbers.add(fault.get("number").intValue()));
    assertThat(numbers).isNotEmpty().isSorted().doesNotHaveDuplicates().startsWith(1);
    for (int number = 1; number <= 3; number++) {
      for (JsonNode one : Kit.cases(Kit.results(part(number))).toList()) {
        String id = Kit.text(one, "id");
        JsonNode merged = Kit.result(results, id);
        for (String key : List.of("text", "violation", "diagnosis", "death", "bytesAtFirst")) {
          assertThat(merged.get(key)).as(key).isEqualTo(one.get(key));
        }
        if (!one.get("violation").isNull()) {
          String name = FailureFile.name(id);
          assertThat(Files.readString(folder.resolve("merged").resolve(name)))
              .isEqualTo(Files.readString(part(number).resolve(name)));
        }
      }
    }
  }

  @Test
  void theMergedReportCanBeMergedAgain() throws Exception {
    merge(part(1), part(2), part(3));
    Path again = folder.resolve("again");

    Kit.Ended merged =
        Kit.run("merge", "--report", again.toString(), folder.resolve("merged").toString());

    assertThat(merged.status()).isEqualTo(1);
    assertThat(Kit.results(again)).isEqualTo(Kit.results(folder.resolve("merged")));
  }

  @Test
  void aMissingPartIsStatusThreeIfNothingFails() {
    List<Path> parts = embeddedParts();

    Kit.Ended all = merge(parts.get(0), parts.get(1));
    Kit.Ended one = merge(parts.get(1));

    assertThat(all.status()).as(all::toString).isZero();
    assertThat(all.out()).contains("\nCONFORMS to the profile concurrent: embedded");
    assertThat(one.status()).as(one::toString).isEqualTo(3);
    assertThat(one.out()).contains("Error: missing of 2 parts: 1, with 2 cases");
  }

  /** Runs two parts against the embedded server. */
  private List<Path> embeddedParts() {
    List<Path> parts = new ArrayList<>();
    for (int number = 1; number <= 2; number++) {
      Path part = folder.resolve("embedded-" + number);
      Kit.Ended ended =
          verify(
              Map.of("CI_NODE_INDEX", "" + number, "CI_NODE_TOTAL", "2"),
              part,
              "embedded",
              "--shard",
              "auto",
              "--run-id",
              "pipeline 4711");
      assertThat(ended.status()).as(ended::toString).isZero();
      assertThat(ended.out()).contains(" in part " + number + " of 2: embedded");
      parts.add(part);
    }
    return parts;
  }

  @Test
  void anEmptyPartStartsNothingAndIsFine() throws Exception {
    Kit.Ended empty = verify(folder.resolve("empty"), "no-such-host.invalid:7", "--shard", "5/5");

    assertThat(empty.status()).as(empty::toString).isZero();
    assertThat(empty.out()).contains("NOTHING TO JUDGE in part 5 of 5");
    JsonNode results = Kit.results(folder.resolve("empty"));
    assertThat(Kit.text(results, "verdict")).isEqualTo("NOTHING_TO_JUDGE");
    assertThat(results.get("complete").booleanValue()).isTrue();
    assertThat(results.at("/shard/planned")).isEmpty();
  }

  @Test
  void bazelIsToldThatItsShardsAreKnown() {
    Path status = folder.resolve("status");
    Map<String, String> bazel =
        Map.of(
            "TEST_SHARD_INDEX",
            "8",
            "TEST_TOTAL_SHARDS",
            "9",
            "TEST_SHARD_STATUS_FILE",
            status.toString());

    Kit.Ended ended = verify(bazel, folder.resolve("bazel"), "embedded", "--shard", "auto");

    assertThat(ended.status()).as(ended::toString).isZero();
    assertThat(status).exists();
  }

  @Test
  void partsAreBalancedByTheTimesOfAnEarlierRun() throws Exception {
    Path timings = folder.resolve("timings.json");
    String text = Files.readString(runs.resolve("whole").resolve("results.json"));
    // One case takes longer than all others together.
    Files.writeString(
        timings,
        text.replaceFirst("(\"id\": \"close/empty\"[^}]*?\"millis\": )[0-9]+", "$19999999"));

    for (int number = 1; number <= 2; number++) {
      verify(
          folder.resolve("p" + number),
          "embedded",
          "--shard",
          number + "/2",
          "--timings",
          timings.toString());
    }

    assertThat(Kit.results(folder.resolve("p1")).at("/shard/planned"))
        .extracting(JsonNode::stringValue)
        .containsExactly("close/empty");
    assertThat(Kit.results(folder.resolve("p2")).at("/shard/planned")).hasSize(CASES.size() - 1);
  }

  @Test
  void entriesOverSeveralPartsAreFoundToBeOutOfDate() throws Exception {
    // Of these two cases, each part has one.
    Path known =
        Files.writeString(
            folder.resolve("known.yaml"),
            "known-failures:\n  - case: '*emp*'\n    reason: r\n    words: [x]\n");
    List<Path> parts = embeddedParts();

    Kit.Ended merged =
        Kit.run(
            "merge",
            "--report",
            folder.resolve("merged").toString(),
            "--expect",
            known.toString(),
            parts.get(0).toString(),
            parts.get(1).toString());

    assertThat(merged.status()).as(merged::toString).isEqualTo(1);
    assertThat(merged.out())
        .contains("NOT AS EXPECTED", "*emp*: all 2 cases pass now: remove the entry");
  }

  @Test
  void partsOfAnotherSeedAreRefused() {
    Kit.complains(merge(part(2), runs.resolve("other")), 2, "they differ in the seed");
  }

  private Path broken(String from, String to) throws IOException {
    Path copy = folder.resolve("broken");
    Files.createDirectories(copy);
    for (String name : Kit.files(part(1))) {
      Files.copy(part(1).resolve(name), copy.resolve(name));
    }
    Path results = copy.resolve("results.json");
    String text = Files.readString(results);
    assertThat(text).containsPattern(from);
    Files.writeString(results, text.replaceFirst(from, to));
    return copy;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(?s).{40}$                     |                          | not JSON",
        "(?s).*                         | ''                       | there is nothing in it",
        "results/2                      | results/3                | this version reads results/1",
        "results/2                      | failure/1                | this version reads results/1",
        "results/2                      | comparison/1             | \"members\" must be a list",
        "\"catalogue\": \"[0-9a-f]+\"   | \"catalogue\": \"0\"     | whose cases are not those",
        "\"number\": 1                  | \"number\": 4            | there is no shard 4 of 3",
        "\"profile\": \"concurrent\"    | \"profile\": \"fast\"    | \"profile\" is not known",
        "\"id\": \"transform/           | \"id\": \"./             | was not planned",
        "\"started\": \"[^\"]+\"        | \"started\": \"now\"     | could not be parsed",
        "\"shard\": \\{                 | \"x\": \\{               | verify of this version did not make"
      })
  void aFileThatIsNoPartIsOneLineAndStatusTwo(String from, String to, String words)
      throws Exception {
    Path broken = broken(from, to == null ? "" : to);

    Kit.complains(merge(broken), 2, "broken/results.json: ", words);
    assertThat(folder.resolve("merged")).doesNotExist();
  }

  @Test
  void aFailureFileThatIsMissingOrForeignIsToldToo() throws Exception {
    Path copy = broken("results/2", "results/2");
    String name = FailureFile.name("transform/ascii-letters");
    assertThat(ResultsFile.read(copy.resolve("results.json")).faults()).isNotEmpty();

    Files.writeString(copy.resolve(name), "{}");
    Kit.complains(merge(copy), 2, name);
    Files.delete(copy.resolve(name));
    Kit.complains(merge(copy), 2, name, "copy the whole folder");
  }
}
