package dev.echospec.report;

import dev.echospec.folder.ReportFolder;
import dev.echospec.folder.ReportFormat;
import dev.echospec.folder.RunFormats;
import java.util.List;
import java.util.regex.Pattern;

/** The formats of the report of a run beside {@code results.json} and the failure files. */
public final class CommandLineFormats implements RunFormats {
  /** Found as a service. */
  public CommandLineFormats() {}

  @Override
  public List<ReportFormat<RunByNow>> formats() {
    return List.of(
        new ReportFormat<>(
            ReportFolder.PAGE,
            Pattern.compile(
                "^<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    + "<meta name=\"generator\" content=\"echospec verify\">"),
            run -> RunHtml.write(run.result(), run.complete(), run.failures())),
        new ReportFormat<>(
            "TEST-echospec.xml",
            Pattern.compile("<testsuites name=\"echospec\""),
            run -> JUnitXml.write(run.result(), run.failures())),
        new ReportFormat<>(
            "results.tap",
            Pattern.compile("^TAP version 14\\R# echospec "),
            run -> Tap.write(run.result(), run.failures())),
        new ReportFormat<>(
            "badge.svg",
            Pattern.compile("^<svg [^>]*aria-label=\"echospec: "),
            run -> Badge.of(run.result()).svg()),
        new ReportFormat<>(
            "badge.json",
            Pattern.compile("^\\{\\s*\"schemaVersion\": 1,\\s*\"label\": \"echospec\""),
            run -> Badge.of(run.result()).shields()));
  }
}
