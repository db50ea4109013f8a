package dev.echospec.property;

import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.FailureText;
import dev.echospec.result.Fault;
import java.util.Optional;

/** What a test report says of a case that did not pass. */
final class Message {
  private Message() {}

  /**
   * Returns the text: what was wrong in this case, then the shortest conversation by now that shows
   * its fault.
   *
   * @param fault that the case fails of, as far as the run has seen it; empty if it does not fail
   */
  static String of(CaseResult result, Optional<Fault> fault) {
    StringBuilder text = new StringBuilder(result.info().id()).append(": ");
    if (result.isExpected()) {
      return text.append(result.known().orElseThrow().inWords()).toString();
    }
    text.append(
        result
            .reason()
            .or(() -> result.failure().map(one -> one.sight().violations().get(0).message()))
            .orElse(result.verdict().name()));
    if (result.failure().isPresent()) {
      text.append("\nRule: ").append(result.info().rule().rule()).append("\n");
      shown(fault.map(Fault::shownBy).orElse(result), result, text);
    }
    return text.toString();
  }

  /**
   * Adds a conversation.
   *
   * @param by the case whose conversation it is
   */
  private static void shown(CaseResult by, CaseResult result, StringBuilder text) {
    Failure failure = by.failure().orElseThrow();
    if (result.fault() > 0) {
      boolean another = !by.info().equals(result.info());
      text.append("\nIt is ").append(FailureText.fault(result.fault()));
      text.append(another ? ", as " + by.info().id() + " shows it:\n" : ":\n");
    }
    FailureText.steps(failure).forEach(line -> text.append("\n    ").append(line));
    if (!failure.extent().isEmpty()) {
      text.append("\n\nWhat does it:");
      failure.extent().forEach(measured -> text.append("\n    ").append(measured));
    }
    failure
        .death()
        .ifPresent(
            death ->
                text.append("\n\nThe server ")
                    .append(death.how())
                    .append(death.lastWords().isEmpty() ? "" : ":\n" + death.lastWords()));
    result.known().ifPresent(known -> text.append("\n\n").append(known.inWords()));
    Optional<Diagnosis> diagnosis = failure.diagnosis();
    diagnosis.ifPresent(why -> text.append("\n\n").append(why.line()));
    text.append("\n\nTo fix it: ")
        .append(diagnosis.map(d -> d.cause().fix()).orElse(result.info().rule().fix()));
  }
}
