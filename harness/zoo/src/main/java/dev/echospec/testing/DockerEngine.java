package dev.echospec.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.model.Container;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.testcontainers.DockerClientFactory;

/** The container engine of the tests. */
public final class DockerEngine {
  /** Folder with the Dockerfiles and compose files of these tests. */
  public static final Path CONTAINERS =
      Path.of(System.getProperty("basedir", "harness/zoo"))
          .resolve("../containers/src/test/resources/containers")
          .toAbsolutePath()
          .normalize();

  /** Label of the kit's containers, see docs/containers.md. */
  private static final String LABEL = "dev.echospec.owner";

  private DockerEngine() {}

  /** Skips the test without an engine; fails it if ECHOSPEC_REQUIRE_ALL is true. */
  public static void require() {
    boolean there = DockerClientFactory.instance().isDockerAvailable();
    if ("true".equals(System.getenv("ECHOSPEC_REQUIRE_ALL"))) {
      assertThat(there).as("a Docker engine, which ECHOSPEC_REQUIRE_ALL asks for").isTrue();
    }
    assumeTrue(there, "no Docker engine answers here: containers are not tested");
  }

  /**
   * Builds an image.
   *
   * @param path of a Dockerfile or its folder, below {@link #CONTAINERS}
   * @return its name
   */
  public static String image(String path) {
    Path at = CONTAINERS.resolve(path);
    File file = (Files.isDirectory(at) ? at.resolve("Dockerfile") : at).toFile();
    String name = "echospec/tested:" + path.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    client()
        .buildImageCmd(file)
        .withTags(Set.of(name))
        .exec(new BuildImageResultCallback())
        .awaitImageId();
    return name;
  }

  /** Returns the ids of the containers that belong to a process of the kit. */
  public static List<String> containersOf(long pid) {
    return labelled(LABEL).stream()
        .filter(one -> one.getLabels().get(LABEL).contains("/" + pid + "/"))
        .map(Container::getId)
        .toList();
  }

  /** Returns the names of the containers, networks and images of a process's compose projects. */
  public static List<String> projectsOf(long pid) {
    DockerClient client = client();
    String word = "-" + pid + "-";
    return java.util.stream.Stream.of(
            labelled("com.docker.compose.project").stream().map(one -> one.getNames()[0]),
            client.listNetworksCmd().exec().stream().map(network -> network.getName()),
            client.listImagesCmd().exec().stream()
                .filter(image -> image.getRepoTags() != null)
                .flatMap(image -> java.util.stream.Stream.of(image.getRepoTags())))
        .flatMap(names -> names)
        .filter(name -> name.contains("echospec-") && name.contains(word))
        .toList();
  }

  private static List<Container> labelled(String label) {
    return client().listContainersCmd().withShowAll(true).withLabelFilter(List.of(label)).exec();
  }

  /** Returns a client of the engine. */
  public static DockerClient client() {
    return DockerClientFactory.instance().client();
  }
}
