package dev.echospec.folder;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.echospec.file.OutputFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A format of a report: one file of the report's folder. A new format is one more of these.
 *
 * @param <R> what is reported
 * @param name of the file
 * @param mark how a file of this format begins, in any version; the kit replaces no other file
 * @param writer makes the text
 */
public record ReportFormat<R>(String name, Pattern mark, Function<R, String> writer) {
  private static final int LONGEST_MARK = 400;

  /** Writes the file, whole or not at all. */
  public void write(OutputFolder folder, R report) throws IOException {
    folder.write(name, writer.apply(report));
  }

  /**
   * Finds the files that an earlier run left in a folder.
   *
   * @throws OutputFolder.Refused if a file of the name of one of these formats is not the kit's
   */
  public static <R> List<Path> earlier(Path folder, List<ReportFormat<R>> formats)
      throws IOException, OutputFolder.Refused {
    List<Path> earlier = new ArrayList<>();
    for (ReportFormat<R> format : formats) {
      Path file = folder.resolve(format.name);
      if (isOurs(file, format.mark)) {
        earlier.add(file);
      }
    }
    return earlier;
  }

  /**
   * Returns whether a file is there, and may be replaced.
   *
   * @throws OutputFolder.Refused if it is there and does not begin as the kit's do
   */
  public static boolean isOurs(Path file, Pattern mark) throws IOException, OutputFolder.Refused {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    OutputFolder.mustBeFile(file);
    if (!begins(file, mark)) {
      throw OutputFolder.foreign(file);
    }
    return true;
  }

  /** Returns whether a file begins so. A link is not followed. */
  public static boolean begins(Path file, Pattern mark) throws IOException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return mark.matcher(new String(in.readNBytes(LONGEST_MARK), ISO_8859_1)).find();
    }
  }
}
