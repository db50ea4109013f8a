package dev.echospec.folder;

import dev.echospec.result.FailureText;
import dev.echospec.result.RunResult;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Further formats of the report of a run. The module echospec-cli provides those of the command
 * line as a service, so that a build without it has no template engine on its class path.
 */
public interface RunFormats {
  /**
   * A run as far as it has come.
   *
   * @param result the results by now
   * @param complete whether the run is over
   * @param failures how to print its failures
   */
  record RunByNow(RunResult result, boolean complete, FailureText failures) {}

  /** Returns the formats, in the order in which they are written. */
  List<ReportFormat<RunByNow>> formats();

  /** Returns the formats of all providers on the class path. */
  static List<ReportFormat<RunByNow>> find() {
    return ServiceLoader.load(RunFormats.class, RunFormats.class.getClassLoader()).stream()
        .flatMap(provider -> provider.get().formats().stream())
        .toList();
  }
}
