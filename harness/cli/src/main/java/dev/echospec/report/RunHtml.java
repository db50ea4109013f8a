package dev.echospec.report;

import dev.echospec.result.FailureText;
import dev.echospec.result.RunResult;

/**
 * A run as one HTML file that needs nothing else: no network, no other file, no script. What a
 * server sent or printed is shown as text wherever it stands.
 */
final class RunHtml {
  private RunHtml() {}

  /**
   * Returns the text of its report.html.
   *
   * @param result of a run
   * @param complete whether the run came to its end
   * @param failures how to print them
   */
  static String write(RunResult result, boolean complete, FailureText failures) {
    RunPage page = new RunPageMaker(result, complete, failures).page();
    return PageFrame.withoutScript().page("report.jte", page);
  }
}
