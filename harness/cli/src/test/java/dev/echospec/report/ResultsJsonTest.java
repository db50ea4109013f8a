package dev.echospec.report;

import static org.assertj.core.api.Assertions.assertThat;

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

    assertThat(json.get("format").stringValue()).isEqualTo("results/1");
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
