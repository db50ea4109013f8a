package dev.echospec.compare;

import dev.echospec.compare.ComparisonFile.CellEntry;
import dev.echospec.compare.ComparisonFile.MemberEntry;
import dev.echospec.file.TextFile;
import dev.echospec.result.ResultsFile;
import dev.echospec.script.JsonText;
import dev.echospec.script.Malformed;
import dev.echospec.script.ShellWords;
import dev.echospec.suite.Profile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A comparison as its folder has it.
 *
 * @param folder of its report
 * @param file its results.json
 * @param part what of the fleet it ran
 */
record ReportedComparison(Path folder, ComparisonFile file, Part part) {
  /** The words "./echospec replay FILE", before those that name the target. */
  private static final int BEFORE_TARGET = 3;

  /**
   * Reads a report folder of this version.
   *
   * @throws Malformed if it is anything else; the message is one line and begins with the path
   */
  static ReportedComparison read(Path folder) throws Malformed {
    Path path = folder.resolve(ResultsFile.NAME);
    ComparisonFile file = TextFile.read(path, JsonText.LONGEST, ComparisonFile::parse);
    Part part =
        file.shard()
            .orElseThrow(
                () ->
                    new Malformed(
                        path
                            + ": it does not say which members were planned: compare of this"
                            + " version did not make it"));
    for (MemberEntry member : all(file).toList()) {
      if (!part.planned().contains(member.name())) {
        throw new Malformed(path + ": a member is in it that was not planned");
      }
    }
    return new ReportedComparison(folder, file, part);
  }

  private static Stream<MemberEntry> all(ComparisonFile file) {
    return Stream.concat(file.members().stream(), file.clients().stream());
  }

  /**
   * Returns the entry of a member or a client.
   *
   * @param name any
   */
  Optional<MemberEntry> entry(String name) {
    return all(file).filter(member -> member.name().equals(name)).findFirst();
  }

  /**
   * Returns a member or a client, whose own report has been copied.
   *
   * @param entry of it
   * @param comparison the folder of the new report
   * @throws Malformed if its own report is not there
   */
  static MemberResult result(MemberEntry entry, Path comparison) throws Malformed {
    MemberFolder own = MemberFolder.of(comparison, entry.name());
    Optional<MemberReport> report = MemberReport.read(own.path(), own.name(), "");
    if (report.isEmpty() && !entry.cases().isEmpty()) {
      throw new Malformed(
          own.path() + ": the report of this member is missing: copy the whole folder of the part");
    }
    Map<String, CellEntry> cells =
        entry.cases().stream().collect(Collectors.toMap(CellEntry::id, Function.identity()));
    return new MemberResult(
        entry.name(),
        entry.target(),
        Profile.find(entry.profile())
            .orElseThrow(() -> new Malformed(own.path() + ": its profile is not known")),
        entry.standing(),
        entry.problem(),
        entry.log(),
        entry.surprises(),
        report.flatMap(r -> r.results().facts()).map(ResultsFile.FactsEntry::facts),
        Duration.ofMillis(entry.millis()),
        report.map(MemberReport::cells).orElse(List.of()).stream()
            .map(cell -> replayed(cell, Optional.ofNullable(cells.get(cell.caseId()))))
            .toList(),
        own.name());
  }

  /** The command of the part names the target, that of the new report the file. */
  private static CellResult replayed(CellResult cell, Optional<CellEntry> entry) {
    Optional<String> target =
        entry
            .flatMap(CellEntry::replay)
            .map(ShellWords::split)
            .map(
                words ->
                    ShellWords.line(
                        words.subList(Math.min(BEFORE_TARGET, words.size()), words.size())));
    return new CellResult(
        cell.entry(),
        cell.figures(),
        cell.script(),
        cell.replay().map(command -> (command + " " + target.orElse("")).strip()),
        cell.picture());
  }

  /** Returns whether a folder has the report of a comparison, and not one of a run. */
  static boolean isIn(Path folder) {
    Path path = folder.resolve(ResultsFile.NAME);
    try {
      return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
          && TextFile.read(path, JsonText.LONGEST, JsonText::parse)
              .path("format")
              .asString("")
              .startsWith("comparison/");
    } catch (Malformed e) {
      return false;
    }
  }
}
