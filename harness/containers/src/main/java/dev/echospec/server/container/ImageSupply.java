package dev.echospec.server.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallbackTemplate;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.BuildResponseItem;
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
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/** Sees to it that an image is there: pulls it, or builds it. */
final class ImageSupply {
  /** What a pull or a build may take at most. */
  static final Duration LONGEST = Duration.ofMinutes(15);

  /** Images that the kit has built keep a name, so that the next build finds its layers again. */
  private static final String BUILT = "echospec/built";

  private static final int LAST_LINES = 12;

  /** The engine colours what a build prints to stderr. */
  private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]*m");

  private final DockerClient client;

  ImageSupply(Engine engine) {
    this.client = engine.client();
  }

  /**
   * @param name as the user wrote it
   * @return the name of an image that is there
   * @throws TargetException if it is not, and cannot be pulled
   */
  String pulled(String name) throws TargetException {
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
   * @param path a Dockerfile, or the folder that one is in
   * @return the name of the image that was built from it
   * @throws TargetException if there is none, or it does not build
   */
  String built(Path path) throws TargetException {
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
   * Gives an image a name of the kit's own, which stays.
   *
   * @param image its id
   * @param from what it was built from; another image that was built from that loses its name
   */
  void keep(String image, Path from) {
    String tag = tag(from.toAbsolutePath().normalize());
    Optional<String> before = id(BUILT + ":" + tag);
    client.tagImageCmd(image, BUILT, tag).exec();
    forget(before, BUILT + ":" + tag);
  }

  /** What is replaced is removed, as far as nobody needs it. */
  private void forget(Optional<String> before, String name) {
    if (before.isPresent() && !before.equals(id(name))) {
      try {
        client.removeImageCmd(before.get()).exec();
      } catch (DockerException e) {
        // It is in use, or has another name.
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

  /** Tells people which folder it was, and differs where the path does. */
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

  /** Keeps the last of what a build prints. */
  private static final class Building extends BuildImageResultCallback {
    private final Tail printed = new Tail();
    private volatile String error;

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
