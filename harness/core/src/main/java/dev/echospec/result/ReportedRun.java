package dev.echospec.result;

import dev.echospec.result.CaseEntry.FailureEntry;
import dev.echospec.result.CaseEntry.KnownEntry;
import dev.echospec.script.Malformed;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Level;
import dev.echospec.suite.Profile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A run as its report folder tells it: {@code results.json} and the failure files beside it.
 *
 * @param folder of the report, as the user named it
 * @param result of the run; without an error if its report says that it is complete
 * @param shard the cases that were to run
 */
public record ReportedRun(Path folder, RunResult result, Shard shard) {
  /**
   * Reads a report folder of this version.
   *
   * @param folder of {@code verify} or {@code merge}
   * @throws Malformed if it is anything else, or lacks a file; the message is one line and begins
   *     with the path
   */
  public static ReportedRun read(Path folder) throws Malformed {
    Path path = folder.resolve(ResultsFile.NAME);
    ResultsFile file = ResultsFile.read(path);
    try {
      Shard shard = shard(file);
      List<CaseResult> cases = new ArrayList<>();
      Set<String> ids = new HashSet<>();
      for (CaseEntry entry : file.cases()) {
        if (!shard.planned().contains(entry.id()) || !ids.add(entry.id())) {
          throw new IllegalArgumentException(
              "\"" + shown(entry.id()) + "\" was not planned, or is there twice");
        }
        cases.add(caseResult(folder, entry));
      }
      RunResult result =
          new RunResult(
              file.echospec(),
              file.target(),
              Profile.find(file.profile())
                  .orElseThrow(() -> new IllegalArgumentException("\"profile\" is not known")),
              file.seed(),
              Instant.parse(file.started()),
              Duration.ofMillis(file.millis()),
              file.facts().map(ResultsFile.FactsEntry::facts),
              cases,
              broken(file),
              file.surprises().stream().map(ResultsFile.StaleEntry::stale).toList(),
              file.notes(),
              Duration.ofMillis(file.portWaitMillis()),
              Optional.of(shard));
      return new ReportedRun(folder, result, shard);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new Malformed(path + ": " + e.getMessage());
    }
  }

  private static Shard shard(ResultsFile file) {
    Shard shard =
        file.shard()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "it does not say which cases were planned: verify of this version did not make"
                            + " it"));
    if (!shard.catalogue().equals(Catalogue.fingerprint())) {
      throw new IllegalArgumentException(
          "echospec "
              + shown(file.echospec())
              + " made it, whose cases are not those of this version: merge with that one");
    }
    return shard;
  }

  private static Optional<String> broken(ResultsFile file) {
    return file.complete()
        ? Optional.empty()
        : Optional.of(file.error().orElse("it did not come to its end"));
  }

  private static CaseResult caseResult(Path folder, CaseEntry entry) throws Malformed {
    CaseInfo info =
        Catalogue.find(entry.id())
            .orElseThrow(
                () -> new IllegalArgumentException("there is no case " + shown(entry.id())));
    Optional<FailureEntry> details = entry.failure();
    boolean failed = entry.verdict() == Verdict.FAIL || entry.verdict() == Verdict.WARN;
    Verdict worst = info.level() == Level.MUST ? Verdict.FAIL : Verdict.WARN;
    if (entry.level() != info.level() || failed && entry.verdict() != worst || entry.fault() < 0) {
      throw new IllegalArgumentException("the result of " + info.id() + " contradicts itself");
    }
    return new CaseResult(
        info,
        entry.verdict(),
        entry.tries(),
        Duration.ofMillis(entry.millis()),
        details.isEmpty() ? Optional.empty() : Optional.of(failure(folder, info, details.get())),
        entry.reason(),
        entry.figures(),
        details.flatMap(FailureEntry::known).map(known -> match(info, known)),
        entry.fault(),
        entry.avoids());
  }

  private static Failure failure(Path folder, CaseInfo info, FailureEntry entry) throws Malformed {
    // The name in the file is not used: it could lead out of the folder.
    Path file = folder.resolve(FailureFile.name(info.id()));
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new Malformed(file + ": no such file, though the case fails: copy the whole folder");
    }
    RecordedFailure recorded = RecordedFailure.read(file);
    return new Failure(
        recorded.sight(),
        entry.foundAfter(),
        entry.bytesAtFirst(),
        entry.replays(),
        entry.replaysFailed(),
        entry.death(),
        entry.diagnosis().map(DiagnosisEntry::diagnosis),
        recorded.extent());
  }

  /** The file does not hold the words of the entry: only those that are missing matter. */
  private static KnownFailureMatch match(CaseInfo info, KnownEntry known) {
    return new KnownFailureMatch(
        known.file(),
        new KnownFailure(
            info.id(),
            known.reason(),
            known.missing(),
            known.until().map(LocalDate::parse),
            known.line()),
        known.missing(),
        known.expired() && known.until().isPresent());
  }

  private static String shown(String text) {
    return FailureText.bounded(text);
  }
}
