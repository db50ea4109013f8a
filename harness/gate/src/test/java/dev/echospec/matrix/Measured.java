package dev.echospec.matrix;

import dev.echospec.result.CaseResult;
import dev.echospec.result.Verdict;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What several runs of a case against a faulty server came to.
 *
 * @param fault the name of the server
 * @param caseId the case
 * @param runs each with a seed of its own; at least one
 */
record Measured(String fault, String caseId, List<Run> runs) {
  /**
   * One of the runs.
   *
   * @param caught whether the case blamed the server; otherwise only the tries say anything
   * @param tries until the first failure, or all that were made
   * @param micros microseconds from the beginning of the case to the first failure
   * @param bytes that the shrunk script sends, on all its connections
   * @param steps of the shrunk script
   * @param connections of the shrunk script
   */
  record Run(boolean caught, int tries, long micros, long bytes, int steps, int connections) {
    static Run of(CaseResult result, Duration untilFirstFailure) {
      boolean caught = result.verdict() == Verdict.FAIL || result.verdict() == Verdict.WARN;
      long micros = untilFirstFailure.toNanos() / 1000;
      if (!caught || result.failure().isEmpty()) {
        return new Run(false, result.tries(), micros, 0, 0, 0);
      }
      Script script = result.failure().get().sight().script();
      return new Run(
          true,
          result.failure().get().foundAfter(),
          micros,
          script.bytes(),
          script.steps().size(),
          script.connections());
    }
  }

  /** Whether every run caught the fault. */
  boolean isSure() {
    return runs.stream().allMatch(Run::caught);
  }

  /** The middle of what those runs came to that caught the fault; the lower one of two. */
  long median(ToLongFunction<Run> what) {
    return medianOf(runs.stream().filter(Run::caught).mapToLong(what).toArray());
  }

  /** The most that a run came to that caught the fault. */
  long most(ToLongFunction<Run> what) {
    return runs.stream().filter(Run::caught).mapToLong(what).max().orElse(0);
  }

  static long medianOf(long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) / 2];
  }

  /** The bytes on that connection of a script that sends most. */
  static long mostBytesOnAConnection(Script script) {
    return script.steps().stream()
        .filter(Step.Connect.class::isInstance)
        .map(step -> script.sent(((Step.Connect) step).connection()))
        .mapToLong(sent -> sent.stream().mapToLong(Payload::length).sum())
        .max()
        .orElse(0);
  }
}
