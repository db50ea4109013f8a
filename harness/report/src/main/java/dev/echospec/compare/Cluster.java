package dev.echospec.compare;

import dev.echospec.result.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Members that behave alike: the same verdict in every case, and the same in what the rules leave
 * open, as far as that is not a matter of a little more or less.
 *
 * @param members their names, in the order of the fleet; one or more
 * @param broken the cases that they all fail or warn in
 * @param behaviours what they have in common of what is left open: "connections: many at once"
 */
public record Cluster(List<String> members, List<String> broken, List<String> behaviours) {
  /** Copies the lists. */
  public Cluster {
    members = List.copyOf(members);
    broken = List.copyOf(broken);
    behaviours = List.copyOf(behaviours);
  }

  /** What has to be equal. */
  private record Likeness(Map<String, Verdict> verdicts, List<String> behaviours) {}

  /**
   * Groups the members that were run.
   *
   * @param members all
   * @param behaviours of them, in the same order
   * @return the largest groups first; groups of one member too
   */
  public static List<Cluster> of(List<MemberResult> members, Behaviours behaviours) {
    Map<Likeness, List<MemberResult>> groups = new LinkedHashMap<>();
    for (int i = 0; i < members.size(); i++) {
      if (!members.get(i).cells().isEmpty()) {
        groups
            .computeIfAbsent(
                new Likeness(verdicts(members.get(i)), open(behaviours, i)),
                likeness -> new ArrayList<>())
            .add(members.get(i));
      }
    }
    return groups.entrySet().stream()
        .map(group -> cluster(group.getKey(), group.getValue()))
        .sorted((a, b) -> Integer.compare(b.members().size(), a.members().size()))
        .toList();
  }

  private static Cluster cluster(Likeness likeness, List<MemberResult> members) {
    return new Cluster(
        members.stream().map(MemberResult::name).toList(),
        members.get(0).cells().stream()
            .filter(CellResult::isBroken)
            .map(CellResult::caseId)
            .toList(),
        likeness.behaviours());
  }

  private static Map<String, Verdict> verdicts(MemberResult member) {
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    for (CellResult cell : member.cells()) {
      // Late once and not again: that says more of the machine than of the server.
      verdicts.put(
          cell.caseId(), cell.verdict() == Verdict.INCONCLUSIVE ? Verdict.PASS : cell.verdict());
    }
    return verdicts;
  }

  private static List<String> open(Behaviours behaviours, int member) {
    return behaviours.rows().stream()
        .filter(Behaviours.Row::comparable)
        .flatMap(row -> row.values().get(member).map(value -> row.name() + ": " + value).stream())
        .toList();
  }
}
