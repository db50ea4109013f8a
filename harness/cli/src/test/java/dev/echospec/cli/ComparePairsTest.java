package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.report.Schemas;
import dev.echospec.script.JsonText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server and a client that are judged in different parts, and the pair of both. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ComparePairsTest {
  /** Leaves with status 0 when the first byte is there. */
  private static final String LEAVES = "exec 3<>/dev/tcp/$0/$1; cat >&3; head -c 1 <&3";

  @TempDir private static Path runs;
  @TempDir private Path folder;

  private static Path fleet;
  private static Kit.Ended first;
  private static Kit.Ended second;

  @BeforeAll
  static void run() throws Exception {
    fleet =
        Files.writeString(
            runs.resolve("fleet.yaml"),
            """
            fleet: [{name: server, target: embedded}]
            clients:
              - name: client
                command: %s
            """
                .formatted(JsonText.line(List.of("bash", "-c", LEAVES, "{host}", "{port}"))));
    first = compare(part(1), "1/2", "7");
    second = compare(part(2), "2/2", "7");
  }

  private static Path part(int number) {
    return runs.resolve("part-" + number);
  }

  private static Kit.Ended compare(Path report, String shard, String seed) {
    return Kit.run(
        "compare",
        fleet.toString(),
        "--report",
        report.toString(),
        "--tries",
        "20",
        "--case",
        "close/empty",
        "--case",
        "client/output",
        "--seed",
        seed,
        "--shard",
        shard);
  }

  private Kit.Ended merge(Path... parts) {
    List<String> args =
        new ArrayList<>(List.of("merge", "--report", folder.resolve("merged").toString()));
    Stream.of(parts).map(Path::toString).forEach(args::add);
    return Kit.run(args);
  }

  @Test
  void aPartDoesNotBlameWhatAnotherPartJudges() throws Exception {
    assertThat(first.status()).as(first::toString).isZero();
    assertThat(second.status()).as(second::toString).isEqualTo(1);
    JsonNode pair = Kit.results(part(1)).at("/pairs/0");
    assertThat(Kit.text(pair, "verdict")).isEqualTo("NOT_JUDGED");
    assertThat(Kit.results(part(2)).get("pairs").size()).isZero();
    assertThat(Schemas.errors("comparison", Files.readString(part(1).resolve("results.json"))))
        .isEmpty();
  }

  @Test
  void theWholeTellsWhoseFaultAPairIsAndKeepsItsRecording() throws Exception {
    Kit.Ended merged = merge(part(2), part(1));

    assertThat(merged.status()).as(merged::toString).isEqualTo(1);
    assertThat(merged.out()).contains("1 pair: 1 client at fault");
    Path report = folder.resolve("merged");
    JsonNode results = Kit.results(report);
    assertThat(results.get("complete").asBoolean()).isTrue();
    JsonNode pair = results.at("/pairs/0");
    assertThat(Kit.text(pair, "verdict")).isEqualTo("CLIENT");
    assertThat(pair.get("status").asInt()).isZero();
    assertThat(Kit.text(pair, "output")).isEqualTo("H");
    Path recording = report.resolve(Kit.text(pair, "recording"));
    assertThat(Kit.files(recording))
        .containsExactly(
            ".echospec-report", "recording-server.json", "recording.json", "recording.pcapng");
    assertThat(report.resolve("members/server/report.html")).exists();
    assertThat(report.resolve("comparison.html")).content().contains("Conversation of client with");
    assertThat(report.resolve("comparison.md")).content().contains("client at fault");
    assertThat(Kit.text(results.at("/clients/0/cases/0"), "replay"))
        .contains("merged/members/client/client-output.json", "-- ", "/dev/tcp/");

    Kit.Ended again =
        Kit.run(
            List.of(
                "replay",
                recording.resolve("recording-server.json").toString(),
                "--",
                "bash",
                "-c",
                LEAVES,
                "{host}",
                "{port}"));
    assertThat(again.status()).as(again::toString).isEqualTo(1);
  }

  @Test
  void aMissingPartIsToldAndWhatDoesNotBelongTogetherIsRefused() throws Exception {
    Kit.Ended alone = merge(part(1));
    assertThat(alone.status()).as(alone::toString).isEqualTo(3);
    assertThat(alone.out()).contains("missing of 2 parts: 2", "the part that has it is missing");
    assertThat(Kit.results(folder.resolve("merged")).get("complete").asBoolean()).isFalse();

    Path other = folder.resolve("other");
    compare(other, "2/2", "8");
    Kit.complains(merge(part(1), other), 2, "differ in the seed");
    Files.writeString(other.resolve("results.json"), "{\"format\": \"comparison/9\"}");
    Kit.complains(merge(part(1), other), 2, "not the results.json of a comparison");
  }
}
