package dev.echospec.property;

import dev.echospec.result.CaseResult;
import dev.echospec.result.FailureText;
import dev.echospec.result.Fault;
import java.util.List;
import java.util.Optional;

/**
 * What a test report says of a case that did not pass: the id and what is wrong on the first line,
 * which is all that a summary shows, then what the command line prints of it.
 */
final class Message {
  private Message() {}

  /**
   * Returns the text.
   *
   * @param fault that the case fails of, as far as the run has seen it; empty if it does not fail
   * @param texts prints failures
   */
  static String of(CaseResult result, Optional<Fault> fault, FailureText texts) {
    String first = result.info().id() + ": ";
    if (result.isExpected()) {
      return first + result.known().orElseThrow().inWords();
    }
    first +=
        result
            .reason()
            .or(() -> result.failure().map(FailureText::message))
            .orElse(result.verdict().name());
    if (result.failure().isEmpty()) {
      return first;
    }
    List<String> lines = texts.lines(result, fault);
    return first + "\n\n" + String.join("\n", lines) + fix(result, fault);
  }

  /** Where no cause is known, the rule itself tells what usually breaks it. */
  private static String fix(CaseResult result, Optional<Fault> fault) {
    CaseResult shown = fault.map(Fault::shownBy).orElse(result);
    return shown.failure().orElseThrow().diagnosis().isPresent()
        ? ""
        : "\n" + FailureText.INDENT + "To fix it: " + result.info().rule().fix();
  }
}
