package dev.echospec.cli;

import dev.echospec.client.play.ClientUnderTest;
import dev.echospec.reference.server.ServerOptions;
import dev.echospec.script.ShellWords;
import dev.echospec.server.ContainerOptions;
import dev.echospec.server.ServerSpec;
import dev.echospec.server.StartOptions;
import dev.echospec.server.Target;
import dev.echospec.server.TargetEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a target is named on the command line. */
final class TargetOptions {
  private final boolean dashes;
  private final List<String> command;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "N",
      converter = OptionConverter.Port.class,
      defaultValue = "10000",
      description =
          "The port that a command listens on, unless {port} stands in its arguments"
              + " (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--keep-env",
      paramLabel = "GLOB",
      description =
          "Variables that a command inherits although they belong to a CI service or look like"
              + " secrets, such as 'GITHUB_REF*': see docs/commands.md. May be repeated.")
  private List<String> keptEnvironment = List.of();

  @Option(
      names = "--container-port",
      paramLabel = "N",
      converter = OptionConverter.Port.class,
      defaultValue = "10000",
      description =
          "The port that the server listens on inside its container (default: ${DEFAULT-VALUE}).")
  private int containerPort;

  @Option(
      names = "--command",
      paramLabel = "WORDS",
      description = "What the container runs instead of its image's CMD, in quotes.")
  private @Nullable String containerCommand;

  @Mixin private ContainerSettings settings;

  @Option(
      names = "--patience",
      paramLabel = "TIME",
      converter = OptionConverter.Patience.class,
      description =
          "How long the server may be silent while it owes something: 500ms, 2s, 1m (default:"
              + " measured at the start).")
  private @Nullable Duration patience;

  @Mixin private ConsentOption consent;

  TargetOptions(boolean dashes, List<String> command) {
    this.dashes = dashes;
    this.command = command;
  }

  Optional<Duration> patience() {
    return Optional.ofNullable(patience);
  }

  /**
   * Makes the target.
   *
   * @param name what stands before {@code --}, or null
   * @param embedded how the embedded server behaves
   */
  Target target(@Nullable String name, ServerOptions embedded) {
    if (dashes && name != null) {
      throw wrong("name one target: either " + name + " or the command after --");
    }
    if (dashes && (command.isEmpty() || command.get(0).isEmpty())) {
      throw wrong("the command is missing after --");
    }
    try {
      ContainerOptions container = container();
      if (dashes && !container.equals(ContainerOptions.DEFAULT)) {
        throw wrong(ContainerOptions.NAMES + " are not for a command after --");
      }
      ServerSpec server = server(name);
      if (!keptEnvironment.isEmpty() && !(server instanceof ServerSpec.Command)) {
        throw wrong("--keep-env is for a command after --: a container takes --env NAME=VALUE");
      }
      return server.target(
          new StartOptions(embedded, port, new TargetEnvironment(keptEnvironment), container));
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  /**
   * Makes the client that a name or the command after {@code --} is.
   *
   * @param name of an image or a Dockerfile; null for a command
   * @param how it is called
   */
  ClientUnderTest client(@Nullable String name, ClientOptions how) {
    if (name == null && (command.isEmpty() || command.get(0).isEmpty())) {
      throw wrong(
          "this is a failure of a client: write the client's command after --, or name its image");
    }
    try {
      if (name == null) {
        return how.client(command, port, settings, keptEnvironment);
      }
      if (containerPort != ContainerOptions.PORT || containerCommand != null) {
        throw wrong("--container-port and --command are for servers in containers");
      }
      return how.client(name, command, port, settings, keptEnvironment);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private ServerSpec server(String name) {
    if (dashes) {
      return new ServerSpec.Command(command);
    }
    return name == null ? new ServerSpec.Embedded() : ServerSpec.parse(name);
  }

  /**
   * Refuses to go on without the consent that an objection asks for.
   *
   * @param objection to what is about to be played; empty if there is none
   * @throws ParameterException if there is one, and the user has not said that the target is theirs
   */
  void require(Optional<String> objection) {
    consent.require(objection, "");
  }

  private ContainerOptions container() {
    return settings.options(
        containerPort, containerCommand == null ? List.of() : ShellWords.split(containerCommand));
  }

  ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
