package dev.echospec.cli;

import dev.echospec.compare.Comparison;
import dev.echospec.file.IoErrors;
import dev.echospec.report.ComparisonAnnotations;
import dev.echospec.report.ComparisonMarkdown;
import dev.echospec.report.Console;
import dev.echospec.report.GitHubAnnotations;
import dev.echospec.report.GitHubSummary;
import dev.echospec.result.FailureText;
import dev.echospec.result.RunResult;
import dev.echospec.script.ScriptText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * The GitHub workflow that the kit runs in a step of.
 *
 * @param summary the file that the summary of the step is appended to, if there is one
 */
record GitHubWorkflow(Optional<Path> summary) {
  /** A summary that is longer is not shown at all, in bytes. */
  static final int LONGEST = 1 << 20;

  /**
   * Returns the workflow; empty if it is none.
   *
   * @param environment variables, as the runner of the workflow sets them
   */
  static Optional<GitHubWorkflow> of(Map<String, String> environment) {
    if (!"true".equals(environment.get("GITHUB_ACTIONS"))) {
      return Optional.empty();
    }
    String file = environment.getOrDefault("GITHUB_STEP_SUMMARY", "");
    return Optional.of(
        new GitHubWorkflow(file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file))));
  }

  /**
   * Reports a run to GitHub. A failure to do so does not change the verdict.
   *
   * @param result of the run
   * @param failures how a failure is printed
   * @param log where annotations go
   * @param err where complaints go
   */
  void tell(RunResult result, FailureText failures, Console log, Console err) {
    log.tell(GitHubAnnotations.of(result, failures));
    summarize(room -> GitHubSummary.write(result, failures, room), err);
  }

  /**
   * Reports a comparison to GitHub. A failure to do so does not change the verdict.
   *
   * @param comparison of a fleet
   * @param log where annotations go
   * @param err where complaints go
   */
  void tell(Comparison comparison, Console log, Console err) {
    log.tell(ComparisonAnnotations.of(comparison));
    summarize(room -> ComparisonMarkdown.write(comparison, room), err);
  }

  /**
   * Appends a text to the summary of the step, in the room that is left in it.
   *
   * @param text makes a text of at most that many bytes
   */
  private void summarize(LongFunction<String> text, Console err) {
    if (summary.isPresent()) {
      try {
        append(text, summary.get());
      } catch (IOException e) {
        err.println(
            "echospec: the summary of the step cannot be written to "
                + ScriptText.harmless(summary.get() + ": " + IoErrors.inWords(e)));
      }
    }
  }

  private static void append(LongFunction<String> write, Path file) throws IOException {
    long there = Files.exists(file) ? Files.size(file) : 0;
    // What was written before may lack a line end, and a blank line begins something new.
    String before = there == 0 ? "" : "\n\n";
    String text = write.apply(LONGEST - there - before.length());
    if (!text.isEmpty()) {
      Files.writeString(file, before + text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }
}
