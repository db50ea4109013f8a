package dev.echospec.cli;

import dev.echospec.client.judge.OutputMode;
import dev.echospec.client.play.ClientCall;
import dev.echospec.client.play.ClientUnderTest;
import dev.echospec.client.play.CommandClient;
import dev.echospec.client.play.ContainerClients;
import dev.echospec.server.ContainerOptions;
import dev.echospec.server.TargetEnvironment;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a client is called, and how its output is compared. */
final class ClientOptions {
  @Option(
      names = "--sends",
      paramLabel = "TEXT",
      description =
          "What the client always sends, if it takes no message: neither {message} in its words nor"
              + " its standard input.")
  private @Nullable String sends;

  @Option(
      names = "--output",
      paramLabel = "HOW",
      defaultValue = "contains",
      description =
          "How the client's standard output is compared with the echo: contains (its bytes in order,"
              + " in one run or in pieces), exact, or none (default: ${DEFAULT-VALUE}).")
  private OutputMode output;

  OutputMode output() {
    return output;
  }

  /**
   * Makes a client that is a command; starts nothing.
   *
   * @param port that it connects to, unless it is told one
   * @param containers must have their defaults
   * @param kept globs of CI variables that it inherits all the same
   * @throws IllegalArgumentException if the options do not go together; for the user
   */
  ClientUnderTest client(
      List<String> command, int port, ContainerSettings containers, List<String> kept) {
    if (!container(containers).equals(ContainerOptions.DEFAULT)) {
      throw new IllegalArgumentException(
          "--env, --cap-add, --memory, --pids-limit and --unconfined are for clients in containers:"
              + " name docker://IMAGE or dockerfile:PATH");
    }
    return new CommandClient(call(command, port), new TargetEnvironment(kept));
  }

  /**
   * Makes a client in containers; starts nothing.
   *
   * @param name of its image or Dockerfile
   * @param words what the container runs instead of the image's CMD; may be empty
   * @param port that it connects to, unless it is told one
   * @param kept must be empty
   * @throws IllegalArgumentException if the options do not go together; for the user
   */
  ClientUnderTest client(
      String name, List<String> words, int port, ContainerSettings containers, List<String> kept) {
    if (!kept.isEmpty()) {
      throw new IllegalArgumentException(
          "--keep-env is for a command after --: a container takes --env NAME=VALUE");
    }
    return ContainerClients.find()
        .client(ContainerClients.parse(name), container(containers), call(words, port));
  }

  private ClientCall call(List<String> words, int port) {
    return new ClientCall(words, port, Optional.ofNullable(sends));
  }

  private static ContainerOptions container(ContainerSettings containers) {
    return containers.options(ContainerOptions.PORT, List.of());
  }
}
