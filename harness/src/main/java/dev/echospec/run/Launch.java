package dev.echospec.run;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.echospec.suite.CaseInfo;
import java.util.List;
import net.jqwik.engine.JqwikTestEngine;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the cases of a run on the JUnit Platform, in this thread. */
public final class Launch {
  private Launch() {}

  /**
   * Returns when every case has ended, and the time to go on is up, or soon after the run was
   * stopped.
   *
   * @param run opened
   */
  public static void execute(ConformanceRun run) {
    LauncherConfig config =
        LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .addTestEngines(new JqwikTestEngine())
            .build();
    Launcher launcher = LauncherFactory.create(config);
    CurrentRun.during(
        run,
        () -> {
          do {
            launcher.execute(request(run.round().cases()));
          } while (run.goOn());
        });
  }

  private static LauncherDiscoveryRequest request(List<CaseInfo> cases) {
    LauncherDiscoveryRequestBuilder request =
        LauncherDiscoveryRequestBuilder.request()
            // The kit reports by itself: jqwik prints nothing and leaves no database behind.
            .configurationParameter("jqwik.reporting.usejunitplatform", "true")
            .configurationParameter("jqwik.reporting.onlyfailures", "true")
            .configurationParameter("jqwik.database", "");
    for (CaseInfo info : cases) {
      request.selectors(selectMethod(info.method().getDeclaringClass(), info.method()));
    }
    return request.build();
  }
}
