package dev.echospec.report;

import dev.echospec.compare.Comparison;
import dev.echospec.compare.ComparisonFile;
import dev.echospec.compare.MemberFolder;
import dev.echospec.file.OutputFolder;
import dev.echospec.folder.ReportException;
import dev.echospec.folder.ReportFolder;
import dev.echospec.folder.ReportFormat;
import dev.echospec.result.ResultsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The folder of the report of a comparison; each member's own report is in a folder below it. It is
 * made and tried before the first member runs.
 */
public final class ComparisonFolder implements AutoCloseable {
  /** Name of the file that is for people. */
  public static final String PAGE = "comparison.html";

  private static final List<ReportFormat<Comparison>> FORMATS =
      List.of(
          new ReportFormat<>(
              ResultsFile.NAME,
              Pattern.compile("^\\s*\\{\\s*\"format\"\\s*:\\s*\"comparison/"),
              comparison -> ComparisonFile.of(comparison).text()),
          new ReportFormat<>(
              "comparison.md",
              Pattern.compile("^# Comparison of echo servers\n"),
              ComparisonMarkdown::write),
          new ReportFormat<>(
              PAGE,
              Pattern.compile(
                  "^<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                      + "<meta name=\"generator\" content=\"echospec compare\">"),
              ComparisonHtml::write));

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
   * @param members the names of the members that will run; their folders must be the kit's, too
   * @return the folder, which no other run can use until it is finished or closed
   * @throws ReportException if it cannot be used
   */
  public static ComparisonFolder open(Path path, List<String> members) throws ReportException {
    return new ComparisonFolder(
        ReportFolder.claim(
            path,
            () -> {
              List<Path> earlier = ReportFormat.earlier(path, FORMATS);
              for (String member : members) {
                mustBeOurs(MemberFolder.of(path, member));
              }
              return earlier;
            }));
  }

  private static void mustBeOurs(MemberFolder member) throws IOException, OutputFolder.Refused {
    member.mustBeOurs();
    if (Files.isDirectory(member.path(), LinkOption.NOFOLLOW_LINKS)) {
      ReportFolder.earlier(member.path());
    }
  }

  /** Returns the path of the folder. */
  public Path path() {
    return path;
  }

  /**
   * Writes the report of the comparison, and releases the folder.
   *
   * @param comparison of the fleet
   * @throws ReportException if something could not be written
   */
  public void finish(Comparison comparison) throws ReportException {
    try {
      for (ReportFormat<Comparison> format : FORMATS) {
        format.write(folder, comparison);
      }
    } catch (IOException e) {
      throw ReportFolder.cannot(path, e);
    } finally {
      close();
    }
  }

  /** Releases the folder: another run may use it. */
  @Override
  public void close() {
    folder.close();
  }
}
