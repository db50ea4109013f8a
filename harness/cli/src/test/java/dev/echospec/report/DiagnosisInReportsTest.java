package dev.echospec.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.diagnosis.Cause;
import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.diagnosis.Diagnosis.Confidence;
import dev.echospec.judge.Oracle;
import dev.echospec.reference.server.Transform;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.FailureFile;
import dev.echospec.result.FailureText;
import dev.echospec.result.ResultsFile;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.script.JsonText;
import dev.echospec.script.Malformed;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A diagnosis is told wherever a failure is. */
class DiagnosisInReportsTest {
  private static final String LINE =
      "Likely cause: the server decodes each read as UTF-8 by itself; a character was cut in two at"
          + " a 16-byte read.";

  private static final FailureText TEXT =
      new FailureText(Oracle.UPPER, "localhost:10000", Optional.empty());

  private static final CaseResult FAILED =
      Samples.result(
          "stream/segmentation",
          Verdict.FAIL,
          diagnosed(
              Confidence.LIKELY,
              Cause.DECODES_EACH_READ,
              "a character was cut in two at a 16-byte read"));

  private static final RunResult RUN =
      Samples.run(
          Samples.result(
                  "close/orderly",
                  Verdict.WARN,
                  diagnosed(Confidence.POSSIBLE, Cause.DECODES_EACH_READ, ""))
              .of(1),
          FAILED.of(1),
          Samples.result("stream/large", Verdict.FAIL, Samples.cutCharacter("")).of(2));

  private static Failure diagnosed(Confidence confidence, Cause cause, String detail) {
    return Samples.cutCharacter("UnicodeDecodeError")
        .diagnosed(Optional.of(new Diagnosis(cause, confidence, detail)));
  }

  @Test
  void aFailureSaysItBeforeTheLastWords() {
    List<String> lines = TEXT.lines(FAILED);

    int at = lines.indexOf("      " + LINE);
    assertThat(at).isPositive();
    assertThat(lines.get(at + 1)).isEqualTo("      To fix it: " + Cause.DECODES_EACH_READ.fix());
    assertThat(lines.get(at + 2)).isEqualTo("      The server exited with status 1.");
  }

  @Test
  void theSummaryTellsEachCauseOnceAndWhatHasNone() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    new ConsoleReport(Console.of(new PrintStream(bytes, true, UTF_8)), TEXT, List.of(), false)
        .summary(RUN, Optional.empty());

    assertThat(bytes.toString(UTF_8))
        .containsOnlyOnce(
            "\n      " + LINE + "\n      To fix it: " + Cause.DECODES_EACH_READ.fix() + "\n")
        .contains("\n      Fails:  close/orderly (SHOULD), stream/segmentation\n")
        .contains("\nThe evidence is too thin to name a cause of: fault 2\n");
  }

  @Test
  void resultsHaveItByCaseAndByCause() throws Malformed {
    JsonNode json = JsonText.parse(ResultsFile.of(RUN, true).text());

    JsonNode cause = json.get("diagnoses").get(0);
    assertThat(json.get("diagnoses").size()).isEqualTo(1);
    assertThat(cause.get("cause").stringValue()).isEqualTo("decodes-each-read");
    assertThat(cause.get("confidence").stringValue()).isEqualTo("likely");
    assertThat(cause.get("mend").stringValue()).isEqualTo(Cause.DECODES_EACH_READ.fix());
    assertThat(cause.get("cases").get(0).stringValue()).isEqualTo("close/orderly");
    assertThat(json.at("/cases/0/diagnosis/confidence").stringValue()).isEqualTo("possible");
    assertThat(json.at("/cases/1/diagnosis/sentence").stringValue())
        .isEqualTo(LINE.substring("Likely cause: ".length()));
    assertThat(json.at("/cases/2/diagnosis").isNull()).isTrue();
  }

  @Test
  void aFailureFileWithItCanBeReadAgain() throws Malformed {
    String text = FailureFile.write(FAILED, Transform.UPPER, "localhost:10000");

    assertThat(JsonText.parse(text).at("/diagnosis/cause").stringValue())
        .isEqualTo("decodes-each-read");
    assertThat(FailureFile.parse(text).caseId()).contains("stream/segmentation");
  }

  @Test
  void junitHasItInTheMessage() {
    assertThat(JUnitXml.write(RUN, TEXT)).contains("of the 17 bytes it owed. " + LINE + "\"");
  }
}
