package dev.echospec.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A table for a terminal. Where its columns do not all fit, it goes on below with the next ones,
 * the first column each time repeated.
 */
final class TextTable {
  private static final String GAP = "  ";

  private final List<String> heads;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * Creates a table without rows.
   *
   * @param heads of the columns, the first one's included
   */
  TextTable(List<String> heads) {
    this.heads = List.copyOf(heads);
  }

  /**
   * Adds a row.
   *
   * @param cells one for each column, without control characters
   */
  void add(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  /**
   * Returns the lines, an empty one between the parts.
   *
   * @param width columns of the terminal
   * @param colour of a cell, given what stands in it
   */
  List<Line> lines(int width, Function<String, Optional<Line.Colour>> colour) {
    List<Line> lines = new ArrayList<>();
    int from = 1;
    while (from < heads.size() || from == 1) {
      int to = from;
      int used = width(0);
      while (to < heads.size() && (to == from || used + GAP.length() + width(to) <= width)) {
        used += GAP.length() + width(to);
        to++;
      }
      if (!lines.isEmpty()) {
        lines.add(Line.of(""));
      }
      part(from, to, colour, lines);
      from = Math.max(to, from + 1);
    }
    return lines;
  }

  private void part(
      int from, int to, Function<String, Optional<Line.Colour>> colour, List<Line> lines) {
    lines.add(line(heads, from, to, head -> Optional.empty()));
    rows.forEach(row -> lines.add(line(row, from, to, colour)));
  }

  private Line line(
      List<String> cells, int from, int to, Function<String, Optional<Line.Colour>> colour) {
    Line line = Line.of(cells.get(0));
    // Blanks before a cell only, so that none stand at the end of a line.
    int gap = width(0) - WordWrap.width(cells.get(0)) + GAP.length();
    for (int i = from; i < to; i++) {
      String cell = cells.get(i);
      if (!cell.isEmpty()) {
        Line before = line.and(" ".repeat(gap));
        line = colour.apply(cell).map(c -> before.and(c, cell)).orElseGet(() -> before.and(cell));
        gap = 0;
      }
      gap += width(i) - WordWrap.width(cell) + GAP.length();
    }
    return line;
  }

  private int width(int column) {
    return Math.max(
        WordWrap.width(heads.get(column)),
        rows.stream().mapToInt(row -> WordWrap.width(row.get(column))).max().orElse(0));
  }
}
