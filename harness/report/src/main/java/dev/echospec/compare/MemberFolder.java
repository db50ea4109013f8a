package dev.echospec.compare;

import dev.echospec.file.OutputFolder;
import dev.echospec.result.ResultsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder of one member below that of the comparison. The member's own run writes its report to
 * it; what that run prints, and its known failures, are written here.
 *
 * @param path of the folder
 */
public record MemberFolder(Path path) {
  private static final String MEMBERS = "members";
  private static final String CONSOLE = "console.txt";
  private static final String STDERR = "stderr.txt";
  private static final String EXPECTED = "expected.yaml";

  /**
   * Returns its folder, which need not be there.
   *
   * @param comparison the folder of the comparison's report
   * @param member the name of a member
   */
  public static MemberFolder of(Path comparison, String member) {
    return new MemberFolder(comparison.resolve(MEMBERS).resolve(member));
  }

  /**
   * Checks that the member's run may write there.
   *
   * @throws OutputFolder.Refused if a file there is not the kit's, or the folder is a link
   */
  public void mustBeOurs() throws OutputFolder.Refused {
    for (Path folder : List.of(path.resolveSibling(""), path)) {
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
          && !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw OutputFolder.foreign(folder);
      }
    }
    OutputFolder.mustBeFile(path.resolve(OutputFolder.MARK));
    for (String name : List.of(CONSOLE, STDERR, EXPECTED)) {
      Path file = path.resolve(name);
      OutputFolder.mustBeFile(file);
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !OutputFolder.isMarked(path)) {
        throw OutputFolder.foreign(file);
      }
    }
  }

  /** Returns the folder, from that of the comparison. */
  String name() {
    return MEMBERS + "/" + path.getFileName();
  }

  /** Makes the folder, marks it as the kit's, and removes the results of an earlier run. */
  void prepare() throws IOException {
    Files.createDirectories(path);
    OutputFolder.mark(path);
    Files.deleteIfExists(path.resolve(ResultsFile.NAME));
  }

  /** A new, empty file for what the run prints. */
  Path console() throws IOException {
    return OutputFolder.fresh(path, CONSOLE);
  }

  /** A new, empty file for what the run complains of. */
  Path stderr() throws IOException {
    return OutputFolder.fresh(path, STDERR);
  }

  /** Where the run complains. */
  Path complaints() {
    return path.resolve(STDERR);
  }

  /** A new file with the member's known failures. */
  Path expected(String text) throws IOException {
    Path file = OutputFolder.fresh(path, EXPECTED);
    return Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
