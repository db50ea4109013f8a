package dev.echospec.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echospec.result.CaseEntry;
import dev.echospec.result.ResultsFile;
import dev.echospec.result.RunResult;
import dev.echospec.script.JsonText;
import dev.echospec.script.Malformed;
import dev.echospec.suite.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ResultsJsonTest {
  @Test
  void saysAllThatIsKnown() throws Malformed {
    JsonNode json = JsonText.parse(ResultsFile.of(Samples.run(Samples.HOSTILE), true).text());

    assertThat(json.get("format").stringValue()).isEqualTo("results/2");
    assertThat(json.get("echospec").stringValue()).isEqualTo("1.2.3");
    assertThat(json.get("target").stringValue()).isEqualTo("localhost:10000");
    assertThat(json.get("profile").stringValue()).isEqualTo("concurrent");
    assertThat(json.get("verdict").stringValue()).isEqualTo("DOES_NOT_CONFORM");
    assertThat(json.get("complete").booleanValue()).isTrue();
    assertThat(json.get("seed").longValue()).isEqualTo(42);
    assertThat(json.get("started").stringValue()).isEqualTo("2026-01-02T03:04:05.678Z");
    assertThat(json.get("millis").longValue()).isEqualTo(61_234);
    assertThat(json.at("/facts/roundTripMillis").doubleValue()).isEqualTo(0.081);
    assertThat(json.at("/counts/FAIL").intValue()).isEqualTo(1);
    assertThat(json.at("/counts/SKIP").intValue()).isEqualTo(1);
    assertThat(json.get("error").isNull()).isTrue();
    assertThat(json.get("cases").size()).isEqualTo(7);
    JsonNode failed = json.at("/cases/0");
    assertThat(failed.get("id").stringValue()).isEqualTo("stream/segmentation");
    assertThat(failed.get("level").stringValue()).isEqualTo("MUST");
    assertThat(failed.get("verdict").stringValue()).isEqualTo("FAIL");
    assertThat(failed.at("/violation/message").stringValue()).startsWith("the server reset");
    assertThat(failed.get("script").stringValue()).isEqualTo("stream-segmentation.json");
    assertThat(failed.get("foundAfter").intValue()).isEqualTo(37);
    assertThat(failed.get("replaysFailed").intValue()).isEqualTo(3);
    assertThat(failed.at("/death/how").stringValue()).isEqualTo("exited with status 1");
    assertThat(failed.get("rule").stringValue()).startsWith("The echo depends only on");
    assertThat(failed.get("text").valueStream().map(JsonNode::stringValue))
        .startsWith("connect")
        .anyMatch(line -> line.startsWith("expect  41"))
        .anyMatch(line -> line.endsWith("^ first difference at byte 15"));
    JsonNode passed = json.at("/cases/1");
    assertThat(passed.get("violation").isNull()).isTrue();
    assertThat(passed.get("script").isNull()).isTrue();
    assertThat(passed.get("tries").intValue()).isEqualTo(500);
    assertThat(json.at("/cases/3/reason").stringValue()).startsWith("closes at once");
  }

  @Test
  void tellsEachFaultOnceAndNamesItInEachCase() throws Malformed {
    JsonNode json = JsonText.parse(ResultsFile.of(Samples.grouped("no"), true).text());

    assertThat(json.get("faults").size()).isEqualTo(2);
    JsonNode fault = json.at("/faults/0");
    assertThat(fault.get("number").intValue()).isEqualTo(1);
    assertThat(fault.get("shownBy").stringValue()).isEqualTo("stream/segmentation");
    assertThat(fault.get("cases").valueStream().map(JsonNode::stringValue))
        .containsExactly("stream/interactive", "stream/segmentation", "close/orderly");
    assertThat(fault.get("extent").valueStream().map(JsonNode::stringValue))
        .containsExactly("17 bytes or more do it, 16 do not", "any second byte does it");
    assertThat(fault.at("/violation/message").stringValue()).startsWith("the server reset");
    assertThat(fault.get("script").stringValue()).isEqualTo("stream-segmentation.json");
    assertThat(fault.get("text").valueStream().map(JsonNode::stringValue))
        .startsWith("connect")
        .anyMatch(line -> line.endsWith("^ first difference at byte 15"));
    assertThat(fault.at("/death/lastWords").stringValue()).isEqualTo("Error: no");
    assertThat(fault.at("/diagnosis/cause").stringValue()).isEqualTo("decodes-each-read");
    assertThat(json.get("cases").valueStream().map(one -> one.get("fault").intValue()))
        .containsExactly(1, 1, 0, 1, 2);
    assertThat(json.at("/cases/2/avoids").valueStream().map(JsonNode::stringValue))
        .containsExactly("bytes from 80 to ff", "a half-close");
    assertThat(json.at("/cases/0/script").stringValue())
        .as("what readers of results/1 know")
        .isEqualTo("stream-interactive.json");
    assertThat(json.at("/cases/0/text").size()).isPositive();
  }

  /** As the kit wrote it before there were faults. */
  @Test
  void readsAFileOfTheFirstVersion() throws Malformed {
    ResultsFile file =
        ResultsFile.parse(
            """
            {
              "format": "results/1", "echospec": "1.0.0", "target": "localhost:10000",
              "profile": "seed", "verdict": "DOES_NOT_CONFORM", "complete": true, "seed": 42,
              "started": "2026-01-02T03:04:05.678Z", "millis": 61234, "portWaitMillis": 0,
              "facts": {"answers": "a byte", "sequential": false, "roundTripMillis": 0.081,
                        "patienceMillis": 1000, "boundMillis": 900000},
              "counts": {"PASS": 0, "FAIL": 1, "WARN": 0, "INFO": 0, "SKIP": 0,
                         "INCONCLUSIVE": 0, "ERROR": 0},
              "error": null, "notes": [], "surprises": [], "diagnoses": [],
              "cases": [
                {"id": "stream/segmentation", "level": "MUST", "rule": "As one.",
                 "verdict": "FAIL", "tries": 37, "millis": 1234, "reason": null, "figures": [],
                 "violation": {"kind": "lost", "on": 0, "offset": 15, "message": "it is lost"},
                 "script": "stream-segmentation.json", "foundAfter": 37, "replays": 3,
                 "replaysFailed": 3, "text": ["connect"], "known": null,
                 "death": {"how": "exited with status 1", "lastWords": "Error"},
                 "diagnosis": null}]
            }
            """);

    assertThat(file.format()).isEqualTo("results/1");
    assertThat(file.faults()).isEmpty();
    CaseEntry failed = file.cases().get(0);
    assertThat(failed.fault()).isZero();
    assertThat(failed.avoids()).isEmpty();
    assertThat(failed.violation().orElseThrow().message()).isEqualTo("it is lost");
    assertThat(failed.failure().orElseThrow().death().orElseThrow().lastWords()).isEqualTo("Error");
  }

  @Test
  void refusesAVersionThatIsYetToCome() {
    assertThatThrownBy(() -> ResultsFile.parse("{\"format\": \"results/3\"}"))
        .isInstanceOf(Malformed.class)
        .hasMessage("\"format\" is \"results/3\", this version reads results/1 and results/2");
  }

  @Test
  void aRunThatCouldNotBeginHasNoFacts() throws Malformed {
    RunResult result =
        new RunResult(
            "1.2.3",
            "x",
            Profile.SEQUENTIAL,
            1,
            Instant.EPOCH,
            Duration.ZERO,
            Optional.empty(),
            List.of(),
            Optional.of("no such program"));

    JsonNode json = JsonText.parse(ResultsFile.of(result, false).text());

    assertThat(json.get("facts").isNull()).isTrue();
    assertThat(json.get("verdict").stringValue()).isEqualTo("ERROR");
    assertThat(json.get("error").stringValue()).isEqualTo("no such program");
    assertThat(json.get("complete").booleanValue()).isFalse();
  }
}
