package dev.echospec.junit;

import dev.echospec.engine.Settings;
import dev.echospec.expect.KnownFailures;
import dev.echospec.folder.ReportException;
import dev.echospec.launch.LaunchedRun;
import dev.echospec.option.CasePage;
import dev.echospec.result.FailureText;
import dev.echospec.server.InProcessTarget;
import dev.echospec.server.TargetException;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * The run of one server whose cases JUnit asks for one by one. The server is started for the first
 * of them. If that is impossible, the first test fails and all others are aborted.
 */
final class ContractRun implements AutoCloseable {
  private final String name;
  private final Path report;
  private final Settings settings;
  private final KnownFailures known;
  private final ContractServer server;
  private final CasePage pages;
  private @Nullable LaunchedRun run;
  private @Nullable String unusable;

  /**
   * Reads the settings; nothing is started yet.
   *
   * @param settings of the class
   * @param name of the server in messages and reports, which is the test class or begins with it
   * @param report the folder for the report
   * @param start starts the server
   * @throws IllegalArgumentException if a setting makes no sense; the message is for the user
   */
  ContractRun(
      BuildSettings settings, String name, Path report, Callable<@Nullable EchoServer> start) {
    this.name = name;
    this.report = report;
    this.settings = settings.settings(settings.cases());
    this.known = settings.knownFailures();
    this.server = new ContractServer(name, start);
    this.pages = settings.casePage();
  }

  /** Returns the selected cases. */
  List<CaseInfo> cases() {
    return settings.cases();
  }

  /**
   * Runs a case. Calls from several threads wait for each other.
   *
   * @throws AssertionError if it fails, or is the first one and the server cannot be started
   * @throws TestAbortedException if it says nothing of the server, with the reason
   */
  synchronized void perform(String id) {
    if (unusable != null) {
      throw aborted("not run: " + unusable);
    }
    CaseInfo info = Catalogue.find(id).orElseThrow();
    Throwable thrown = (run == null ? open() : run).perform(info).getThrowable().orElse(null);
    if (thrown instanceof AssertionFailedError failure) {
      throw withHere(failure, info);
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private LaunchedRun open() {
    InProcessTarget target =
        new InProcessTarget(FailureText.IN_PROCESS + name, server::start, server::end);
    unusable = name + ": its run could not begin";
    try {
      LaunchedRun opened = LaunchedRun.of(target, settings, known, Optional.of(report));
      run = opened;
      opened.open();
      unusable = null;
      return opened;
    } catch (TargetException | ReportException e) {
      unusable = name + ": " + e.getMessage() + server.hint(e);
      throw new UnusableSuite(unusable, e.getCause());
    }
  }

  private static TestAbortedException aborted(String reason) {
    TestAbortedException aborted = new TestAbortedException(reason);
    aborted.setStackTrace(new StackTraceElement[0]);
    return aborted;
  }

  /** Adds how to see the failure again in this build, which alone can start the server. */
  private AssertionFailedError withHere(AssertionFailedError failure, CaseInfo info) {
    AssertionFailedError told =
        new AssertionFailedError(
            failure.getMessage()
                + "\n"
                + FailureText.INDENT
                + "About:  "
                + pages.about(info)
                + "\n"
                + FailureText.INDENT
                + "Here:   "
                + CaseName.of(info)
                + " of "
                + name
                + " with the property echospec.seed="
                + settings.seed(),
            failure.getExpected().getValue(),
            failure.getActual().getValue());
    told.setStackTrace(new StackTraceElement[0]);
    return told;
  }

  /**
   * Ends the server and the report.
   *
   * @throws ReportException if the report cannot be written
   */
  @Override
  public synchronized void close() throws ReportException {
    if (run != null) {
      unusable = "its run is over";
      run.end();
      run = null;
    }
  }
}
