package dev.echospec.server.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.UpdateContainerCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import dev.echospec.server.Confinement;
import dev.echospec.server.ContainerSource;
import dev.echospec.server.TargetException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.DockerComposeContainer;
import org.testcontainers.lifecycle.Startable;

/**
 * A service of a compose file, in a project of its own. The project is brought up once; when the
 * server is to be started again, its container is.
 */
final class ComposeStarter implements ContainerStarter {
  private static final String SERVICE = "com.docker.compose.service";
  private static final int LAST_LINES = 12;
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final ContainerSource.ComposeService source;
  private final Path file;
  private final String project = Owner.self().project() + COUNT.incrementAndGet() + "-";
  private final Confinement confinement;
  private String container;
  private boolean started;

  /**
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
    build(tool);
    try (ComposeOverride override = ComposeOverride.write(file, source.service(), confinement)) {
      List<Path> files = override.with(file);
      try {
        Engine.within(
            ImageSupply.LONGEST,
            () -> {
              services(tool.plugin(), files).start();
              return null;
            });
      } catch (TargetException e) {
        throw because(tool, files, e);
      }
    }
    container = find(engine.client());
    keepImages(engine);
    Engine.within(Engine.PATIENCE, () -> limited(engine.client()).exec());
  }

  /** What the compose file does not limit by itself is limited; the container runs already. */
  private UpdateContainerCmd limited(DockerClient client) {
    HostConfig host = client.inspectContainerCmd(container).exec().getHostConfig();
    // A server that the engine starts again by itself would seem never to have ended.
    UpdateContainerCmd update =
        client.updateContainerCmd(container).withRestartPolicy(RestartPolicy.noRestart());
    boolean unlimited = host.getMemory() == null || host.getMemory() <= 0;
    return confinement.unconfined() || !unlimited
        ? update
        : update.withMemory(confinement.memory()).withMemorySwap(confinement.memory());
  }

  /** By itself, since a build that fails leaves a container behind if it is not told otherwise. */
  private void build(ComposeTool tool) throws TargetException {
    List<String> words = new ArrayList<>(List.of("-p", project + "build", "build"));
    if (!tool.plugin()) {
      words.add("--force-rm");
    }
    words.add(source.service());
    ComposeTool.Answer answer =
        tool.ask(List.of(file), ImageSupply.LONGEST, words.toArray(String[]::new));
    if (answer.status() != 0) {
      throw new TargetException(
          source.text() + " does not build: see what compose says of it.",
          ComposeTool.last(LAST_LINES, answer.printed()));
    }
  }

  /** The services as Testcontainers starts them. */
  private Startable services(boolean plugin, List<Path> files) {
    List<File> all = files.stream().map(Path::toFile).toList();
    return plugin
        ? new ComposeContainer(project, all)
            .withPull(false)
            .withBuild(true)
            .withServices(source.service())
        : new DockerComposeContainer<>(project, all)
            .withPull(false)
            .withBuild(true)
            .withServices(source.service());
  }

  /** Testcontainers does not tell what compose says: it is made to say it again. */
  private TargetException because(ComposeTool tool, List<Path> files, TargetException failure) {
    if (Thread.currentThread().isInterrupted()) {
      return failure;
    }
    try {
      ComposeTool.Answer answer =
          tool.ask(
              files,
              ImageSupply.LONGEST,
              "-p",
              project + "again",
              "up",
              "-d",
              "--build",
              source.service());
      if (answer.status() != 0) {
        return new TargetException(
            source.text() + " cannot be brought up: see what compose says of it.",
            ComposeTool.last(LAST_LINES, answer.printed()));
      }
    } catch (TargetException e) {
      return e;
    }
    return failure;
  }

  private String find(DockerClient client) throws TargetException {
    return Engine.within(Engine.PATIENCE, () -> Leftovers.ofProject(client, project)).stream()
        .filter(one -> source.service().equals(one.getLabels().get(SERVICE)))
        .map(Container::getId)
        .findFirst()
        .orElseThrow(
            () -> new TargetException(source.text() + " was brought up, but has no container."));
  }

  /** What compose has built for this project alone would be built anew the next time. */
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

  private static void kill(DockerClient client, String container) {
    try {
      client.killContainerCmd(container).exec();
    } catch (DockerException e) {
      // It has ended by itself.
    }
  }

  /** Compose itself would wait ten seconds for every program that ignores a SIGTERM. */
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
