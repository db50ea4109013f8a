package dev.echospec.server;

import java.util.ServiceLoader;

/**
 * Starts servers in containers. The module echospec-containers provides it as a service, so that a
 * build that needs no container has no client of a container engine on its class path.
 */
public interface ContainerServers {
  /**
   * Makes a server in a container.
   *
   * @param source what the container is made from
   * @param options how the container is started
   * @return the target, not started
   */
  Target target(ContainerSource source, ContainerOptions options);

  /**
   * Finds out whether this machine can start containers; that takes a minute at most.
   *
   * @throws TargetException if it cannot; the message is for the user
   */
  void check() throws TargetException;

  /**
   * Finds the provider on the class path.
   *
   * @return the first one
   * @throws IllegalArgumentException if there is none; the message is for the user
   */
  static ContainerServers find() {
    return ServiceLoader.load(ContainerServers.class, ContainerServers.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Servers in containers need dev.echospec:echospec-containers on the class path:"
                        + " add it beside echospec-junit."));
  }
}
