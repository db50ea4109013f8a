package dev.echospec.report;

import dev.echospec.option.CasePage;
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
    return write(result, complete, failures, CasePage.ofSystem());
  }

  /** Returns the same with links to the pages of a site. */
  static String write(RunResult result, boolean complete, FailureText failures, CasePage pages) {
    RunPage page = new RunPageMaker(result, complete, failures, pages).page();
    return PageFrame.withoutScript().page("report.jte", page);
  }
}
