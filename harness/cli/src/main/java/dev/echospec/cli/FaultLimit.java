package dev.echospec.cli;

import dev.echospec.engine.RunListener;
import dev.echospec.result.CaseResult;
import dev.echospec.result.FailureText;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.suite.CaseInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Ends a run as soon as it has found a number of faults. Only a fault that makes the server fail
 * counts: neither one that is known nor one of a SHOULD.
 */
final class FaultLimit implements RunListener {
  private final int most;
  private final String asked;
  private final Set<Integer> faults = new HashSet<>();
  private Runnable end = () -> {};

  /**
   * Creates a limit.
   *
   * @param most how many faults the run may find, from 1
   * @param asked which option asks for it, as the end of a sentence
   */
  FaultLimit(int most, String asked) {
    this.most = most;
    this.asked = asked;
  }

  /** Returns a limit that no run reaches. */
  static FaultLimit none() {
    return new FaultLimit(Integer.MAX_VALUE, "");
  }

  /** Sets what ends the run; until then the limit ends nothing. */
  void ends(Runnable run) {
    end = run;
  }

  @Override
  public void caseEnded(CaseResult result) {
    if (result.verdict() == Verdict.FAIL && !result.isExpected()) {
      faults.add(result.fault());
      if (isReached()) {
        end.run();
      }
    }
  }

  private boolean isReached() {
    return faults.size() >= most;
  }

  /**
   * Returns the result of a run that this limit may have ended: the cases that are left are
   * skipped, and that it was stopped is no error.
   *
   * @param cases that were to run
   */
  RunResult applied(RunResult result, List<CaseInfo> cases) {
    if (!isReached()) {
      return result;
    }
    Set<String> ran =
        result.cases().stream().map(one -> one.info().id()).collect(Collectors.toSet());
    String why =
        "the run ended after "
            + FailureText.count(faults.size(), "fault", "faults")
            + ", as "
            + asked;
    List<CaseResult> all = new ArrayList<>(result.cases());
    cases.stream()
        .filter(info -> !ran.contains(info.id()))
        .map(info -> skipped(info, why))
        .forEach(all::add);
    return result.ended(all);
  }

  private static CaseResult skipped(CaseInfo info, String why) {
    return new CaseResult(info, Verdict.SKIP, 0, Duration.ZERO, Optional.empty(), Optional.of(why));
  }
}
