package dev.echospec.container;

import dev.echospec.server.ContainerOptions;
import dev.echospec.server.ContainerServers;
import dev.echospec.server.ContainerSource;
import dev.echospec.server.Target;
import dev.echospec.server.TargetException;

/** Provides servers in containers of the engine that Testcontainers finds. */
public final class EngineContainers implements ContainerServers {
  /** Called by {@link java.util.ServiceLoader}. */
  public EngineContainers() {}

  @Override
  public Target target(ContainerSource source, ContainerOptions options) {
    return new ContainerTarget(source, options);
  }

  @Override
  public void check() throws TargetException {
    Engine.find();
  }
}
