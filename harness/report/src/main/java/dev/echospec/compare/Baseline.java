package dev.echospec.compare;

import dev.echospec.compare.Changes.Change;
import dev.echospec.compare.Changes.Kind;
import dev.echospec.file.TextFile;
import dev.echospec.result.Verdict;
import dev.echospec.script.JsonText;
import dev.echospec.script.Malformed;
import dev.echospec.suite.Catalogue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An earlier comparison, as far as a later one is held against it: read from its results.json.
 *
 * @param since when it was made
 * @param members what became of each, by its name
 */
public record Baseline(String since, Map<String, Earlier> members) {
  /**
   * What became of a member.
   *
   * @param standing its conformance level then
   * @param verdicts by case
   */
  public record Earlier(ConformanceLevel standing, Map<String, Verdict> verdicts) {}

  /**
   * Returns what is in it.
   *
   * @param path of the file
   * @throws Malformed if it is not the results.json of a comparison; the message begins with the
   *     path
   */
  public static Baseline read(Path path) throws Malformed {
    return TextFile.read(path, JsonText.LONGEST, Baseline::parse);
  }

  static Baseline parse(String text) throws Malformed {
    ComparisonFile file = ComparisonFile.parse(text);
    Map<String, Earlier> members = new LinkedHashMap<>();
    for (ComparisonFile.MemberEntry member : file.members()) {
      Map<String, Verdict> verdicts = new LinkedHashMap<>();
      member.cases().forEach(cell -> verdicts.put(cell.id(), cell.verdict()));
      members.put(member.name(), new Earlier(member.standing(), verdicts));
    }
    return new Baseline(file.started(), members);
  }

  /**
   * Returns what is different.
   *
   * @param now the members that were run now
   * @param fleet the names of all members of the fleet, also of those that were not to be run now
   */
  Changes changes(List<MemberResult> now, List<String> fleet) {
    List<Change> changes = new ArrayList<>();
    for (MemberResult member : now) {
      Earlier earlier = members.get(member.name());
      if (earlier == null) {
        changes.add(
            new Change(
                Kind.NEW,
                Optional.of(member.name()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(member.standing().words())));
      } else {
        ofMember(member, earlier, changes);
      }
    }
    members.forEach(
        (name, earlier) -> {
          if (!fleet.contains(name)) {
            changes.add(
                new Change(
                    Kind.GONE,
                    Optional.of(name),
                    Optional.empty(),
                    Optional.of(earlier.standing().words()),
                    Optional.empty()));
          }
        });
    ofCases(now, changes);
    changes.sort(Comparator.comparing(Change::kind));
    return new Changes(since, changes);
  }

  private static void ofMember(MemberResult member, Earlier earlier, List<Change> changes) {
    if (member.standing().isFine() != earlier.standing().isFine()
        || member.standing().isJudged() != earlier.standing().isJudged()) {
      changes.add(
          new Change(
              member.standing().compareTo(earlier.standing()) < 0 ? Kind.FIXED : Kind.BROKEN,
              Optional.of(member.name()),
              Optional.empty(),
              Optional.of(earlier.standing().words()),
              Optional.of(member.standing().words())));
    }
    for (CellResult cell : member.cells()) {
      Verdict before = earlier.verdicts().get(cell.caseId());
      if (before != null) {
        change(before, cell.verdict())
            .ifPresent(
                kind ->
                    changes.add(
                        new Change(
                            kind,
                            Optional.of(member.name()),
                            Optional.of(cell.caseId()),
                            Optional.of(before.name()),
                            Optional.of(cell.verdict().name()))));
      }
    }
  }

  /** What was skipped, or late once, was neither broken nor fine. */
  private static Optional<Kind> change(Verdict before, Verdict after) {
    if (isFine(before) && isBroken(after)) {
      return Optional.of(Kind.BROKEN);
    }
    return isBroken(before) && isFine(after) ? Optional.of(Kind.FIXED) : Optional.empty();
  }

  private static boolean isFine(Verdict verdict) {
    return verdict == Verdict.PASS || verdict == Verdict.INFO;
  }

  private static boolean isBroken(Verdict verdict) {
    return verdict == Verdict.FAIL || verdict == Verdict.WARN;
  }

  /** A case that was not selected this time is not gone. */
  private void ofCases(List<MemberResult> now, List<Change> changes) {
    Set<String> before = new LinkedHashSet<>();
    members.values().forEach(earlier -> before.addAll(earlier.verdicts().keySet()));
    Set<String> after = new LinkedHashSet<>();
    now.forEach(member -> member.cells().forEach(cell -> after.add(cell.caseId())));
    for (String id : after) {
      if (!before.contains(id) && !before.isEmpty()) {
        changes.add(ofCase(Kind.NEW, id));
      }
    }
    for (String id : before) {
      if (Catalogue.find(id).isEmpty()) {
        changes.add(ofCase(Kind.GONE, id));
      }
    }
  }

  private static Change ofCase(Kind kind, String id) {
    return new Change(kind, Optional.empty(), Optional.of(id), Optional.empty(), Optional.empty());
  }
}
