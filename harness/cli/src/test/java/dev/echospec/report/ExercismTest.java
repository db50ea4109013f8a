package dev.echospec.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.echospec.result.CaseResult;
import dev.echospec.result.FailureText;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.script.JsonText;
import dev.echospec.suite.Catalogue;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ExercismTest {
  /** Version 3 of the format, as far as a reader depends on it. */
  private static final String SCHEMA =
      """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
          "version": {"const": 3},
          "status": {"enum": ["pass", "fail", "error"]},
          "message": {"type": "string", "maxLength": 65535},
          "tests": {
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "name": {"type": "string", "minLength": 1},
                "status": {"enum": ["pass", "fail", "error"]},
                "message": {"type": "string", "maxLength": 65535},
                "output": {"type": "string", "maxLength": 500},
                "test_code": {"type": "string"},
                "task_id": {"type": "integer", "minimum": 1}
              },
              "required": ["name", "status", "test_code"],
              "additionalProperties": false
            }
          }
        },
        "required": ["version", "status", "tests"],
        "if": {"properties": {"status": {"const": "error"}}},
        "then": {"required": ["message"]},
        "else": {"not": {"required": ["message"]}},
        "additionalProperties": false
      }
      """;

  private static JsonNode written(RunResult run) throws Exception {
    String text =
        Exercism.write(
            run, new FailureText(run.profile().oracle(), run.target(), Optional.empty()));
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SCHEMA)
                .validate(text, InputFormat.JSON)
                .stream()
                .map(Error::toString))
        .isEmpty();
    return JsonText.parse(text);
  }

  private static List<String> statuses(JsonNode document) {
    return document
        .get("tests")
        .valueStream()
        .map(test -> test.get("status").stringValue())
        .toList();
  }

  private static String status(RunResult run) throws Exception {
    return written(run).get("status").stringValue();
  }

  @Test
  void aTestForEachCaseThatWasJudged() throws Exception {
    JsonNode document = written(Samples.run("so it is"));

    assertThat(document.get("status").stringValue()).isEqualTo("fail");
    // What was skipped or late once is no test.
    assertThat(statuses(document)).containsExactly("fail", "pass", "pass", "pass", "error");
    JsonNode failed = document.at("/tests/0");
    assertThat(failed.get("name").stringValue())
        .startsWith("stream/segmentation: The echo depends only");
    assertThat(failed.get("message").stringValue()).contains("expect  41", "got     41");
    assertThat(failed.get("output").stringValue()).isEqualTo("Error: so it is");
    assertThat(failed.get("test_code").stringValue())
        .startsWith("echospec verify --case stream/segmentation\nconnect\nsend ");
    int task = failed.get("task_id").intValue();
    assertThat(Catalogue.cases().stream().map(info -> info.section()).distinct().toList())
        .element(task - 1)
        .isEqualTo("stream");
    assertThat(document.at("/tests/2/message").stringValue()).startsWith("WARN  close/orderly");
  }

  @Test
  void theStatusOfTheRunIsThatOfItsTests() throws Exception {
    CaseResult passed = Samples.result("stream/large", Verdict.PASS, (String) null);
    CaseResult skipped = Samples.result("stream/large", Verdict.SKIP, "not here");
    CaseResult undecided =
        Samples.result("stream/large", Verdict.SKIP, CaseResult.TIME_UP + "it was tried");
    RunResult fine = Samples.run(passed, skipped);

    assertThat(status(fine)).isEqualTo("pass");
    assertThat(status(Samples.run(passed, Samples.known("close/orderly", "as ever"))))
        .isEqualTo("pass");
    assertThat(status(Samples.run(passed, undecided))).isEqualTo("fail");
    assertThat(
            status(
                Samples.with(
                    fine,
                    Optional.empty(),
                    List.of(Samples.surprise("close/*", "all pass now")),
                    List.of())))
        .isEqualTo("fail");
    assertThat(status(Samples.run(skipped))).isEqualTo("error");
    assertThat(status(Samples.run())).isEqualTo("error");
    assertThat(status(Samples.with(fine, Optional.of("gone"), List.of(), List.of())))
        .isEqualTo("error");
  }

  @Test
  void longOutputIsCutAtItsBeginning() throws Exception {
    JsonNode document =
        written(
            Samples.run(
                Samples.result(
                    "stream/segmentation",
                    Verdict.FAIL,
                    Samples.cutCharacter("x".repeat(2000) + "the end"))));

    assertThat(document.at("/tests/0/output").stringValue())
        .hasSize(500)
        .startsWith("Output was truncated. Please limit to 500 chars")
        .endsWith("the end");
  }

  @Property(tries = 50)
  void anythingThatAServerSaysFits(@ForAll("hostile") String text) throws Exception {
    written(Samples.saying(text));
  }

  @Provide
  Arbitrary<String> hostile() {
    return Samples.hostile();
  }
}
