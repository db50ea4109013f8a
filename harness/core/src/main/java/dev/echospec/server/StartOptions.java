package dev.echospec.server;

import dev.echospec.reference.server.ServerOptions;

/**
 * What a user may say of a server beside its name; each kind of server looks at its own part.
 *
 * @param embedded how the embedded server behaves
 * @param port where a command listens whose arguments do not hold {@code {port}}, from 1 to 65535
 * @param environment what a command inherits
 * @param container how a container is started
 */
public record StartOptions(
    ServerOptions embedded, int port, TargetEnvironment environment, ContainerOptions container) {
  /** Where a command listens unless the user says otherwise. */
  public static final int PORT = 10_000;

  /**
   * Makes options with the defaults for commands and containers.
   *
   * @param embedded how the embedded server behaves
   */
  public StartOptions(ServerOptions embedded) {
    this(embedded, PORT, TargetEnvironment.DEFAULT, ContainerOptions.DEFAULT);
  }
}
