package dev.echospec.junit;

import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Passes the result of each case from jqwik to JUnit. */
final class CaseReports implements TestExecutionListener {
  private final Map<CaseInfo, CaseDescriptor> tests;
  private final EngineExecutionListener listener;

  /**
   * Creates a listener to jqwik that reports to JUnit.
   *
   * @param tests the cases that run
   * @param listener JUnit's
   */
  CaseReports(List<CaseDescriptor> tests, EngineExecutionListener listener) {
    this.tests =
        tests.stream().collect(Collectors.toMap(CaseDescriptor::info, Function.identity()));
    this.listener = listener;
  }

  @Override
  public void executionStarted(TestIdentifier property) {
    test(property).ifPresent(listener::executionStarted);
  }

  @Override
  public void executionSkipped(TestIdentifier property, String reason) {
    test(property).ifPresent(test -> listener.executionSkipped(test, reason));
  }

  @Override
  public void executionFinished(TestIdentifier property, TestExecutionResult result) {
    test(property).ifPresent(test -> listener.executionFinished(test, result));
  }

  private Optional<CaseDescriptor> test(TestIdentifier property) {
    return property
        .getSource()
        .filter(MethodSource.class::isInstance)
        .map(MethodSource.class::cast)
        .flatMap(source -> Catalogue.find(source.getJavaMethod()))
        .map(tests::get);
  }
}
