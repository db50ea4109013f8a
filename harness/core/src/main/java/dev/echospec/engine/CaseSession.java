package dev.echospec.engine;

import dev.echospec.generalise.ContentLimitation;
import dev.echospec.judge.Oracle;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.Failure.Death;
import dev.echospec.result.Verdict;
import dev.echospec.suite.CaseInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * One case in one round of a run: what its phases share, and how it becomes a result.
 *
 * @param stopped true when nothing more may be played in this run
 * @param faults that the run has found by now
 * @param avoidance what the scripts of the case keep clear of
 * @param company in which tries of the case may have passed already
 * @param began as {@link System#nanoTime} counts
 */
record CaseSession(
    CaseInfo info,
    Rounds rounds,
    ServerUnderTest server,
    Oracle oracle,
    TimeBudget budget,
    RunListener listener,
    BooleanSupplier stopped,
    Counterexamples counterexamples,
    Survival survival,
    Findings findings,
    KnownFaults faults,
    Avoidance avoidance,
    Company company,
    long began) {
  /** Begins a case, of which nothing is known yet. */
  static CaseSession begin(
      CaseInfo info,
      Rounds rounds,
      ServerUnderTest server,
      Oracle oracle,
      TimeBudget budget,
      RunListener listener,
      KnownFaults faults,
      Company company,
      BooleanSupplier stopped) {
    Counterexamples none = new Counterexamples(budget::now);
    return new CaseSession(
        info,
        rounds,
        server,
        oracle,
        budget,
        listener,
        stopped,
        none,
        new Survival(server, oracle, none, budget::isCaseOver),
        new Findings(),
        faults,
        new Avoidance(limitations(info, faults)),
        company,
        System.nanoTime());
  }

  private static List<ContentLimitation> limitations(CaseInfo info, KnownFaults faults) {
    return faults.limitations().stream()
        .filter(known -> !(info.rule().atOnce() && known.isOfLines()))
        .toList();
  }

  /** Returns what the scripts of the case should keep clear of, by what is known by now. */
  List<ContentLimitation> limitations() {
    return limitations(info, faults);
  }

  /** Begins the same case once more, as if it had not been begun. */
  CaseSession anew() {
    return begin(info, rounds, server, oracle, budget, listener, faults, company, stopped);
  }

  int tries() {
    return findings.tries();
  }

  /** True when the run was stopped or its time is up: nothing more may be played. */
  boolean isStopped() {
    return stopped.getAsBoolean();
  }

  /** True when nothing more may be played for this case. */
  boolean isOver() {
    return isStopped() || budget.isCaseOver() || survival.isLost();
  }

  /**
   * The server is dead though every script passed: the last one is to blame, unless the kit itself
   * cut it short, which is a reset that the case did not mean.
   */
  void diedAfterwards(Death how) {
    survival.diedAfterwards(how);
    if (counterexamples.isEmpty()) {
      survival
          .last()
          .filter(sight -> !sight.transcript().isCutShort())
          .map(Survival::didNotSurvive)
          .ifPresent(sight -> counterexamples.found(sight, tries()));
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
        tries(),
        Duration.ofNanos(System.nanoTime() - began),
        failure,
        why,
        findings.figures(),
        Optional.empty(),
        0,
        Stream.concat(avoidance.avoided().stream(), server.wear().avoided().stream()).toList());
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
