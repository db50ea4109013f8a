package dev.echospec.report;

import dev.echospec.compare.Comparison;
import dev.echospec.compare.ComparisonFile;
import dev.echospec.compare.MemberFolder;
import dev.echospec.file.OutputFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The folder that a comparison leaves its report in; each member's own report is in a folder below
 * it. It is made and tried before the first member runs.
 */
public final class ComparisonFolder implements AutoCloseable {
  /** The comparison for programs. */
  public static final String RESULTS = "results.json";

  /** The comparison for people who read Markdown. */
  public static final String MARKDOWN = "comparison.md";

  /** The comparison for people with a browser. */
  public static final String HTML = "comparison.html";

  /** What the files of an earlier comparison begin with. */
  private static final Map<String, Pattern> OURS =
      Map.of(
          RESULTS, Pattern.compile("^\\s*\\{\\s*\"format\"\\s*:\\s*\"comparison/"),
          MARKDOWN, Pattern.compile("^# Comparison of echo servers\n"),
          HTML,
              Pattern.compile(
                  "^<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                      + "<meta name=\"generator\" content=\"echospec compare\">"));

  private final OutputFolder folder;
  private final Path path;

  private ComparisonFolder(OutputFolder folder) {
    this.folder = folder;
    this.path = folder.path();
  }

  /**
   * Makes the folder if it is not there, checks that it can be written to and that no other run
   * writes to it, and removes what an earlier comparison left in it. Everything else in it stays.
   *
   * @param path where
   * @param members the names of those that will be run, whose folders must be the kit's, too
   * @return the folder, which no other run can use until it is finished or closed
   * @throws ReportException if it cannot be used
   */
  public static ComparisonFolder open(Path path, List<String> members) throws ReportException {
    try {
      OutputFolder folder = OutputFolder.open(path);
      try {
        // First all that may not be overwritten: nothing is removed from a folder that is not used.
        List<Path> earlier = new ArrayList<>();
        for (Map.Entry<String, Pattern> ours : OURS.entrySet()) {
          Path file = path.resolve(ours.getKey());
          if (ReportFolder.isOurs(file, ours.getValue())) {
            earlier.add(file);
          }
        }
        for (String member : members) {
          mustBeOurs(MemberFolder.of(path, member));
        }
        ReportFolder.removeAll(earlier);
        return new ComparisonFolder(folder);
      } catch (IOException | OutputFolder.Refused e) {
        folder.close();
        throw e;
      }
    } catch (OutputFolder.Refused e) {
      throw new ReportException(e.getMessage());
    } catch (IOException e) {
      throw ReportFolder.cannot(path, e);
    }
  }

  private static void mustBeOurs(MemberFolder member) throws IOException, OutputFolder.Refused {
    member.mustBeOurs();
    if (Files.isDirectory(member.path(), LinkOption.NOFOLLOW_LINKS)) {
      ReportFolder.earlier(member.path());
    }
  }

  /**
   * @return where it is
   */
  public Path path() {
    return path;
  }

  /**
   * Writes all that belongs to the report, but for the members' own, and lets go of the folder.
   *
   * @param comparison of the fleet
   * @throws ReportException if something could not be written
   */
  public void finish(Comparison comparison) throws ReportException {
    try {
      folder.write(RESULTS, ComparisonFile.of(comparison).text());
      folder.write(MARKDOWN, ComparisonMarkdown.write(comparison));
      folder.write(HTML, ComparisonHtml.write(comparison));
    } catch (IOException e) {
      throw ReportFolder.cannot(path, e);
    } finally {
      close();
    }
  }

  /** Lets go of the folder: another run may use it. */
  @Override
  public void close() {
    folder.close();
  }
}
