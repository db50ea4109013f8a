package dev.echospec.compare;

import java.nio.file.Path;

/** Paths as they are shown: short where that can be. */
final class DisplayPath {
  private static final Path FOLDER = Path.of("").toAbsolutePath().normalize();

  private DisplayPath() {}

  /** From the working folder if it is below that, else absolute. */
  static String path(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    return absolute.startsWith(FOLDER) && !absolute.equals(FOLDER)
        ? FOLDER.relativize(absolute).toString()
        : absolute.toString();
  }

  static boolean is(Path folder) {
    return folder.toAbsolutePath().normalize().equals(FOLDER);
  }
}
