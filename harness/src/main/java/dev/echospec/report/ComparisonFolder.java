package dev.echospec.report;

import dev.echospec.compare.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The folder that a comparison leaves its report in; each member's own report is in a folder below
 * it. It is made and tried before the first member runs.
 */
public final class ComparisonFolder {
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

  private final Path path;

  private ComparisonFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes the folder if it is not there, checks that it can be written to, and removes what an
   * earlier comparison left in it. Everything else in it stays.
   *
   * @param path where
   * @return the folder
   * @throws ReportException if it cannot be used
   */
  public static ComparisonFolder open(Path path) throws ReportException {
    ComparisonFolder folder = new ComparisonFolder(path);
    try {
      Files.createDirectories(path);
      // First all that may not be overwritten: nothing is removed from a folder that is not used.
      Map<Path, Boolean> earlier = new LinkedHashMap<>();
      for (Map.Entry<String, Pattern> ours : OURS.entrySet()) {
        Path file = path.resolve(ours.getKey());
        earlier.put(file, ReportFolder.isOurs(file, ours.getValue()));
      }
      for (Map.Entry<Path, Boolean> file : earlier.entrySet()) {
        if (file.getValue()) {
          Files.delete(file.getKey());
        }
      }
      ReportFolder.tryToWrite(path);
    } catch (IOException e) {
      throw ReportFolder.cannot(path, e);
    }
    return folder;
  }

  /**
   * @return where it is
   */
  public Path path() {
    return path;
  }

  /**
   * Writes all that belongs to the report, but for the members' own.
   *
   * @param comparison of the fleet
   * @throws ReportException if something could not be written
   */
  public void finish(Comparison comparison) throws ReportException {
    try {
      ReportFolder.write(path, RESULTS, ComparisonJson.write(comparison));
      ReportFolder.write(path, MARKDOWN, ComparisonMarkdown.write(comparison));
      ReportFolder.write(path, HTML, ComparisonHtml.write(comparison));
    } catch (IOException e) {
      throw ReportFolder.cannot(path, e);
    }
  }
}
