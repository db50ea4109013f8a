package dev.echospec.run;

import dev.echospec.target.Target;
import dev.echospec.target.TargetException;
import dev.echospec.target.TargetName;
import java.util.Optional;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * The run that cases belong to when jqwik runs them. The command line installs one; in a build or
 * an IDE it is made from the system properties {@code echospec.target}, {@code echospec.profile}
 * and so on when the first case begins, and ended with the test plan, or with the virtual machine.
 */
public final class CurrentRun implements TestExecutionListener {
  private static ConformanceRun installed;
  private static ConformanceRun own;
  private static TargetException noTarget;

  /** Called by the JUnit Platform, which finds this class as a service. */
  public CurrentRun() {}

  /**
   * Makes a run the current one while something is done.
   *
   * @param run opened
   * @param work runs the cases
   */
  static void during(ConformanceRun run, Runnable work) {
    install(run);
    try {
      work.run();
    } finally {
      install(null);
    }
  }

  private static synchronized void install(ConformanceRun run) {
    if (run != null && installed != null) {
      throw new IllegalStateException("one run at a time");
    }
    installed = run;
  }

  /**
   * The installed run, or the one of this test run.
   *
   * @throws IllegalStateException if its target cannot be run; said again for every case
   */
  static synchronized ConformanceRun get() {
    if (installed != null) {
      return installed;
    }
    if (noTarget != null) {
      throw new IllegalStateException(noTarget.getMessage(), noTarget);
    }
    if (own == null) {
      own = open();
    }
    return own;
  }

  private static ConformanceRun open() {
    Settings settings = SystemSettings.read();
    Target target =
        TargetName.parse(
            Optional.ofNullable(System.getProperty("echospec.target"))
                .filter(name -> !name.isBlank()),
            ReferenceOptions.of(settings.profile()),
            SystemSettings.container());
    Consent.require(target, settings, Boolean.getBoolean(Consent.PROPERTY));
    ConformanceRun run =
        new ConformanceRun(target, settings, SystemSettings.knownFailures(), new RunListener() {});
    Runtime.getRuntime().addShutdownHook(new Thread(run::close, "echospec: end of the target"));
    try {
      run.open();
      return run;
    } catch (TargetException e) {
      run.close();
      noTarget = e;
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    end();
  }

  private static synchronized void end() {
    if (own != null) {
      own.close();
      own = null;
    }
    noTarget = null;
  }
}
