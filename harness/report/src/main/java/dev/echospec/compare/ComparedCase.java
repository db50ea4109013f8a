package dev.echospec.compare;

import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A row of the comparison.
 *
 * @param id such as stream/segmentation
 * @param level requirement level of its rule (RFC 2119)
 * @param rule what must hold, in a sentence; empty if it is not known
 */
public record ComparedCase(String id, Level level, String rule) {
  /** Those of a catalogue that ran with any member, in its order: the same kit ran them. */
  static List<ComparedCase> of(List<MemberResult> members, List<CaseInfo> catalogue) {
    Set<String> seen = new HashSet<>();
    members.forEach(member -> member.cells().forEach(cell -> seen.add(cell.caseId())));
    return catalogue.stream()
        .filter(info -> seen.contains(info.id()))
        .map(info -> new ComparedCase(info.id(), info.level(), info.rule().rule()))
        .toList();
  }

  /** Returns the part of the id before the slash. */
  public String section() {
    int slash = id.indexOf('/');
    return slash < 0 ? id : id.substring(0, slash);
  }
}
