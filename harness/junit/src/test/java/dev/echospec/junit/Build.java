package dev.echospec.junit;

import dev.echospec.suite.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What a build tool sees of a run of JUnit, with all that JUnit finds by itself. */
final class Build implements TestExecutionListener {
  /** A test or a container as it ended. */
  record Ended(TestIdentifier identifier, TestExecutionResult result) {
    boolean failed() {
      return result.getStatus() == TestExecutionResult.Status.FAILED;
    }

    /** What it failed with, or was aborted for. */
    String message() {
      return result.getThrowable().map(Throwable::getMessage).orElse("");
    }

    /** The class that a report puts it under. */
    String reportedClass() {
      return ((MethodSource) identifier.getSource().orElseThrow()).getClassName();
    }

    String reportedMethod() {
      return ((MethodSource) identifier.getSource().orElseThrow()).getMethodName();
    }
  }

  private final List<Ended> ended = new ArrayList<>();
  private final Map<String, String> skipped = new TreeMap<>();

  private Build() {}

  /** Runs some classes, as build tools do. */
  static Build of(Class<?>... classes) {
    return of(LauncherFactory.create(), Stream.of(classes).map(Build::selected).toList());
  }

  /** Runs something with a launcher that is used for several runs, as for a build's reruns. */
  static Build of(
      Launcher launcher, List<? extends DiscoverySelector> what, PostDiscoveryFilter... filters) {
    return of(
        launcher,
        LauncherDiscoveryRequestBuilder.request().selectors(what).filters(filters).build());
  }

  /** Runs classes and their methods in four threads, as a build that asks for that. */
  static Build inParallel(Class<?>... classes) {
    return of(
        LauncherFactory.create(),
        LauncherDiscoveryRequestBuilder.request()
            .selectors(Stream.of(classes).map(Build::selected).toList())
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
            .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
            .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
            .configurationParameter(
                "junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
            .build());
  }

  private static Build of(Launcher launcher, LauncherDiscoveryRequest request) {
    Build build = new Build();
    launcher.execute(request, build);
    return build;
  }

  static DiscoverySelector selected(Class<?> suite) {
    return org.junit.platform.engine.discovery.DiscoverySelectors.selectClass(suite);
  }

  @Override
  public synchronized void executionFinished(TestIdentifier one, TestExecutionResult result) {
    ended.add(new Ended(one, result));
  }

  @Override
  public synchronized void executionSkipped(TestIdentifier one, String reason) {
    skipped.put(one.getDisplayName(), reason);
  }

  /** The cases that ran, by their ids; of several suites, the last one's. */
  Map<String, Ended> cases() {
    Map<String, Ended> cases = new TreeMap<>();
    tests().forEach(one -> cases.put(one.identifier().getDisplayName(), one));
    return cases;
  }

  /** The tests in the order in which they ended. */
  List<Ended> tests() {
    return ended.stream().filter(one -> one.identifier().isTest()).toList();
  }

  /** The cases of one suite that ran, by their ids. */
  Map<String, Ended> cases(Class<?> suite) {
    Map<String, Ended> cases = new TreeMap<>();
    ended.stream()
        .filter(one -> one.identifier().isTest() && one.reportedClass().equals(suite.getName()))
        .forEach(one -> cases.put(one.identifier().getDisplayName(), one));
    return cases;
  }

  /** All that failed, tests and containers. */
  List<Ended> failures() {
    return ended.stream().filter(Ended::failed).toList();
  }

  /** The reasons of what was skipped, by what it is called. */
  Map<String, String> skipped() {
    return skipped;
  }

  static int count() {
    return Catalogue.cases().size();
  }
}
