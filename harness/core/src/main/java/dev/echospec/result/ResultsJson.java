package dev.echospec.result;

import dev.echospec.script.JsonText;
import dev.echospec.suite.Figure;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A run as JSON for programs: docs/results.md tells what is in it. */
public final class ResultsJson {
  /** The version of the format; it changes when a program that reads it would have to. */
  public static final String FORMAT = "results/1";

  private ResultsJson() {}

  /**
   * @param result of a run
   * @param complete whether the run is over; otherwise this is what is known by now
   * @return the text of results.json
   */
  public static String write(RunResult result, boolean complete) {
    ObjectNode json =
        JsonText.object()
            .put("format", FORMAT)
            .put("echospec", result.version())
            .put("target", result.target())
            .put("profile", result.profile().id())
            .put("verdict", result.conformance().name())
            .put("complete", complete)
            .put("seed", result.seed())
            .put("started", result.started().toString())
            .put("millis", result.took().toMillis())
            .put("portWaitMillis", result.portWait().toMillis());
    json.set("facts", result.facts().map(ResultsJson::facts).orElse(null));
    ObjectNode counts = json.putObject("counts");
    for (Verdict verdict : Verdict.values()) {
      counts.put(verdict.name(), result.count(verdict));
    }
    json.put("error", result.error().orElse(null));
    ArrayNode notes = json.putArray("notes");
    result.notes().forEach(notes::add);
    ArrayNode surprises = json.putArray("surprises");
    result.surprises().forEach(surprise -> surprises.add(surprise(surprise)));
    ArrayNode diagnoses = json.putArray("diagnoses");
    for (RunResult.Explanation one : result.explanations()) {
      ObjectNode diagnosis = FailureFile.diagnosis(one.diagnosis());
      ArrayNode explained = diagnosis.putArray("cases");
      one.caseIds().forEach(explained::add);
      diagnoses.add(diagnosis);
    }
    ArrayNode cases = json.putArray("cases");
    FailureText texts =
        new FailureText(result.profile().oracle(), result.target(), Optional.empty());
    result.cases().forEach(one -> cases.add(oneCase(one, texts)));
    return JsonText.print(json, 3);
  }

  private static ObjectNode facts(RunResult.Facts facts) {
    return JsonText.object()
        .put("answers", facts.answers())
        .put("sequential", facts.sequential())
        .put("roundTripMillis", facts.roundTrip().toNanos() / 1000 / 1000.0)
        .put("patienceMillis", facts.patience().toMillis())
        .put("boundMillis", facts.bound().toMillis());
  }

  private static ObjectNode surprise(StaleExpectation surprise) {
    return JsonText.object()
        .put("kind", surprise.kind().name())
        .put("file", surprise.file())
        .put("line", surprise.entry().line())
        .put("case", surprise.entry().glob())
        .put("message", surprise.message());
  }

  private static ObjectNode known(KnownFailureMatch known) {
    ObjectNode json =
        JsonText.object()
            .put("expected", known.isExpected())
            .put("file", known.file())
            .put("line", known.entry().line())
            .put("reason", known.entry().reason())
            .put("expired", known.expired());
    ArrayNode missing = json.putArray("missing");
    known.missing().forEach(missing::add);
    return json;
  }

  private static ObjectNode oneCase(CaseResult result, FailureText texts) {
    ObjectNode json =
        JsonText.object()
            .put("id", result.info().id())
            .put("level", result.info().level().name())
            .put("rule", result.info().rule().rule())
            .put("verdict", result.verdict().name())
            .put("tries", result.tries())
            .put("millis", result.took().toMillis())
            .put("reason", result.reason().orElse(null));
    ArrayNode figures = json.putArray("figures");
    for (Figure figure : result.figures()) {
      figures
          .addObject()
          .put("name", figure.name())
          .put("value", figure.value())
          .put("unit", figure.unit());
    }
    if (result.failure().isEmpty()) {
      return json.putNull("violation").putNull("script");
    }
    Failure failure = result.failure().get();
    json.set("violation", FailureFile.violation(failure.sight().violations().get(0)));
    json.put("script", FailureFile.name(result.info().id()))
        .put("foundAfter", failure.foundAfter())
        .put("replays", failure.replays())
        .put("replaysFailed", failure.replaysFailed());
    ArrayNode text = json.putArray("text");
    texts.conversation(failure).forEach(text::add);
    json.set("known", result.known().map(ResultsJson::known).orElse(null));
    if (failure.death().isPresent()) {
      json.putObject("death")
          .put("how", failure.death().get().how())
          .put("lastWords", failure.death().get().lastWords());
    } else {
      json.putNull("death");
    }
    json.set("diagnosis", failure.diagnosis().map(FailureFile::diagnosis).orElse(null));
    return json;
  }
}
