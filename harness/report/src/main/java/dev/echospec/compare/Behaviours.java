package dev.echospec.compare;

import dev.echospec.server.ResponseStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the rules leave open, side by side.
 *
 * @param rows one for each behaviour that was found out of any member
 */
public record Behaviours(List<Row> rows) {
  private static final String CONNECTIONS = "connections";

  /** Copies the list. */
  public Behaviours {
    rows = List.copyOf(rows);
  }

  /**
   * One behaviour.
   *
   * @param name what it is, in words
   * @param values one for each member, in the order of the members; empty where it is not known
   * @param comparable whether equal texts mean equal behaviour: false of what is measured and
   *     differs a little from run to run
   */
  public record Row(String name, List<Optional<String>> values, boolean comparable) {
    /** Copies the list. */
    public Row {
      values = List.copyOf(values);
    }
  }

  /**
   * Gathers them from the members' facts and figures.
   *
   * @param members in the order of the columns
   * @return the table
   */
  public static Behaviours of(List<MemberResult> members) {
    List<Row> rows = new ArrayList<>();
    List<Optional<String>> connections = members.stream().map(Behaviours::connections).toList();
    if (connections.stream().anyMatch(Optional::isPresent)) {
      rows.add(new Row(CONNECTIONS, connections, true));
    }
    Set<String> names = new LinkedHashSet<>();
    members.forEach(member -> figures(member).forEach(figure -> names.add(figure.name())));
    List<String> inOrder =
        names.stream().sorted(Comparator.comparingInt(Behaviour::order)).toList();
    for (String name : inOrder) {
      List<Optional<ShownFigure>> found =
          members.stream()
              .map(
                  member ->
                      figures(member).stream()
                          .filter(figure -> figure.name().equals(name))
                          .findFirst())
              .toList();
      rows.add(
          new Row(
              name,
              found.stream().map(figure -> figure.map(ShownFigure::text)).toList(),
              found.stream().flatMap(Optional::stream).allMatch(ShownFigure::comparable)));
    }
    return new Behaviours(rows);
  }

  /** Of a server that never answers it cannot be found out. */
  private static Optional<String> connections(MemberResult member) {
    return member
        .facts()
        .filter(facts -> !facts.answers().equals(ResponseStyle.NEVER.words()))
        .map(facts -> facts.sequential() ? "one at a time" : "many at once");
  }

  private static List<ShownFigure> figures(MemberResult member) {
    return member.cells().stream().flatMap(cell -> cell.figures().stream()).toList();
  }
}
