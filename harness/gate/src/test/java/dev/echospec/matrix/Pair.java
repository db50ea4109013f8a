package dev.echospec.matrix;

import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.FailureText;
import dev.echospec.script.Script;
import dev.echospec.zoo.Zoo;
import java.util.List;
import java.util.Optional;

/**
 * A faulty server and what became of a case that must catch it.
 *
 * @param fault the server
 * @param result of the case
 * @param printed the failure, as a user sees it
 * @param published the figures that were measured last; empty if there are none, or while they are
 *     measured
 */
record Pair(
    Zoo.Entry fault, CaseResult result, List<String> printed, Optional<Measured> published) {
  static Pair of(Zoo.Entry fault, CaseResult result, Optional<Measured> published) {
    FailureText text = new FailureText(fault.profile().oracle(), fault.name(), Optional.empty());
    return new Pair(fault, result, text.lines(result), published);
  }

  /** For messages: which pair, and all that was printed. */
  String title() {
    return fault + " × " + result.info().id() + "\n" + String.join("\n", printed);
  }

  /** What was printed but for the headline and the rule, which are the same for every server. */
  String text() {
    return String.join("\n", printed.subList(2, printed.size()));
  }

  /** The words that must be in the text. */
  List<String> words() {
    return fault.saying(result.info().id());
  }

  /** The failure; of a result without one, this is itself a failed check. */
  Failure failure() {
    return result
        .failure()
        .orElseThrow(() -> new AssertionError("no failure was found, for " + title()));
  }

  Script script() {
    return failure().sight().script();
  }
}
