package dev.echospec.property;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.echospec.engine.PropertyRun;
import dev.echospec.suite.CaseInfo;
import java.util.List;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the cases of a run with jqwik, in this thread; several runs may be under way in several
 * threads. jqwik prints nothing, leaves no file behind, and takes none of the settings that a build
 * has for jqwik's properties of its own.
 */
public final class Launch {
  private Launch() {}

  /**
   * Returns when every case has ended, and the time to go on is up, or soon after the run was
   * stopped.
   *
   * @param run opened
   * @param listeners what jqwik tells of each case, in every round
   */
  public static void execute(PropertyRun run, TestExecutionListener... listeners) {
    LauncherConfig config =
        LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .addTestEngines(new RunEngine(run))
            .build();
    Launcher launcher = LauncherFactory.create(config);
    do {
      launcher.execute(request(run.round().cases()), listeners);
    } while (run.goOn());
  }

  private static LauncherDiscoveryRequest request(List<CaseInfo> cases) {
    LauncherDiscoveryRequestBuilder request =
        LauncherDiscoveryRequestBuilder.request()
            .enableImplicitConfigurationParameters(false)
            .configurationParameter("jqwik.reporting.usejunitplatform", "true")
            .configurationParameter("jqwik.reporting.onlyfailures", "true")
            .configurationParameter("jqwik.database", "");
    for (CaseInfo info : cases) {
      request.selectors(selectMethod(info.method().getDeclaringClass(), info.method()));
    }
    return request.build();
  }
}
