package dev.echospec.server.container;

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
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/** A container of an image; every start is a new one. */
final class ImageStarter implements ContainerStarter {
  /** The label that tells the containers of one target from all others. */
  private static final String TARGET = "dev.echospec.target";

  /** A server that prints without end must not fill the disk. */
  private static final Map<String, String> LOG_LIMITS = Map.of("max-size", "4m", "max-file", "2");

  private final ContainerSource source;
  private final ContainerOptions options;
  private final boolean published;
  private final String mark = UUID.randomUUID().toString();
  private String image;

  /**
   * @param source an image or a Dockerfile
   * @param options how it is started
   * @param published whether its port is published even where its own address can be reached
   */
  ImageStarter(ContainerSource source, ContainerOptions options, boolean published) {
    this.source = source;
    this.options = options;
    this.published = published;
  }

  @Override
  public void prepare(Engine engine) throws TargetException {
    if (image == null) {
      ImageSupply supply = new ImageSupply(engine);
      image =
          source instanceof ContainerSource.Dockerfile dockerfile
              ? supply.built(dockerfile.file())
              : supply.pulled(((ContainerSource.Image) source).name());
    }
  }

  @Override
  public String start(Engine engine) throws TargetException {
    end(engine);
    GenericContainer<?> container = container(engine);
    try {
      return Engine.within(
          Engine.PATIENCE,
          () -> {
            container.start();
            return container.getContainerId();
          });
    } catch (TargetException e) {
      throw new TargetException(
          "The container of " + source.text() + " cannot be started. " + e.getMessage());
    }
  }

  private GenericContainer<?> container(Engine engine) throws TargetException {
    boolean relayed = published || !Engine.within(Engine.PATIENCE, engine::reachesContainers);
    GenericContainer<?> container =
        new GenericContainer<>(
                new RemoteDockerImage(DockerImageName.parse(image))
                    .withImagePullPolicy(any -> false)
                    .withImageNameSubstitutor(ImageNameSubstitutor.noop()))
            .withEnv(options.env())
            .withLabel(Owner.LABEL, Owner.self().label())
            .withLabel(TARGET, mark)
            .withStartupCheckStrategy(new Unchecked())
            .waitingFor(new Unwaited())
            .withCreateContainerCmdModifier(command -> shape(command, engine, relayed));
    if (!options.command().isEmpty()) {
      container.withCommand(options.command().toArray(String[]::new));
    }
    return container;
  }

  private void shape(CreateContainerCmd command, Engine engine, boolean relayed) {
    HostConfig host =
        command
            .getHostConfig()
            .withPublishAllPorts(false)
            .withLogConfig(new LogConfig(LogConfig.LoggingType.JSON_FILE, LOG_LIMITS));
    confine(host, options.confinement());
    if (relayed) {
      ExposedPort port = ExposedPort.tcp(options.port());
      command.withExposedPorts(port);
      command.getHostConfig().withPortBindings(new PortBinding(engine.anyPort(), port));
    }
  }

  private static void confine(HostConfig host, Confinement confinement) {
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
          for (Container container :
              client
                  .listContainersCmd()
                  .withShowAll(true)
                  .withLabelFilter(List.of(TARGET + "=" + mark))
                  .exec()) {
            Leftovers.remove(client, container.getId());
          }
          return null;
        });
  }

  /** That the server runs, and for how long, is seen by who talks with it. */
  private static final class Unchecked extends StartupCheckStrategy {
    @Override
    public boolean waitUntilStartupSuccessful(DockerClient client, String container) {
      return true;
    }

    @Override
    public StartupStatus checkStartupState(DockerClient client, String container) {
      return StartupStatus.SUCCESSFUL;
    }
  }

  /** An open port proves nothing: readiness is an answer, and is waited for elsewhere. */
  private static final class Unwaited extends AbstractWaitStrategy {
    @Override
    protected void waitUntilReady() {
      // Nothing to wait for here.
    }
  }
}
