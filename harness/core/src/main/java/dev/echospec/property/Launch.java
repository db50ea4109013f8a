package dev.echospec.property;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.echospec.engine.PropertyRun;
import dev.echospec.result.FailureText;
import dev.echospec.result.RunResult;
import dev.echospec.suite.CaseInfo;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
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
   * stopped. Failures are told without the command that replays them.
   *
   * @param run opened
   */
  public static void execute(PropertyRun run) {
    RunResult begun = run.result("");
    execute(run, new FailureText(begun.profile().oracle(), begun.target(), Optional.empty()));
  }

  /**
   * Returns when every case has ended, and the time to go on is up, or soon after the run was
   * stopped.
   *
   * @param run opened
   * @param texts how test reports tell failures
   * @param listeners what jqwik tells of each case, in every round
   */
  public static void execute(
      PropertyRun run, FailureText texts, TestExecutionListener... listeners) {
    Launcher launcher = launcher(run, texts);
    do {
      for (List<CaseInfo> part : run.parts()) {
        rehearse(run, texts, part.get(0));
        launcher.execute(request(part), listeners);
      }
    } while (run.goOn());
  }

  /**
   * Runs one case of a run, for callers that choose the order.
   *
   * @param run opened
   * @param texts how the result tells a failure
   * @param info a case of the run's settings
   * @return how its test ended
   */
  public static TestExecutionResult one(PropertyRun run, FailureText texts, CaseInfo info) {
    rehearse(run, texts, info);
    AtomicReference<TestExecutionResult> ended = new AtomicReference<>();
    launcher(run, texts)
        .execute(
            request(List.of(info)),
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier one, TestExecutionResult result) {
                // A container that failed tells why the test below it was never begun.
                if (one.isTest() || result.getStatus() == TestExecutionResult.Status.FAILED) {
                  ended.compareAndSet(null, result);
                }
              }
            });
    return Optional.ofNullable(ended.get())
        .orElseThrow(() -> new IllegalStateException("jqwik did not run " + info.id()));
  }

  /** Lets jqwik draw what the run plays before its cases ask for it. */
  private static void rehearse(PropertyRun run, FailureText texts, CaseInfo next) {
    List<CaseInfo> drawn = run.drawnAhead(next);
    if (!drawn.isEmpty()) {
      launcher(new Rehearsal(run), texts).execute(request(drawn));
    }
  }

  private static Launcher launcher(PropertyRun run, FailureText texts) {
    return LauncherFactory.create(
        LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .addTestEngines(new RunEngine(run, texts))
            .build());
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
