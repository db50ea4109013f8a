package dev.echospec.cli;

import dev.echospec.report.Console;
import dev.echospec.report.ConsoleReport;
import dev.echospec.report.Exercism;
import dev.echospec.report.JUnitXml;
import dev.echospec.report.ReportException;
import dev.echospec.report.ReportFolder;
import dev.echospec.report.Tap;
import dev.echospec.result.FailureText;
import dev.echospec.result.ResultsFile;
import dev.echospec.result.RunResult;
import dev.echospec.script.ScriptText;
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
  private Format format;

  @Option(
      names = "--verbose",
      description = "A line for each case, not for each section; what fails is whole in any case.")
  private boolean verbose;

  @Option(
      names = "--open",
      description = "Open report.html of the report in the browser of the desktop, at the end.")
  private boolean open;

  /** What is printed to standard output. */
  enum Format {
    CONSOLE,
    JSON,
    JUNIT,
    TAP,
    EXERCISM
  }

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
    return format == Format.CONSOLE ? out : err;
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
    int status = ExitCode.of(result);
    try {
      folder.finish(result);
    } catch (ReportException e) {
      err.println("echospec: " + e.getMessage());
      status = Math.max(status, ExitCode.FAULT);
    }
    if (status != ExitCode.NO_TARGET || result.facts().isPresent()) {
      console.summary(result, Optional.of(folder.path()));
    } else {
      result.notes().forEach(note -> err.println("Note: " + ScriptText.harmless(note) + "."));
    }
    switch (format) {
      case CONSOLE -> {}
      case JSON -> out.document(ResultsFile.of(result, result.isComplete()).text());
      case JUNIT -> out.document(JUnitXml.write(result, failures));
      case TAP -> out.document(Tap.write(result, failures));
      case EXERCISM -> out.document(Exercism.write(result, failures));
    }
    workflow.ifPresent(github -> github.tell(result, failures, console(), err));
    if (open) {
      opener.open(folder.path().resolve(ReportFolder.PAGE));
    }
    return status;
  }
}
