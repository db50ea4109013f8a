package dev.echospec.container;

import dev.echospec.server.Confinement;
import dev.echospec.server.TargetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A temporary compose file after the user's: the part of a {@link Confinement} that compose takes
 * only when it makes a container. Removed on close.
 */
public final class ComposeOverride implements AutoCloseable {
  private final Optional<Path> file;

  private ComposeOverride(Optional<Path> file) {
    this.file = file;
  }

  /**
   * Writes the file; none for an unconfined container.
   *
   * @param file the user's compose file
   * @param service the service whose container is confined
   * @param confinement its privileges and limits
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

  /**
   * Returns the text of the file. It repeats the user's version, which compose wants equal in all
   * files, and leaves out a limit that the user's file may set.
   *
   * @param users text of the user's file
   * @param service the service whose container is confined
   * @param confinement its privileges and limits
   */
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
   * Returns the files for compose.
   *
   * @param users the user's compose file
   * @return that file, then its override if there is one
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
      // A small file stays in the temporary folder.
    }
  }
}
