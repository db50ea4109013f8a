package dev.echospec.property;

import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.script.ScriptText;
import dev.echospec.suite.Violated.Observation;
import java.util.Optional;

/** What a test report says of a case that did not pass. */
final class Message {
  private Message() {}

  static String of(CaseResult result) {
    StringBuilder text = new StringBuilder(result.info().id()).append(": ");
    if (result.isExpected()) {
      return text.append(result.known().orElseThrow().inWords()).toString();
    }
    Optional<Observation> sight = result.failure().map(Failure::sight);
    text.append(
        result
            .reason()
            .or(() -> sight.map(s -> s.violations().get(0).message()))
            .orElse(result.verdict().name()));
    if (sight.isPresent()) {
      text.append("\nRule: ").append(result.info().rule().rule()).append("\n");
      ScriptText.lines(sight.get().script()).forEach(line -> text.append("\n    ").append(line));
      result
          .failure()
          .flatMap(Failure::death)
          .ifPresent(
              death ->
                  text.append("\n\nThe server ")
                      .append(death.how())
                      .append(death.lastWords().isEmpty() ? "" : ":\n" + death.lastWords()));
      result.known().ifPresent(known -> text.append("\n\n").append(known.inWords()));
      Optional<Diagnosis> diagnosis = result.failure().flatMap(Failure::diagnosis);
      diagnosis.ifPresent(why -> text.append("\n\n").append(why.line()));
      text.append("\n\nTo fix it: ")
          .append(diagnosis.map(d -> d.cause().fix()).orElse(result.info().rule().fix()));
    }
    return text.toString();
  }
}
