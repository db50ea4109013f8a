package dev.echospec.cli;

import dev.echospec.server.Confinement;
import dev.echospec.server.ContainerOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What a container gets of this machine, whether a server or a client is in it. */
final class ContainerSettings {
  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      description = "A variable in the environment of the container. May be repeated.")
  private List<String> env = List.of();

  @Option(
      names = "--cap-add",
      paramLabel = "NAME",
      description =
          "A Linux capability that the container keeps; all others are dropped. May be repeated.")
  private List<String> capabilities = List.of();

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = "2g",
      description = "The memory that the container may use (default: ${DEFAULT-VALUE}).")
  private String memory;

  @Option(
      names = "--pids-limit",
      paramLabel = "N",
      defaultValue = "16384",
      description =
          "The processes and threads that the container may have (default: ${DEFAULT-VALUE}).")
  private int processes;

  @Option(
      names = "--unconfined",
      description =
          "Start the container with the engine's defaults: its capabilities, new privileges, no limit"
              + " of memory and processes.")
  private boolean unconfined;

  /**
   * Returns what the options say.
   *
   * @param port of a server in the container
   * @param command what the container runs; empty for the image's own
   * @throws IllegalArgumentException if a value is none; for the user
   */
  ContainerOptions options(int port, List<String> command) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String entry : env) {
      int sign = entry.indexOf('=');
      if (sign < 1) {
        throw new IllegalArgumentException("--env takes NAME=VALUE, not " + entry);
      }
      variables.put(entry.substring(0, sign), entry.substring(sign + 1));
    }
    return new ContainerOptions(
        port,
        variables,
        command,
        new Confinement(capabilities, Confinement.bytes(memory), processes, unconfined));
  }
}
