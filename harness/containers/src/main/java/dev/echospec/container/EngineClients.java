package dev.echospec.container;

import dev.echospec.client.play.ClientCall;
import dev.echospec.client.play.ClientUnderTest;
import dev.echospec.client.play.ContainerClients;
import dev.echospec.server.ContainerOptions;
import dev.echospec.server.ContainerSource;

/** Provides clients in containers of the engine that Testcontainers finds. */
public final class EngineClients implements ContainerClients {
  /** Called by {@link java.util.ServiceLoader}. */
  public EngineClients() {}

  @Override
  public ClientUnderTest client(ContainerSource source, ContainerOptions options, ClientCall call) {
    return new ContainerClient(source, options, call);
  }
}
