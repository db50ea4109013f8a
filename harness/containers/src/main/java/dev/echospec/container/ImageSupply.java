package dev.echospec.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallbackTemplate;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.BuildResponseItem;
import dev.echospec.server.ContainerSource;
import dev.echospec.server.Tail;
import dev.echospec.server.TargetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/** Pulls and builds images. */
final class ImageSupply {
  /** Bound of a pull or a build. */
  static final Duration LONGEST = Duration.ofMinutes(15);

  /** Repository of the images that the kit has built, so that the next build finds the layers. */
  private static final String BUILT = "echospec/built";

  private static final int LAST_LINES = 12;

  /** The engine colours the stderr of a build. */
  private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]*m");

  private final DockerClient client;

  ImageSupply(Engine engine) {
    this.client = engine.client();
  }

  /**
   * Pulls or builds an image.
   *
   * @param source an image or a Dockerfile
   * @return its name
   * @throws TargetException if that fails
   */
  String of(ContainerSource source) throws TargetException {
    return source instanceof ContainerSource.Dockerfile dockerfile
        ? built(dockerfile.file())
        : pulled(((ContainerSource.Image) source).name());
  }

  /**
   * Pulls an image unless the engine has it.
   *
   * @param name as the user wrote it
   * @return its name, or that of the mirror that Testcontainers is configured with
   * @throws TargetException if it cannot be pulled
   */
  private String pulled(String name) throws TargetException {
    DockerImageName wanted = DockerImageName.parse(name);
    if (id(wanted.asCanonicalNameString()).isPresent()) {
      return wanted.asCanonicalNameString();
    }
    DockerImageName substituted = ImageNameSubstitutor.instance().apply(wanted);
    if (id(substituted.asCanonicalNameString()).isEmpty()) {
      pull(name, substituted);
    }
    return substituted.asCanonicalNameString();
  }

  private void pull(String wanted, DockerImageName name) throws TargetException {
    try {
      PullImageResultCallback pulling =
          client
              .pullImageCmd(name.getUnversionedPart())
              .withTag(name.getVersionPart())
              .exec(new PullImageResultCallback());
      await(pulling, "The image " + wanted + " was not pulled");
    } catch (DockerException | DockerClientException e) {
      throw new TargetException(
          "There is no image "
              + wanted
              + " here, and it cannot be pulled: check its name, or build it first. The engine says: "
              + Engine.words(e));
    }
  }

  private static void await(ResultCallbackTemplate<?, ?> callback, String otherwise)
      throws TargetException {
    try (callback) {
      if (!callback.awaitCompletion(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        throw new TargetException(otherwise + " within " + LONGEST.toMinutes() + " minutes.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetException(otherwise + ": it was interrupted.");
    } catch (IOException e) {
      throw new TargetException(otherwise + ": " + e.getMessage());
    }
  }

  /**
   * Builds an image.
   *
   * @param path a Dockerfile, or its folder
   * @return the name of the image
   * @throws TargetException if there is no Dockerfile, or the build fails
   */
  private String built(Path path) throws TargetException {
    Path file = (Files.isDirectory(path) ? path.resolve("Dockerfile") : path).toAbsolutePath();
    if (!Files.isRegularFile(file)) {
      throw new TargetException("There is no Dockerfile at " + path + ": check the path.");
    }
    String tag = tag(file.normalize());
    Optional<String> before = id(BUILT + ":" + tag);
    Building building = new Building();
    try {
      client
          .buildImageCmd()
          .withBaseDirectory(file.getParent().toFile())
          .withDockerfile(file.toFile())
          .withTags(Set.of(BUILT + ":" + tag))
          .withRemove(true)
          .withForcerm(true)
          .exec(building);
      await(building, path + " was not built");
      building.awaitImageId(1, TimeUnit.SECONDS);
    } catch (DockerException | DockerClientException e) {
      throw new TargetException(
          path + " does not build: " + building.reason(e), building.lastLines());
    }
    forget(before, BUILT + ":" + tag);
    return BUILT + ":" + tag;
  }

  /**
   * Names an image that compose has built, so that it stays.
   *
   * @param image its id
   * @param from the file that it was built from; the name moves from that file's earlier image
   */
  void keep(String image, Path from) {
    String tag = tag(from.toAbsolutePath().normalize());
    Optional<String> before = id(BUILT + ":" + tag);
    client.tagImageCmd(image, BUILT, tag).exec();
    forget(before, BUILT + ":" + tag);
  }

  /** Removes the image that has lost its name, unless a container uses it. */
  private void forget(Optional<String> before, String name) {
    if (before.isPresent() && !before.equals(id(name))) {
      try {
        client.removeImageCmd(before.get()).exec();
      } catch (DockerException e) {
        // A container uses it, or it has another name.
      }
    }
  }

  private Optional<String> id(String name) {
    try {
      return Optional.of(client.inspectImageCmd(name).exec().getId());
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  /** Returns a tag with the folder's name for people, and a hash of the path. */
  private static String tag(Path path) {
    Path folder = path.getParent().getFileName();
    String name =
        (folder == null ? "" : folder.toString())
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-");
    return name.replaceAll("^-+|-+$", "")
        .concat("-" + Integer.toHexString(path.hashCode()))
        .replaceAll("^-", "");
  }

  /** Keeps the last output of a build. */
  private static final class Building extends BuildImageResultCallback {
    private final Tail printed = new Tail();
    private volatile @Nullable String error;

    @Override
    public void onNext(BuildResponseItem item) {
      if (item.getStream() != null) {
        byte[] bytes = item.getStream().getBytes(StandardCharsets.UTF_8);
        printed.keep(bytes, bytes.length);
      }
      if (item.getErrorDetail() != null) {
        error = item.getErrorDetail().getMessage();
      }
      super.onNext(item);
    }

    String reason(RuntimeException e) {
      return (error == null ? Engine.words(e) : error).strip().lines().findFirst().orElse("");
    }

    String lastLines() {
      return ComposeTool.last(LAST_LINES, COLOURS.matcher(printed.text()).replaceAll(""));
    }
  }
}
