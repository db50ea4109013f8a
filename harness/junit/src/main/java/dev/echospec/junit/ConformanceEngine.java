package dev.echospec.junit;

import dev.echospec.engine.ConformanceRun;
import dev.echospec.engine.Settings;
import dev.echospec.expect.KnownFailures;
import dev.echospec.folder.ReportException;
import dev.echospec.launch.LaunchedRun;
import dev.echospec.option.Consent;
import dev.echospec.server.Target;
import dev.echospec.server.TargetException;
import dev.echospec.suite.CaseInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;

/**
 * Runs the cases as tests of another build: a suite includes the engine {@code echospec}, and each
 * time that JUnit executes it is one {@link ConformanceRun}, with the target and the settings that
 * the suite has then. If the run is impossible, the engine fails once.
 */
public final class ConformanceEngine implements TestEngine {
  /** The id for {@code @IncludeEngines}. */
  public static final String ID = "echospec";

  /** Called by the JUnit Platform, which finds this class as a service. */
  public ConformanceEngine() {}

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
    List<CaseInfo> asked = new Discovery(request, id).cases();
    List<CaseInfo> selected = new ArrayList<>(asked);
    try {
      selected.retainAll(settings(request.getConfigurationParameters()).cases());
    } catch (IllegalArgumentException e) {
      // The properties may yet be set, in a @BeforeSuite method; if not, the execution tells.
    }
    return new SuiteDescriptor(id, selected.isEmpty() ? asked : selected);
  }

  @Override
  public void execute(ExecutionRequest request) {
    SuiteDescriptor suite = (SuiteDescriptor) request.getRootTestDescriptor();
    EngineExecutionListener listener = request.getEngineExecutionListener();
    listener.executionStarted(suite);
    TestExecutionResult result;
    try {
      if (!suite.cases().isEmpty()) {
        // Engines are executed in every build, also where no suite asks for their tests.
        perform(suite, settings(request.getConfigurationParameters()), listener);
      }
      result = TestExecutionResult.successful();
    } catch (IllegalArgumentException | TargetException | ReportException e) {
      result = TestExecutionResult.failed(new UnusableSuite(e.getMessage()));
    } catch (RuntimeException e) {
      result = TestExecutionResult.failed(e);
    }
    listener.executionFinished(suite, result);
  }

  private static BuildSettings settings(ConfigurationParameters parameters) {
    return new BuildSettings(BuildProperties.of(parameters));
  }

  private static void perform(
      SuiteDescriptor suite, BuildSettings settings, EngineExecutionListener listener)
      throws TargetException, ReportException {
    List<CaseInfo> selected = settings.cases();
    Map<Boolean, List<CaseDescriptor>> cases =
        suite.cases().stream()
            .collect(Collectors.partitioningBy(test -> selected.contains(test.info())));
    if (cases.get(true).isEmpty()) {
      throw new IllegalArgumentException(
          "echospec.case, echospec.exclude: they leave none of the cases of this suite");
    }
    List<CaseInfo> chosen = cases.get(true).stream().map(CaseDescriptor::info).toList();
    Target target = settings.target();
    Settings wanted = settings.settings(chosen);
    Consent.require(target, wanted, settings.consent());
    KnownFailures known = settings.knownFailures();
    Optional<Path> report = settings.report();
    cases
        .get(false)
        .forEach(test -> listener.executionSkipped(test, "not selected by echospec.case"));
    LaunchedRun run = LaunchedRun.of(target, wanted, known, report);
    try {
      run.open();
      run.execute(new CaseReports(cases.get(true), listener));
    } finally {
      run.end();
    }
  }
}
