package dev.echospec.cli;

import dev.echospec.folder.ReportFolder;
import dev.echospec.report.Console;
import dev.echospec.report.ConsoleReport;
import dev.echospec.result.FailureText;
import dev.echospec.result.RunResult;
import dev.echospec.suite.CaseInfo;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How the result of a run is shown, beside the report folder. */
final class ReportOptions {
  private final Console out;
  private final Console err;
  private final Optional<GitHubWorkflow> workflow;
  private final PageOpener opener;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "console",
      description =
          "What is printed: console, json, junit, tap or exercism. The report folder has all but the"
              + " last, and a badge (default: ${DEFAULT-VALUE}).")
  private RunFinish.Format format;

  @Option(
      names = "--verbose",
      description = "A line for each case, not for each section; what fails is whole in any case.")
  private boolean verbose;

  @Option(
      names = "--open",
      description = "Open report.html of the report in the browser of the desktop, at the end.")
  private boolean open;

  /**
   * Creates the options.
   *
   * @param workflow that the kit runs in a step of, if it does
   * @param opener of the page
   */
  ReportOptions(Console out, Console err, Optional<GitHubWorkflow> workflow, PageOpener opener) {
    this.out = out;
    this.err = err;
    this.workflow = workflow;
    this.opener = opener;
  }

  /** Returns where the console report goes: standard output is for the format. */
  Console console() {
    return format == RunFinish.Format.CONSOLE ? out : err;
  }

  /** Returns the console report of a run of some cases. */
  ConsoleReport console(FailureText failures, List<CaseInfo> cases) {
    return new ConsoleReport(console(), failures, cases, verbose);
  }

  /**
   * Writes the report of a run and prints what was asked for.
   *
   * @param folder of the report, which is released
   * @param console that was told of the cases
   * @return the exit status
   */
  int finish(RunResult result, ReportFolder folder, ConsoleReport console, FailureText failures) {
    return new RunFinish(out, err, workflow, opener)
        .of(result, folder, console, failures, format, open);
  }
}
