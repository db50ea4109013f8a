package dev.echospec.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.PortBinding;
import dev.echospec.server.Confinement;
import dev.echospec.server.ContainerOptions;
import dev.echospec.server.ContainerSource;
import dev.echospec.server.TargetException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Starts a container of an image; every start makes a new one. */
final class ImageStarter implements ContainerStarter {
  /** Label that tells the containers of one target from all others. */
  private static final String TARGET = "dev.echospec.target";

  /** Bounds the log, so that a server that prints without end does not fill the disk. */
  private static final Map<String, String> LOG_LIMITS = Map.of("max-size", "4m", "max-file", "2");

  private final ContainerSource source;
  private final ContainerOptions options;
  private final boolean published;
  private final String mark = UUID.randomUUID().toString();
  private @Nullable String image;

  /**
   * Starts nothing.
   *
   * @param source an image or a Dockerfile
   * @param options how the container is started
   * @param published whether the port is published even where the container's own address can be
   *     reached
   */
  ImageStarter(ContainerSource source, ContainerOptions options, boolean published) {
    this.source = source;
    this.options = options;
    this.published = published;
  }

  @Override
  public void prepare(Engine engine) throws TargetException {
    if (image == null) {
      image = new ImageSupply(engine).of(source);
    }
  }

  @Override
  public String start(Engine engine) throws TargetException {
    end(engine);
    boolean relayed = published || !Engine.within(Engine.PATIENCE, engine::reachesContainers);
    try {
      return Engine.within(
          Engine.PATIENCE,
          () -> {
            String container = created(engine, relayed).exec().getId();
            engine.client().startContainerCmd(container).exec();
            return container;
          });
    } catch (TargetException e) {
      throw new TargetException(
          "The container of " + source.text() + " cannot be started. " + e.getMessage());
    }
  }

  private CreateContainerCmd created(Engine engine, boolean relayed) {
    HostConfig host =
        HostConfig.newHostConfig()
            .withLogConfig(new LogConfig(LogConfig.LoggingType.JSON_FILE, LOG_LIMITS));
    confine(host, options.confinement());
    CreateContainerCmd command =
        engine
            .client()
            .createContainerCmd(image)
            .withHostConfig(host)
            .withLabels(Map.of(Owner.LABEL, Owner.self().label(), TARGET, mark))
            .withEnv(
                options.env().entrySet().stream()
                    .map(variable -> variable.getKey() + "=" + variable.getValue())
                    .toList());
    if (!options.command().isEmpty()) {
      command.withCmd(options.command());
    }
    if (relayed) {
      ExposedPort port = ExposedPort.tcp(options.port());
      command.withExposedPorts(port);
      host.withPortBindings(new PortBinding(engine.anyPort(), port));
    }
    return command;
  }

  /** Gives a container the privileges and limits that the user allows. */
  static void confine(HostConfig host, Confinement confinement) {
    if (confinement.unconfined()) {
      return;
    }
    host.withCapDrop(Capability.ALL)
        .withCapAdd(
            confinement.capabilities().stream().map(Capability::valueOf).toArray(Capability[]::new))
        .withSecurityOpts(List.of("no-new-privileges"))
        .withMemory(confinement.memory())
        .withMemorySwap(confinement.memory())
        .withPidsLimit((long) confinement.processes());
  }

  @Override
  public void end(Engine engine) throws TargetException {
    Engine.within(
        Engine.PATIENCE,
        () -> {
          DockerClient client = engine.client();
          for (Container container : Leftovers.labelled(client, TARGET + "=" + mark)) {
            Leftovers.remove(client, container.getId());
          }
          return null;
        });
  }
}
