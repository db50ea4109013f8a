package dev.echospec.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.client.judge.ClientLaw;
import dev.echospec.client.judge.ClientObservation;
import dev.echospec.client.play.Captured;
import dev.echospec.client.play.ClientTranscript;
import dev.echospec.client.script.Host;
import dev.echospec.client.script.ServerScript;
import dev.echospec.client.script.ServerStep;
import dev.echospec.compare.ComparisonFile;
import dev.echospec.compare.ConformanceLevel;
import dev.echospec.diagnosis.Cause;
import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.judge.Law;
import dev.echospec.play.Event;
import dev.echospec.reference.server.Transform;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.FailureFile;
import dev.echospec.result.ResultsFile;
import dev.echospec.result.RunResult;
import dev.echospec.result.Shard;
import dev.echospec.result.StaleExpectation;
import dev.echospec.result.Verdict;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Level;
import dev.echospec.suite.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What is written is what the JSON Schemas of docs/ say. */
class SchemaTest {
  private static final CaseResult FAILED = explained();

  private static CaseResult explained() {
    Failure failure = Samples.cutCharacter("UnicodeDecodeError");
    Diagnosis why =
        new Diagnosis(Cause.DECODES_EACH_READ, Diagnosis.Confidence.LIKELY, "a byte is cut off");
    Failure told =
        failure.diagnosed(Optional.of(why)).reaching(List.of("17 bytes or more do it, 16 do not"));
    return Samples.result("stream/segmentation", Verdict.FAIL, told).of(1);
  }

