package dev.echospec.client.play;

import dev.echospec.server.ContainerOptions;
import dev.echospec.server.ContainerSource;
import dev.echospec.server.ServerSpec;
import java.util.ServiceLoader;

/**
 * Runs clients in containers, each run in one of its own. The module echospec-containers provides
 * it as a service, as it does {@link dev.echospec.server.ContainerServers}.
 */
public interface ContainerClients {
  /**
   * Makes a client in containers.
   *
   * @param source an image, or a Dockerfile
   * @param options environment and confinement of the containers; port and command are not used
   * @param call words that each container runs instead of the CMD of the image; without any, the
   *     image runs as it is
   * @return the client, of which nothing is started
   */
  ClientUnderTest client(ContainerSource source, ContainerOptions options, ClientCall call);

  /**
   * Parses the name of a client.
   *
   * @param text as the user wrote it
   * @throws IllegalArgumentException if it names neither an image nor a Dockerfile; for the user
   */
  static ContainerSource parse(String text) {
    ServerSpec named;
    try {
      named = ServerSpec.parse(text);
    } catch (IllegalArgumentException e) {
      throw text.startsWith("docker:") ? e : notOne(text);
    }
    if (named instanceof ContainerSource source
        && !(source instanceof ContainerSource.ComposeService)) {
      return source;
    }
    throw notOne(text);
  }

  private static IllegalArgumentException notOne(String text) {
    return new IllegalArgumentException(
        "'"
            + text
            + "' is no client: name docker://IMAGE or dockerfile:PATH, or write a command after"
            + " --.");
  }

  /**
   * Finds the provider on the class path.
   *
   * @throws IllegalArgumentException if there is none; the message is for the user
   */
  static ContainerClients find() {
    return ServiceLoader.load(ContainerClients.class, ContainerClients.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Clients in containers need dev.echospec:echospec-containers on the class"
                        + " path."));
  }
}
