package dev.echospec.property;

import dev.echospec.result.CaseResult;
import dev.echospec.result.StaleExpectation;
import dev.echospec.result.Verdict;
import dev.echospec.suite.Level;
import java.util.Optional;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import org.opentest4j.TestAbortedException;

/** What jqwik is told of a case, for the test reports of builds and IDEs. */
public final class JqwikOutcome {
  private JqwikOutcome() {}

  /**
   * Turns a result into the terms of a test.
   *
   * @param result what became of the case
   * @param passes what the file of known failures says of its passing, if that is a surprise
   * @param executed what jqwik made of the property; null if it was not run
   * @return for jqwik, if the property was run
   * @throws AssertionError if it was not, and the case failed all the same
   * @throws TestAbortedException if it was not, and the case did not fail
   */
  public static PropertyExecutionResult of(
      CaseResult result, Optional<StaleExpectation> passes, PropertyExecutionResult executed) {
    if (result.verdict() == Verdict.FAIL && result.isExpected()) {
      return executed.mapToAborted(new TestAbortedException(Message.of(result)));
    }
    if (passes.isPresent() && result.didNotFail() && executed != null) {
      return executed.mapToFailed(new AssertionError(passes.get().inWords()));
    }
    return switch (result.verdict()) {
      case PASS, WARN, INFO -> {
        if (executed == null) {
          throw new TestAbortedException(Message.of(result));
        }
        yield executed.mapToSuccessful();
      }
      case FAIL, ERROR -> failed(result, executed);
      case SKIP, INCONCLUSIVE -> {
        if (result.isUndecided() && result.info().level() == Level.MUST) {
          // A build must not be green for want of time.
          yield failed(result, executed);
        }
        TestAbortedException aborted = new TestAbortedException(Message.of(result));
        if (executed == null) {
          throw aborted;
        }
        yield executed.mapToAborted(aborted);
      }
    };
  }

  private static PropertyExecutionResult failed(
      CaseResult result, PropertyExecutionResult executed) {
    AssertionError error = new AssertionError(Message.of(result));
    // Where in the kit it was thrown says nothing of the server, and build tools print it all.
    error.setStackTrace(new StackTraceElement[0]);
    if (executed == null) {
      throw error;
    }
    return executed.mapToFailed(error);
  }
}