  static Stream<RunResult> runs() {
    return Stream.of(
        Samples.run(FAILED),
        Samples.run(Samples.HOSTILE),
        Samples.saying(Samples.HOSTILE),
        Samples.grouped(Samples.HOSTILE),
        Samples.run(Samples.known("close/orderly", "as ever")),
        Samples.run(),
        Samples.run().planned(Optional.of(Shard.of(3, 4, List.of(), Catalogue.cases()))),
        Samples.run(FAILED)
            .planned(Optional.of(Shard.of(1, 1, List.of(FAILED.info()), List.of(FAILED.info())))),
        new RunResult(
            "1",
            "x",
            Profile.CONCURRENT,
            -1,
            Instant.EPOCH,
            Duration.ZERO,
            Optional.empty(),
            List.of(),
            Optional.of("no such program")));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void resultsOfARun(RunResult run) throws Exception {
    assertThat(Schemas.errors("results", ResultsFile.of(run, true).text())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void aRunReadsBackEqual(RunResult run) throws Exception {
    ResultsFile file = ResultsFile.of(run, false);

    assertThat(ResultsFile.parse(file.text())).isEqualTo(file);
  }

  static Stream<CaseResult> failures() {
    return Stream.concat(
        Stream.of(FAILED, allSteps(), ofClient()),
        runs().flatMap(run -> run.cases().stream()).filter(one -> one.failure().isPresent()));
  }

  private static CaseResult ofClient() {
    List<ServerStep> steps =
        List.of(
            new ServerStep.Read(ServerStep.EVERYTHING),
            new ServerStep.Answer(2),
            new ServerStep.Pause(20),
            new ServerStep.Answer(ServerStep.EVERYTHING),
            new ServerStep.Send(Payload.of("x")),
            new ServerStep.HalfClose());
    ClientTranscript seen =
        new ClientTranscript(
            List.of(),
            Optional.of(1),
            false,
            Captured.NOTHING,
            Optional.of(Samples.HOSTILE),
            Duration.ofMillis(5),
            Duration.ZERO,
            Optional.empty());
    ServerScript script = new ServerScript(Payload.of(Samples.HOSTILE), Host.NAME, steps);
    Failure failure = Samples.cutCharacter("");
    Failure told =
        new Failure(
            failure.sight(),
            1,
            5,
            3,
            3,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.of(
                new ClientObservation(
                    script, ClientLaw.PRINTS, seen, failure.sight().violations())));
    return new CaseResult(
        Catalogue.find("client/output").orElseThrow(),
        Verdict.FAIL,
        7,
        Duration.ofMillis(5),
        Optional.of(told),
        Optional.empty());
  }

  private static CaseResult allSteps() {
    Script script =
        Script.of(
            new Step.Connect(0),
            new Step.StopReading(0),
            new Step.Send(0, new Payload.Generated(7, 100_000, Alphabet.TEXT)),
            new Step.ResumeReading(0),
            new Step.Read(0, 5),
            new Step.Read(0, Step.EVERYTHING),
            new Step.Pause(20),
            new Step.HalfClose(0),
            new Step.ReadToEnd(0),
            new Step.Connect(1),
            new Step.Reset(1),
            new Step.Connect(2),
            new Step.Close(2));
    Duration at = Duration.ofMillis(3);
    Failure failure = Samples.cutCharacter("");
    return Samples.result(
        "stream/large",
        Verdict.FAIL,
        Samples.failure(
            script,
            Law.ECHO_AND_CLOSE,
            Samples.seen(
                failure.sight().transcript().received(0),
                new Event.NotConnected(0, 0, at, Event.NotConnected.Why.NO_ANSWER),
                new Event.Stalled(1, 0, at, 17, at),
                new Event.Diverged(1, 0, at, 3, 4),
                new Event.EndOfStream(1, 0, at),
                new Event.GaveUp(1, 0, at, at),
                new Event.TimeUp(1, 0, at)),
            failure.sight().violations().get(0)));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failureFiles(CaseResult failed) throws Exception {
    String text = FailureFile.write(failed, Transform.UPPER, Samples.HOSTILE);

    assertThat(Schemas.errors("failure", text)).isEmpty();
  }

  @Test
  void resultsOfAComparison() throws Exception {
    for (String text :
        List.of(
            ComparisonFile.of(Comparisons.of(Comparisons.four("x"), Comparisons.change())).text(),
            ComparisonFile.of(Comparisons.of(Comparisons.saying("::error \u202e \u0000 <b>")))
                .text(),
            ComparisonFile.of(Comparisons.withClients("::error \u202e \u0000 <b>")).text(),
            ComparisonFile.of(LargeComparison.allBroken("x")).text())) {
      assertThat(Schemas.errors("comparison", text)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "results, \"millis\", \"milis\"",
    "results, \"reason\": null, \"reason\": 7",
    "results, \"foundAfter\", \"found\"",
    "results, \"lastWords\", \"words\"",
    "results, results/2, results/3",
    "results, \"shownBy\", \"shown\"",
    "results, \"fault\": 1, \"fault\": -1",
    "results, \"extent\", \"reach\"",
    "results, \"avoids\": [ ], \"avoids\": null",
    "failure, \"extent\", \"reach\"",
    "results, \"likely\", \"surely\"",
    "results, \"mend\", \"fix\"",
    "failure, \"matched\", \"same\"",
    "failure, was-reset, reset",
    "failure, \"do\": \"send\", \"do\": \"write\"",
    "failure, \"hex\", \"bytes\"",
    "comparison, \"standing\", \"level\"",
    "comparison, \"kind\": \"broken\", \"kind\": \"worse\""
  })
  void aWrongFieldIsFound(String schema, String right, String wrong) throws Exception {
    String text =
        switch (schema) {
          case "results" -> ResultsFile.of(Samples.run(FAILED), true).text();
          case "failure" -> FailureFile.write(FAILED, Transform.UPPER, "x");
          default ->
              ComparisonFile.of(Comparisons.of(Comparisons.four("x"), Comparisons.change())).text();
        };
    assertThat(text).contains(right);

    assertThat(Schemas.errors(schema, text.replace(right, wrong))).isNotEmpty();
  }

  /** A constant that no sample has must be in the schema, too. */
  @Test
  void theSchemasNameAllConstants() throws Exception {
    JsonNode results = Schemas.read("results");
    assertThat(constants(results, "/$defs/verdict")).isEqualTo(names(Verdict.values()));
    assertThat(constants(results, "/$defs/level")).isEqualTo(names(Level.values()));
    assertThat(constants(results, "/properties/verdict"))
        .isEqualTo(names(RunResult.Conformance.values()));
    assertThat(constants(results, "/$defs/surprise/properties/kind"))
        .isEqualTo(names(StaleExpectation.Kind.values()));
    assertThat(constants(Schemas.read("failure"), "/properties/law"))
        .isEqualTo(Arrays.stream(Law.values()).map(FailureFile::slug).toList());
    assertThat(constants(Schemas.read("comparison"), "/$defs/member/properties/standing"))
        .isEqualTo(names(ConformanceLevel.values()));
  }

  private static List<String> constants(JsonNode schema, String pointer) {
    return schema.at(pointer + "/enum").valueStream().map(JsonNode::stringValue).toList();
  }

  private static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toList();
  }
}
