package dev.echospec.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes the site into a folder: the build calls it. */
public final class SiteFolder {
  private static final String MARK = "<meta name=\"generator\" content=\"echospec site\">";

  private SiteFolder() {}

  /**
   * Writes the site.
   *
   * @param args the checkout, and the folder, which may be there only if it has an earlier site
   * @throws IOException if something cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    write(Site.of(Path.of(args[0])), Path.of(args[1]));
  }

  /**
   * Replaces what an earlier build wrote.
   *
   * @throws IOException if it cannot be written, or the folder holds something else
   */
  static void write(Map<String, byte[]> files, Path folder) throws IOException {
    if (Files.exists(folder)) {
      Path front = folder.resolve(Place.FRONT.path());
      if (!Files.isRegularFile(front) || !Files.readString(front).contains(MARK)) {
        throw new IOException(
            folder + " is there and holds no site of the kit: name another folder");
      }
      List<Path> old;
      try (Stream<Path> all = Files.walk(folder)) {
        old = all.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : old) {
        Files.delete(file);
      }
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }
}
