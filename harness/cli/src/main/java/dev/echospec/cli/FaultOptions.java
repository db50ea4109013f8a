package dev.echospec.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** After how many faults a run ends. */
final class FaultOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--max-failures",
      paramLabel = "N",
      converter = OptionConverter.Tries.class,
      description =
          "End the run after N faults; the cases that are left are skipped. Warnings and known"
              + " failures do not count.")
  private @Nullable Integer maxFailures;

  @Option(names = "--fail-fast", description = "End the run after one fault: --max-failures 1.")
  private boolean failFast;

  /**
   * Returns the limit that was asked for.
   *
   * @throws ParameterException if two were
   */
  FaultLimit limit() {
    if (failFast && maxFailures != null) {
      throw new ParameterException(
          spec.commandLine(), "--fail-fast is --max-failures 1: give one of them");
    }
    if (failFast) {
      return new FaultLimit(1, "--fail-fast asks");
    }
    return maxFailures == null
        ? FaultLimit.none()
        : new FaultLimit(maxFailures, "--max-failures " + maxFailures + " asks");
  }
}
