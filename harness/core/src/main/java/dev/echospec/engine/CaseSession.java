package dev.echospec.engine;

import dev.echospec.judge.Oracle;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.Failure.Death;
import dev.echospec.result.Verdict;
import dev.echospec.suite.CaseInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One case in one round of a run: what its phases share, and how it becomes a result. */
final class CaseSession {
  private final CaseInfo info;
  private final Rounds rounds;
  private final ServerUnderTest server;
  private final Oracle oracle;
  private final TimeBudget budget;
  private final RunListener listener;
  private final BooleanSupplier stopped;
  private final Counterexamples counterexamples;
  private final Survival survival;
  private final Findings findings = new Findings();
  private final long began = System.nanoTime();
  private int tries;

  /**
   * Begins the case.
   *
   * @param stopped true when nothing more may be played in this run
   */
  CaseSession(
      CaseInfo info,
      Rounds rounds,
      ServerUnderTest server,
      Oracle oracle,
      TimeBudget budget,
      RunListener listener,
      BooleanSupplier stopped) {
    this.info = info;
    this.rounds = rounds;
    this.server = server;
    this.oracle = oracle;
    this.budget = budget;
    this.listener = listener;
    this.stopped = stopped;
    this.counterexamples = new Counterexamples(budget::now);
    this.survival = new Survival(server, oracle, counterexamples, budget::isCaseOver);
  }

  CaseInfo info() {
    return info;
  }

  ServerUnderTest server() {
    return server;
  }

  Oracle oracle() {
    return oracle;
  }

  TimeBudget budget() {
    return budget;
  }

  RunListener listener() {
    return listener;
  }

  Counterexamples counterexamples() {
    return counterexamples;
  }

  Survival survival() {
    return survival;
  }

  Findings findings() {
    return findings;
  }

  int tries() {
    return tries;
  }

  void countTry() {
    tries++;
  }

  /** Does part of a try, whose scripts are no tries of their own. */
  void uncounted(Runnable work) {
    int before = tries;
    work.run();
    tries = before;
  }

  /** True when the run was stopped or its time is up: nothing more may be played. */
  boolean isStopped() {
    return stopped.getAsBoolean();
  }

  /** True when nothing more may be played for this case. */
  boolean isOver() {
    return isStopped() || budget.isCaseOver() || survival.isLost();
  }

  /** The server is dead though every script passed: the last one is to blame. */
  void diedAfterwards(Death how) {
    survival.diedAfterwards(how);
    if (counterexamples.isEmpty()) {
      survival
          .last()
          .map(Survival::didNotSurvive)
          .ifPresent(sight -> counterexamples.found(sight, tries));
    }
  }

  /** Ends the case without a failure, for a reason in a sentence. */
  CaseResult ended(Verdict verdict, String reason) {
    return ended(verdict, Optional.empty(), Optional.of(reason));
  }

  /** Ends the case; from the second round on, a failure tells in which round it was found. */
  CaseResult ended(Verdict verdict, Optional<Failure> failure, Optional<String> reason) {
    Optional<String> why =
        rounds.isFirst() || failure.isEmpty()
            ? reason
            : Optional.of(reason.map(said -> rounds.found() + ": " + said).orElse(rounds.found()));
    return new CaseResult(
        info,
        verdict,
        tries,
        Duration.ofNanos(System.nanoTime() - began),
        failure,
        why,
        findings.figures(),
        Optional.empty());
  }

  /** Ends the case with the verdict that its level gives to a failure of the server's. */
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
