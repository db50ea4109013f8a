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

/** The engine that the tests of containers need. */
public final class DockerEngine {
  /** Where the images of these tests are described. */
  public static final Path CONTAINERS =
      Path.of(System.getProperty("basedir", "harness/zoo"))
          .resolve("../containers/src/test/resources/containers")
          .toAbsolutePath()
          .normalize();

  /** What containers of the kit bear, and how: docs/containers.md. */
  private static final String LABEL = "dev.echospec.owner";

  private DockerEngine() {}

  /** Skips what cannot be tested without an engine, unless nothing may be skipped. */
  public static void require() {
    boolean there = DockerClientFactory.instance().isDockerAvailable();
    if ("true".equals(System.getenv("ECHOSPEC_REQUIRE_ALL"))) {
      assertThat(there).as("a Docker engine, which ECHOSPEC_REQUIRE_ALL asks for").isTrue();
    }
    assumeTrue(there, "no Docker engine answers here: containers are not tested");
  }

  /** Builds one of the images that are described there, or finds it built. */
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

  /** The ids of the containers whose owner is the process of that number. */
  public static List<String> containersOf(long pid) {
    return labelled(LABEL).stream()
        .filter(one -> one.getLabels().get(LABEL).contains("/" + pid + "/"))
        .map(Container::getId)
        .toList();
  }

  /** The names of what was made for compose projects of the process of that number. */
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

  public static DockerClient client() {
    return DockerClientFactory.instance().client();
  }
}
