package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.play.Transcript;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.KnownFailure;
import dev.echospec.result.KnownFailureMatch;
import dev.echospec.result.RunResult;
import dev.echospec.result.RunResult.Conformance;
import dev.echospec.result.Verdict;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import dev.echospec.suite.Violated.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FaultLimitTest {
  private static final List<CaseInfo> CASES = Catalogue.cases().subList(0, 6);

  private final AtomicInteger stops = new AtomicInteger();

  private FaultLimit limit(int most) {
    FaultLimit limit = new FaultLimit(most, "the user asks");
    limit.ends(stops::incrementAndGet);
    return limit;
  }

  @Test
  void faultsCountAndNotTheCasesThatFailOfThem() {
    FaultLimit limit = limit(2);

    limit.caseEnded(failed(0, Verdict.FAIL, 1));
    limit.caseEnded(failed(1, Verdict.FAIL, 1));
    limit.caseEnded(failed(2, Verdict.FAIL, 1));
    assertThat(stops).hasValue(0);
    limit.caseEnded(failed(3, Verdict.FAIL, 2));

    assertThat(stops).hasValue(1);
  }

  @Test
  void whatDoesNotFailTheRunDoesNotCount() {
    FaultLimit limit = limit(1);
    KnownFailure entry = new KnownFailure("*", "as ever", List.of(), Optional.empty(), 1);

    limit.caseEnded(failed(0, Verdict.WARN, 1));
    limit.caseEnded(
        failed(1, Verdict.FAIL, 2)
            .recognised(new KnownFailureMatch("known.yaml", entry, List.of(), false)));
    limit.caseEnded(
        new CaseResult(
            CASES.get(2),
            Verdict.ERROR,
            0,
            Duration.ZERO,
            Optional.empty(),
            Optional.of("a fault of the kit")));

    assertThat(stops).hasValue(0);
  }

  @Test
  void theCasesThatAreLeftAreSkippedForTheReasonThatIsTrue() {
    FaultLimit limit = limit(1);
    RunResult stopped = run(Optional.of("The run was stopped before its end."));
    stopped.cases().forEach(limit::caseEnded);

    RunResult result = limit.applied(stopped, CASES);

    assertThat(result.cases()).extracting(CaseResult::info).containsExactlyElementsOf(CASES);
    assertThat(result.cases().subList(0, 2)).isEqualTo(stopped.cases());
    assertThat(result.cases().subList(2, 6))
        .allMatch(one -> one.verdict() == Verdict.SKIP && one.tries() == 0)
        .extracting(CaseResult::reason)
        .containsOnly(Optional.of("the run ended after 1 fault, as the user asks"));
    assertThat(result.error()).isEmpty();
    assertThat(result.conformance()).isEqualTo(Conformance.DOES_NOT_CONFORM);
  }

  @Test
  void aRunThatSomethingElseStoppedIsLeftAsItIs() {
    RunResult stopped = run(Optional.of("The run was stopped before its end."));
    FaultLimit limit = limit(2);
    stopped.cases().forEach(limit::caseEnded);

    assertThat(limit.applied(stopped, CASES)).isSameAs(stopped);
    assertThat(FaultLimit.none().applied(stopped, CASES)).isSameAs(stopped);
  }

  private static RunResult run(Optional<String> error) {
    CaseResult passed =
        new CaseResult(
            CASES.get(0), Verdict.PASS, 9, Duration.ZERO, Optional.empty(), Optional.empty());
    return new RunResult(
        "1",
        "x",
        Profile.CONCURRENT,
        1,
        Instant.EPOCH,
        Duration.ZERO,
        Optional.empty(),
        List.of(passed, failed(1, Verdict.FAIL, 1)),
        error);
  }

  private static CaseResult failed(int index, Verdict verdict, int fault) {
    Violation violation = new Violation(Violation.Kind.LOST, 0, 0, "it is lost");
    Observation sight =
        new Observation(
            Script.conversation(Payload.of("a")),
            Law.ECHO,
            new Transcript(List.of(), Map.of(), Duration.ZERO),
            List.of(violation));
    Failure failure = new Failure(sight, 1, 1, 3, 3, Optional.empty());
    return new CaseResult(
            CASES.get(index), verdict, 9, Duration.ZERO, Optional.of(failure), Optional.empty())
        .of(fault);
  }
}
