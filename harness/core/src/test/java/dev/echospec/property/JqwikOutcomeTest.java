package dev.echospec.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Oracle;
import dev.echospec.result.CaseResult;
import dev.echospec.result.FailureText;
import dev.echospec.result.Verdict;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutionResult.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a build sees of a case: passed, failed or skipped. */
class JqwikOutcomeTest {
  private static final FailureText TEXTS = new FailureText(Oracle.UPPER, "", Optional.empty());
  private static final CaseInfo MUST = Catalogue.find("transform/ascii-letters").orElseThrow();

  @ParameterizedTest
  @CsvSource({
    "PASS,SUCCESSFUL,ABORTED",
    "WARN,SUCCESSFUL,ABORTED",
    "INFO,SUCCESSFUL,ABORTED",
    "FAIL,FAILED,FAILED",
    "ERROR,FAILED,FAILED",
    "SKIP,ABORTED,ABORTED",
    "INCONCLUSIVE,ABORTED,ABORTED"
  })
  void aVerdictDecidesWhetherTheTestPasses(Verdict verdict, Status executed, Status notExecuted) {
    // What jqwik itself made of the property does not count: the engine decides.
    PropertyExecutionResult violated = JqwikInternals.failed(new AssertionError("violated"));

    assertThat(of(result(verdict, "A reason"), Optional.of(violated))).isEqualTo(executed);
    assertThat(of(result(verdict, "A reason"), Optional.empty())).isEqualTo(notExecuted);
  }

  @ParameterizedTest
  @CsvSource({"SKIP", "INCONCLUSIVE"})
  void aMustThatThereWasNoTimeForIsNoPass(Verdict verdict) {
    CaseResult undecided = result(verdict, CaseResult.TIME_UP + "this case could be tried");

    assertThat(of(undecided, Optional.empty())).isEqualTo(Status.FAILED);
  }

  private static Status of(CaseResult result, Optional<PropertyExecutionResult> executed) {
    return new JqwikOutcome(TEXTS)
        .of(result, Optional.empty(), Optional.empty(), executed)
        .status();
  }

  private static CaseResult result(Verdict verdict, String reason) {
    return new CaseResult(
        MUST, verdict, 1, Duration.ofSeconds(1), Optional.empty(), Optional.of(reason));
  }
}
