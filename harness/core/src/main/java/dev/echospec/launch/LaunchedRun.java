package dev.echospec.launch;

import dev.echospec.engine.ConformanceRun;
import dev.echospec.engine.RunListener;
import dev.echospec.engine.Settings;
import dev.echospec.expect.KnownFailures;
import dev.echospec.folder.ReportException;
import dev.echospec.folder.ReportFolder;
import dev.echospec.property.Launch;
import dev.echospec.result.FailureText;
import dev.echospec.result.KitVersion;
import dev.echospec.result.RunResult;
import dev.echospec.server.Target;
import dev.echospec.server.TargetException;
import dev.echospec.suite.CaseInfo;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;

/**
 * A run in another program, with the folder of its report if there is to be one. The server is
 * ended with the virtual machine at the latest.
 */
public final class LaunchedRun {
  private final ConformanceRun run;
  private final Optional<ReportFolder> folder;
  private final FailureText texts;
  private final Thread atExit;

  private LaunchedRun(ConformanceRun run, Optional<ReportFolder> folder) {
    this.run = run;
    this.folder = folder;
    this.texts = run.texts(folder.map(ReportFolder::path));
    this.atExit = new Thread(run::close, "echospec: end of the target");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Claims the folder; the server is not started yet. {@link #end} must follow.
   *
   * @param report the folder for the report; none is written if empty
   * @throws ReportException if the folder cannot be used
   */
  public static LaunchedRun of(
      Target target, Settings settings, KnownFailures known, Optional<Path> report)
      throws ReportException {
    Optional<ReportFolder> folder =
        report.isEmpty() ? Optional.empty() : Optional.of(ReportFolder.open(report.get()));
    RunResult begun = RunResult.begun(target.name(), settings.profile(), settings.seed());
    RunListener listener =
        folder.map(claimed -> claimed.follow(begun)).orElseGet(() -> new RunListener() {});
    return new LaunchedRun(new ConformanceRun(target, settings, known, listener), folder);
  }

  /**
   * Starts the server and probes it.
   *
   * @throws TargetException if it cannot be started or reached; {@link #end} tells that, too
   */
  public void open() throws TargetException {
    run.open();
  }

  /** Runs all cases in the order of the catalogue. */
  public void execute(TestExecutionListener... listeners) {
    Launch.execute(run, texts, listeners);
  }

  /**
   * Runs one case.
   *
   * @return how its test ended
   */
  public TestExecutionResult perform(CaseInfo info) {
    return Launch.one(run, texts, info);
  }

  /** Returns how failures of this run are printed. */
  public FailureText texts() {
    return texts;
  }

  /**
   * Ends the server and writes the rest of the report. Called once, also if {@link #open} failed.
   *
   * @throws ReportException if that cannot be written
   */
  public RunResult end() throws ReportException {
    run.close();
    forget(atExit);
    RunResult result = run.result(KitVersion.text());
    if (folder.isPresent()) {
      folder.get().finish(result);
    }
    return result;
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The virtual machine ends already, and the hook with it.
    }
  }
}
