package dev.echospec.cli;

import dev.echospec.client.judge.OutputMode;
import dev.echospec.client.play.CommandClient;
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
   * Makes the client; starts nothing.
   *
   * @param port that it connects to, unless it is told one
   * @param kept globs of CI variables that it inherits all the same
   * @throws IllegalArgumentException if the options do not go together; for the user
   */
  CommandClient client(List<String> command, int port, List<String> kept) {
    return new CommandClient(
        command, port, Optional.ofNullable(sends), new TargetEnvironment(kept));
  }
}
