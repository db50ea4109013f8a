package dev.echospec.compare;

import dev.echospec.file.OutputFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Copies the files of a report folder. Links and folders in it are left out. */
final class ReportCopy {
  private ReportCopy() {}

  /**
   * Copies what is there, in place of files of the same names.
   *
   * @param from a folder; nothing is copied if it is not there
   * @param to where; made if it is not there
   */
  static void of(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.createDirectories(to);
    OutputFolder.mark(to);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && !name.equals(OutputFolder.MARK)) {
          Files.deleteIfExists(to.resolve(name));
          Files.copy(file, to.resolve(name), LinkOption.NOFOLLOW_LINKS);
        }
      }
    }
  }
}
