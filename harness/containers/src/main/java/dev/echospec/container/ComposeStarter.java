package dev.echospec.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.UpdateContainerCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import dev.echospec.server.Confinement;
import dev.echospec.server.ContainerSource;
import dev.echospec.server.TargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Starts a service of a compose file, in a project of its own. Compose brings the project up once;
 * every later start is one of the service's container.
 */
final class ComposeStarter implements ContainerStarter {
  private static final String SERVICE = "com.docker.compose.service";
  private static final int LAST_LINES = 12;
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final ContainerSource.ComposeService source;
  private final Path file;
  private final String project = Owner.self().project() + COUNT.incrementAndGet() + "-run";
  private final Confinement confinement;
  private @Nullable String container;
  private boolean started;

  /**
   * Starts nothing.
   *
   * @param source a service of a compose file
   * @param confinement what its container may do and use, beyond what the file itself says; its
   *     dependencies run as the file says
   */
  ComposeStarter(ContainerSource.ComposeService source, Confinement confinement) {
    this.source = source;
    this.confinement = confinement;
    this.file = source.file().toAbsolutePath().normalize();
  }

  @Override
  public void prepare(Engine engine) throws TargetException {
    if (container != null) {
      return;
    }
    if (!Files.isRegularFile(file)) {
      throw new TargetException("There is no compose file at " + source.file() + ".");
    }
    ComposeTool tool = ComposeTool.find();
    List<String> services = tool.services(file);
    if (!services.contains(source.service())) {
      throw new TargetException(
          source.file()
              + " has no service "
              + source.service()
              + ": it has "
              + String.join(", ", services)
              + ".");
    }
    Engine.reap(Leftovers.PROJECT, project);
    bringUp(tool);
    container = find(engine.client());
    keepImages(engine);
    Engine.within(Engine.PATIENCE, () -> limited(engine.client(), container).exec());
  }

  private void bringUp(ComposeTool tool) throws TargetException {
    // Compose keeps the container of a failed build unless it is told otherwise.
    List<String> build = new ArrayList<>(List.of("build"));
    if (!tool.plugin()) {
      build.add("--force-rm");
    }
    build.add(source.service());
    run(tool, List.of(file), build, " does not build: see what compose says of it.");
    try (ComposeOverride override = ComposeOverride.write(file, source.service(), confinement)) {
      run(
          tool,
          override.with(file),
          List.of("up", "-d", source.service()),
          " cannot be brought up: see what compose says of it.");
    }
  }

  private void run(ComposeTool tool, List<Path> files, List<String> arguments, String otherwise)
      throws TargetException {
    List<String> words = new ArrayList<>(List.of("-p", project));
    words.addAll(arguments);
    ComposeTool.Answer answer = tool.ask(files, ImageSupply.LONGEST, words.toArray(String[]::new));
    if (answer.status() != 0) {
      throw new TargetException(
          source.text() + otherwise, ComposeTool.last(LAST_LINES, answer.printed()));
    }
  }

  /** Limits what the compose file does not limit by itself; the container runs already. */
  private UpdateContainerCmd limited(DockerClient client, String service) {
    HostConfig host = client.inspectContainerCmd(service).exec().getHostConfig();
    // A server that the engine restarts by itself would seem never to have ended.
    UpdateContainerCmd update =
        client.updateContainerCmd(service).withRestartPolicy(RestartPolicy.noRestart());
    boolean unlimited = host.getMemory() == null || host.getMemory() <= 0;
    return confinement.unconfined() || !unlimited
        ? update
        : update.withMemory(confinement.memory()).withMemorySwap(confinement.memory());
  }

  private String find(DockerClient client) throws TargetException {
    return Engine.within(Engine.PATIENCE, () -> Leftovers.ofProject(client, project)).stream()
        .filter(one -> source.service().equals(one.getLabels().get(SERVICE)))
        .map(Container::getId)
        .findFirst()
        .orElseThrow(
            () -> new TargetException(source.text() + " was brought up, but has no container."));
  }

  /** Gives images that compose has built a name that stays, so that the next build finds them. */
  private void keepImages(Engine engine) throws TargetException {
    Engine.within(
        Engine.PATIENCE,
        () -> {
          ImageSupply supply = new ImageSupply(engine);
          for (Container one : Leftovers.ofProject(engine.client(), project)) {
            if (one.getImage().startsWith(project)) {
              supply.keep(one.getImageId(), file.resolve(one.getLabels().get(SERVICE)));
            }
          }
          return null;
        });
  }

  @Override
  public String start(Engine engine) throws TargetException {
    return Engine.within(
        Engine.PATIENCE,
        () -> {
          DockerClient client = engine.client();
          if (started) {
            kill(client, container);
            client.startContainerCmd(container).exec();
          }
          started = true;
          return container;
        });
  }

  private static void kill(DockerClient client, @Nullable String container) {
    try {
      client.killContainerCmd(container).exec();
    } catch (DockerException e) {
      // It has ended by itself.
    }
  }

  /** Not by compose, which waits ten seconds for each program that ignores a SIGTERM. */
  @Override
  public void end(Engine engine) throws TargetException {
    container = null;
    started = false;
    Engine.within(
        Engine.PATIENCE,
        () -> {
          new Leftovers(engine.client(), Owner.self()).removeProject(project);
          return null;
        });
  }
}
