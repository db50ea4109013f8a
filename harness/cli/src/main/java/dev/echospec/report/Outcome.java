package dev.echospec.report;

import dev.echospec.result.FailureText;
import dev.echospec.result.RunResult;
import dev.echospec.result.Seconds;
import dev.echospec.result.Verdict;
import dev.echospec.script.ScriptText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The verdict of a run in a line.
 *
 * @param tone the verdict of a case that this is as good or as bad as
 * @param verdict the words that count, such as "DOES NOT CONFORM"
 * @param about what follows them: the profile and the target
 */
record Outcome(Verdict tone, String verdict, String about) {
  static Outcome of(RunResult result) {
    String server = ScriptText.harmless(result.target());
    String profile = " to the profile " + result.profile().id() + ": " + server;
    return switch (result.conformance()) {
      case CONFORMS -> new Outcome(Verdict.PASS, "CONFORMS", profile);
      case KNOWN_FAILURES ->
          new Outcome(Verdict.INCONCLUSIVE, "CONFORMS but for " + knownFailures(result), profile);
      case NOT_AS_EXPECTED ->
          new Outcome(
              Verdict.FAIL,
              "NOT AS EXPECTED",
              ": the file of known failures is out of date, see the surprises: " + server);
      case DOES_NOT_CONFORM -> new Outcome(Verdict.FAIL, "DOES NOT CONFORM", profile);
      case UNDECIDED ->
          new Outcome(
              Verdict.INCONCLUSIVE,
              "UNDECIDED",
              ": nothing failed, but time was up before "
                  + FailureText.count(result.undecided().size(), "MUST case was", "MUST cases were")
                  + " tried to the end: "
                  + server);
      case ERROR -> new Outcome(Verdict.ERROR, "ERROR", ", nothing can be said of " + server);
    };
  }

  /** The whole line. */
  String line() {
    return verdict + about;
  }

  /** Such as "1 known failure". */
  static String knownFailures(RunResult result) {
    return FailureText.count(result.countExpected(Verdict.FAIL), "known failure", "known failures");
  }

  /** How many cases have which verdict, the seed, and how long it took; in a line. */
  static String counts(RunResult result) {
    Map<Verdict, String> words = new LinkedHashMap<>();
    words.put(Verdict.PASS, "passed");
    words.put(Verdict.FAIL, "failed");
    words.put(Verdict.WARN, "warned");
    words.put(Verdict.INFO, "recorded");
    words.put(Verdict.SKIP, "skipped");
    words.put(Verdict.INCONCLUSIVE, "inconclusive");
    words.put(Verdict.ERROR, "in error");
    String each =
        words.entrySet().stream()
            .filter(e -> result.count(e.getKey()) > 0)
            .map(e -> result.count(e.getKey()) + " " + e.getValue() + known(result, e.getKey()))
            .collect(Collectors.joining(", "));
    return FailureText.count(result.cases().size(), "case", "cases")
        + (each.isEmpty() ? "" : ": " + each)
        + " (seed "
        + result.seed()
        + ", "
        + Seconds.of(result.took())
        + ")";
  }

  private static String known(RunResult result, Verdict verdict) {
    long known = result.countExpected(verdict);
    return known == 0 ? "" : " (" + known + " known)";
  }
}
