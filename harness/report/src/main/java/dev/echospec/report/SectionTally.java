package dev.echospec.report;

import dev.echospec.result.CaseResult;
import dev.echospec.result.FailureText;
import dev.echospec.result.Seconds;
import dev.echospec.result.Verdict;
import dev.echospec.suite.CaseInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cases of a run by section: each section is a line once the last of its cases has ended. */
final class SectionTally {
  private static final int NAME = 12;

  /** How many cases of a section have not ended yet. */
  private final Map<String, Integer> left = new HashMap<>();

  private final Map<String, List<CaseResult>> open = new LinkedHashMap<>();

  /**
   * Creates a tally without results.
   *
   * @param cases that are to run, in any order
   */
  SectionTally(List<CaseInfo> cases) {
    cases.forEach(info -> left.merge(info.section(), 1, Integer::sum));
  }

  /**
   * Counts a case that has not been counted yet.
   *
   * @return the line of its section, if that has come to its end and not all of it was skipped
   */
  Optional<Line> ended(CaseResult one) {
    String section = one.info().section();
    open.computeIfAbsent(section, name -> new ArrayList<>()).add(one);
    return left.merge(section, -1, Integer::sum) == 0
        ? line(section, open.remove(section))
        : Optional.empty();
  }

  /** Returns the lines of the sections that the run has begun and not brought to their end. */
  List<Line> begun() {
    List<Line> lines = new ArrayList<>();
    open.forEach((section, results) -> line(section, results).ifPresent(lines::add));
    return lines;
  }

  /** A section without any case that was run is told among what was skipped. */
  private static Optional<Line> line(String section, List<CaseResult> results) {
    if (results.stream().allMatch(one -> one.verdict() == Verdict.SKIP)) {
      return Optional.empty();
    }
    int tries = results.stream().mapToInt(CaseResult::tries).sum();
    Duration took = results.stream().map(CaseResult::took).reduce(Duration.ZERO, Duration::plus);
    return Optional.of(
        Line.of("")
            .and(Line.Colour.of(worst(results)), section)
            .and(" ".repeat(Math.max(1, NAME - section.length())))
            .and(Outcome.verdicts(results))
            .and(", " + FailureText.count(tries, "try", "tries") + ", " + Seconds.of(took)));
  }

  private static Verdict worst(List<CaseResult> results) {
    for (Verdict bad : List.of(Verdict.FAIL, Verdict.ERROR)) {
      if (results.stream().anyMatch(one -> one.verdict() == bad && !one.isExpected())) {
        return bad;
      }
    }
    boolean fine =
        results.stream().allMatch(one -> one.didNotFail() || one.verdict() == Verdict.SKIP);
    return fine ? Verdict.PASS : Verdict.WARN;
  }
}
