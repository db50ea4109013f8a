package dev.echospec.report;

import dev.echospec.result.CaseResult;
import dev.echospec.result.FailureText;
import dev.echospec.result.RunResult;
import dev.echospec.result.Seconds;
import dev.echospec.result.Shard;
import dev.echospec.result.Verdict;
import dev.echospec.script.ScriptText;
import java.util.LinkedHashMap;
import java.util.List;
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
    String profile = " to the profile " + result.profile().id() + part(result) + ": " + server;
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
      case NOTHING_TO_JUDGE ->
          new Outcome(Verdict.SKIP, "NOTHING TO JUDGE", part(result) + ": " + server);
      case ERROR -> new Outcome(Verdict.ERROR, "ERROR", ", nothing can be said of " + server);
    };
  }

  /** A part says nothing of the cases of the others. */
  private static String part(RunResult result) {
    return result.shard().filter(Shard::isPart).map(part -> " in " + part.words()).orElse("");
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
    return verdicts(result.cases())
        + " (seed "
        + result.seed()
        + ", "
        + Seconds.of(result.took())
        + ")";
  }

  /** How many cases there are, and how many of them have which verdict; in words. */
  static String verdicts(List<CaseResult> cases) {
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
            .map(word -> verdict(cases, word.getKey(), word.getValue()))
            .filter(some -> !some.isEmpty())
            .collect(Collectors.joining(", "));
    return FailureText.count(cases.size(), "case", "cases") + (each.isEmpty() ? "" : ": " + each);
  }

  private static String verdict(List<CaseResult> cases, Verdict verdict, String word) {
    List<CaseResult> those = cases.stream().filter(one -> one.verdict() == verdict).toList();
    long known = those.stream().filter(CaseResult::isExpected).count();
    return those.isEmpty()
        ? ""
        : those.size() + " " + word + (known == 0 ? "" : " (" + known + " known)");
  }
}
