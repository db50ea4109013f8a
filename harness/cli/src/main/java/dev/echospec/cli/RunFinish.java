package dev.echospec.cli;

import dev.echospec.folder.ReportException;
import dev.echospec.folder.ReportFolder;
import dev.echospec.report.Console;
import dev.echospec.report.ConsoleReport;
import dev.echospec.report.Exercism;
import dev.echospec.report.JUnitXml;
import dev.echospec.report.Tap;
import dev.echospec.result.FailureText;
import dev.echospec.result.ResultsFile;
import dev.echospec.result.RunResult;
import dev.echospec.script.ScriptText;
import java.util.Optional;

/** The end of a run: its report, what is printed, and the exit status. */
record RunFinish(Console out, Console err, Optional<GitHubWorkflow> workflow, PageOpener opener) {
  /** What is printed to standard output. */
  enum Format {
    CONSOLE,
    JSON,
    JUNIT,
    TAP,
    EXERCISM
  }

  /**
   * Writes the report and prints the result.
   *
   * @param open whether the page is opened in the browser
   * @return the exit status
   */
  int of(
      RunResult result,
      ReportFolder folder,
      ConsoleReport console,
      FailureText failures,
      Format format,
      boolean open) {
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
    workflow.ifPresent(
        github -> github.tell(result, failures, format == Format.CONSOLE ? out : err, err));
    if (open) {
      opener.open(folder.path().resolve(ReportFolder.PAGE));
    }
    return status;
  }
}
