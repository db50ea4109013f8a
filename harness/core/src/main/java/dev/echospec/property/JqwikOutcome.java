package dev.echospec.property;

import dev.echospec.result.CaseResult;
import dev.echospec.result.FailureText;
import dev.echospec.result.Fault;
import dev.echospec.result.StaleExpectation;
import dev.echospec.result.Verdict;
import dev.echospec.suite.Level;
import java.util.Optional;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** What jqwik is told of a case, for the test reports of builds and IDEs. */
final class JqwikOutcome {
  private final FailureText texts;

  /**
   * Creates the outcomes of one run.
   *
   * @param texts prints its failures
   */
  JqwikOutcome(FailureText texts) {
    this.texts = texts;
  }

  /**
   * Turns a result into the terms of a test.
   *
   * @param fault that the case fails of, as far as the run has seen it; empty if it does not fail
   * @param stale the known failure that the case was expected to have and has not
   * @param executed what jqwik made of the property; empty if it was not run
   */
  PropertyExecutionResult of(
      CaseResult result,
      Optional<Fault> fault,
      Optional<StaleExpectation> stale,
      Optional<PropertyExecutionResult> executed) {
    String message = Message.of(result, fault, texts);
    if (result.verdict() == Verdict.FAIL && result.isExpected()) {
      return aborted(message, executed);
    }
    if (stale.isPresent() && result.didNotFail() && executed.isPresent()) {
      return failed(new AssertionError(stale.get().inWords()), executed);
    }
    // A build must not be green for want of time.
    boolean mustBeDecided = result.isUndecided() && result.info().level() == Level.MUST;
    return switch (result.verdict()) {
      case PASS, WARN, INFO ->
          executed
              .map(PropertyExecutionResult::mapToSuccessful)
              .orElseGet(() -> aborted(message, executed));
      case FAIL, ERROR -> failed(failure(message, result, fault), executed);
      case SKIP, INCONCLUSIVE ->
          mustBeDecided
              ? failed(new AssertionError(message), executed)
              : aborted(message, executed);
    };
  }

  /** IDEs show what was expected and what came side by side. */
  private AssertionError failure(String message, CaseResult result, Optional<Fault> fault) {
    CaseResult shown = fault.map(Fault::shownBy).orElse(result);
    return shown
        .failure()
        .map(texts::contrast)
        .<AssertionError>map(
            contrast ->
                new AssertionFailedError(
                    message,
                    contrast.expected().orElse(shown.info().rule().rule()),
                    contrast.actual()))
        .orElseGet(() -> new AssertionError(message));
  }

  private static PropertyExecutionResult aborted(
      String message, Optional<PropertyExecutionResult> executed) {
    TestAbortedException reason = new TestAbortedException(message);
    reason.setStackTrace(new StackTraceElement[0]);
    return executed
        .map(result -> result.mapToAborted(reason))
        .orElseGet(() -> JqwikInternals.aborted(reason));
  }

  private static PropertyExecutionResult failed(
      AssertionError error, Optional<PropertyExecutionResult> executed) {
    // Where in the kit it was thrown says nothing of the server, and build tools print it all.
    error.setStackTrace(new StackTraceElement[0]);
    return executed
        .map(result -> result.mapToFailed(error))
        .orElseGet(() -> JqwikInternals.failed(error));
  }
}
