package dev.echospec.server;

import dev.echospec.script.ShellWords;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a container is started.
 *
 * @param port where the server listens inside the container, from 1 to 65535
 * @param env variables that are set in its environment, in the order in which they were given
 * @param command replaces the image's CMD; empty keeps it
 * @param confinement its privileges and limits
 */
public record ContainerOptions(
    int port, Map<String, String> env, List<String> command, Confinement confinement) {
  /** Default port of a server inside its container. */
  public static final int PORT = 10_000;

  /** The image as it is, with a server on {@link #PORT}. */
  public static final ContainerOptions DEFAULT = new ContainerOptions(PORT, Map.of(), List.of());

  /** The options of the command line that only containers take, for a sentence. */
  public static final String NAMES =
      "--container-port, --env, --command, --cap-add, --memory, --pids-limit and --unconfined";

  private static final int MOST = 65_535;

  /** Makes options with {@link Confinement#DEFAULT}. */
  public ContainerOptions(int port, Map<String, String> env, List<String> command) {
    this(port, env, command, Confinement.DEFAULT);
  }

  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException if the port is none, or a variable has no name; for the user
   */
  public ContainerOptions {
    if (port < 1 || port > MOST) {
      throw new IllegalArgumentException(
          "--container-port takes a number from 1 to 65535, not " + port);
    }
    env.keySet()
        .forEach(
            name -> {
              if (name.isEmpty()) {
                throw new IllegalArgumentException(
                    "--env takes NAME=VALUE, and the name is missing");
              }
            });
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    command = List.copyOf(command);
  }

  /**
   * Refuses options that a server would not look at.
   *
   * @param server that is none in a container, for the sentence
   * @throws IllegalArgumentException unless all options have their defaults; for the user
   */
  void refuseFor(String server) {
    if (!equals(DEFAULT)) {
      throw new IllegalArgumentException(
          NAMES
              + " are for containers, and "
              + server
              + " is none: name "
              + ServerSpec.CONTAINERS
              + ".");
    }
  }

  /**
   * Returns the options of the command line that say the same.
   *
   * @return with a space before each; empty if all have their defaults
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    if (port != PORT) {
      text.append(" --container-port ").append(port);
    }
    env.forEach(
        (name, value) -> text.append(" --env ").append(ShellWords.quoted(name + "=" + value)));
    if (!command.isEmpty()) {
      text.append(" --command ").append(ShellWords.quoted(ShellWords.line(command)));
    }
    confinement.arguments().forEach(argument -> text.append(' ').append(argument));
    return text.toString();
  }
}
