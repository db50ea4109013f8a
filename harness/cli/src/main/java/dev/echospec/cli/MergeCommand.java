package dev.echospec.cli;

import dev.echospec.compare.Comparison;
import dev.echospec.compare.ComparisonMerge;
import dev.echospec.expect.KnownFailures;
import dev.echospec.expect.KnownFailuresFile;
import dev.echospec.file.IoErrors;
import dev.echospec.folder.ReportException;
import dev.echospec.folder.ReportFolder;
import dev.echospec.report.ComparisonFolder;
import dev.echospec.report.ComparisonText;
import dev.echospec.report.Console;
import dev.echospec.report.ConsoleReport;
import dev.echospec.result.CaseResult;
import dev.echospec.result.FailureText;
import dev.echospec.result.Merge;
import dev.echospec.result.ReportedRun;
import dev.echospec.result.RunResult;
import dev.echospec.script.Malformed;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes one report of the reports of several parts of a run. */
@Command(
    name = "merge",
    mixinStandardHelpOptions = true,
    versionProvider = Echospec.Version.class,
    description =
        "Makes one report of the parts that verify, client or compare has run with --shard.",
    footer = {
      "",
      "A part may be there several times: of each case the worst verdict counts, and what",
      "differs is told. Exit status: as that of verify; 3 also if a part is missing or not",
      "complete and nothing failed.",
      "",
      "Example: ./echospec merge parts/*"
    })
final class MergeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ReportOptions reports;

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR",
      description = "The report folders of the parts, in any order.")
  private List<Path> folders;

  @Option(
      names = "--expect",
      paramLabel = "FILE",
      description =
          "Failures that are known, as with verify. Entries about cases of several parts can only"
              + " be found to be out of date here.")
  private @Nullable Path expect;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      defaultValue = "target/echospec-merged",
      description = "Where the report goes (default: ${DEFAULT-VALUE}).")
  private Path report;

  @Override
  public Integer call() {
    if (folders.stream().anyMatch(ComparisonMerge::isFor)) {
      return comparison();
    }
    RunResult result = merged();
    ReportFolder folder;
    try {
      folder = ReportFolder.open(report);
    } catch (ReportException e) {
      throw wrong(e.getMessage());
    }
    try (folder) {
      FailureText failures =
          new FailureText(result.profile().oracle(), result.target(), Optional.of(folder.path()));
      ConsoleReport console =
          reports.console(failures, result.cases().stream().map(CaseResult::info).toList());
      result.cases().forEach(console::caseEnded);
      return reports.finish(result, folder, console, failures);
    }
  }

  private int comparison() {
    if (expect != null) {
      throw wrong(
          "--expect is for parts of verify: a fleet file has the known failures of members");
    }
    folders.forEach(this::mustNotBeReport);
    try {
      ComparisonMerge merge = ComparisonMerge.of(folders);
      try (ComparisonFolder folder = ComparisonFolder.open(report, merge.names())) {
        Comparison comparison = merge.perform(folder.path());
        folder.finish(comparison);
        Console out = reports.console();
        new ComparisonText(comparison, out.columns(CompareCommand.WIDTH))
            .lines()
            .forEach(out::line);
        out.line("Report: " + folder.path());
        return CompareCommand.status(comparison);
      }
    } catch (Malformed | IllegalArgumentException | ReportException e) {
      throw wrong(e.getMessage());
    } catch (IOException e) {
      throw wrong("the report cannot be written to " + report + ": " + IoErrors.inWords(e));
    }
  }

  private void mustNotBeReport(Path folder) {
    if (isSame(folder, report)) {
      throw wrong(report + " is one of the parts: choose another folder with --report");
    }
  }

  private RunResult merged() {
    try {
      List<ReportedRun> runs = new ArrayList<>();
      for (Path folder : folders) {
        mustNotBeReport(folder);
        runs.add(ReportedRun.read(folder));
      }
      RunResult result = Merge.of(runs);
      return expect == null
          ? result
          : expecting(result, KnownFailuresFile.read(expect, Clock.systemDefaultZone()));
    } catch (Malformed | IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private static boolean isSame(Path one, Path other) {
    return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }

  private static RunResult expecting(RunResult result, KnownFailures known) {
    List<CaseResult> cases = result.cases().stream().map(known::recognise).toList();
    return result.expecting(cases, known.surprises(catalogue(cases), result.profile(), cases));
  }

  /** A run is one of servers or one of clients. */
  private static List<CaseInfo> catalogue(List<CaseResult> cases) {
    boolean ofClient = cases.stream().anyMatch(one -> Catalogue.clientCases().contains(one.info()));
    return ofClient ? Catalogue.clientCases() : Catalogue.cases();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
