package dev.echospec.server.container;

import dev.echospec.server.Confinement;
import dev.echospec.server.TargetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file of a few lines behind the user's compose file: what of a {@link Confinement} can only be
 * said when a container is made. It is removed when this is closed.
 */
public final class ComposeOverride implements AutoCloseable {
  private final Optional<Path> file;

  private ComposeOverride(Optional<Path> file) {
    this.file = file;
  }

  /**
   * @param file the user's compose file
   * @param service the service whose container is confined
   * @param confinement how
   * @throws TargetException if a file cannot be read or written
   */
  static ComposeOverride write(Path file, String service, Confinement confinement)
      throws TargetException {
    if (confinement.unconfined()) {
      return new ComposeOverride(Optional.empty());
    }
    try {
      Path written = Files.createTempFile("echospec-compose", ".yml");
      ComposeOverride override = new ComposeOverride(Optional.of(written));
      Files.writeString(written, text(Files.readString(file), service, confinement));
      return override;
    } catch (IOException e) {
      throw new TargetException(
          "The compose file " + file + " cannot be completed: " + e.getMessage() + ".");
    }
  }

  /** Compose wants one version in all files, where there is any. A limit of the user's stays. */
  public static String text(String users, String service, Confinement confinement) {
    String version =
        users.lines().filter(line -> line.startsWith("version:")).findFirst().orElse("");
    String kept =
        confinement.capabilities().isEmpty()
            ? ""
            : "    cap_add: [" + String.join(", ", confinement.capabilities()) + "]\n";
    return version
        + "\nservices:\n  \""
        + service
        + "\":\n    cap_drop: [ALL]\n"
        + kept
        + "    security_opt: [\"no-new-privileges:true\"]\n"
        + (users.contains("pids") ? "" : "    pids_limit: " + confinement.processes() + "\n");
  }

  /**
   * @param users the user's compose file
   * @return it, and what overrides it
   */
  List<Path> with(Path users) {
    return file.map(own -> List.of(users, own)).orElse(List.of(users));
  }

  @Override
  public void close() {
    try {
      if (file.isPresent()) {
        Files.deleteIfExists(file.get());
      }
    } catch (IOException e) {
      // A few lines stay in the temporary folder.
    }
  }
}
