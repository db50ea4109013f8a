package dev.echospec.engine;

import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.Verdict;
import dev.echospec.suite.CaseInfo;
import java.time.Duration;
import java.util.Optional;

/**
 * A case in one round of a run, which ends with a result.
 *
 * @param info which case
 * @param run plays its scripts
 * @param rounds of which the current one is meant
 * @param began when, as {@link System#nanoTime} counts
 */
record CaseExecution(CaseInfo info, CaseRun run, Rounds rounds, long began) {
  /**
   * It ends now, and no failure was found.
   *
   * @param why in a sentence
   */
  CaseResult ended(Verdict verdict, String why) {
    return ended(verdict, Optional.empty(), Optional.of(why));
  }

  /** It ends now. */
  CaseResult ended(Verdict verdict, Optional<Failure> failure, Optional<String> reason) {
    Optional<String> why =
        rounds.isFirst() || failure.isEmpty()
            ? reason
            : Optional.of(reason.map(said -> rounds.found() + ": " + said).orElse(rounds.found()));
    return new CaseResult(
        info,
        verdict,
        run.tries(),
        Duration.ofNanos(System.nanoTime() - began),
        failure,
        why,
        run.findings().figures(),
        Optional.empty());
  }

  /** It ends now, and the server is to blame: how much, depends on the case. */
  CaseResult blamed(Failure failure, Optional<String> observed) {
    Verdict blame =
        switch (info.level()) {
          case MUST -> Verdict.FAIL;
          case SHOULD -> Verdict.WARN;
          case INFO -> Verdict.INFO;
        };
    return ended(blame, Optional.of(failure), observed);
  }
}
