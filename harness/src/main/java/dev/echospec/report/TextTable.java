package dev.echospec.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A table for a terminal. Where its columns do not all fit, it goes on below with the next ones,
 * the first column each time repeated.
 */
final class TextTable {
  private static final String GAP = "  ";

  private final List<String> heads;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param heads of the columns, the first one's included
   */
  TextTable(List<String> heads) {
    this.heads = List.copyOf(heads);
  }

  /**
   * @param cells one for each column, without control characters
   */
  void add(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  /**
   * @param width columns of the terminal
   * @param paint what is done to a cell once it is as wide as its column
   * @return the lines, an empty one between the parts
   */
  List<String> lines(int width, UnaryOperator<String> paint) {
    List<String> lines = new ArrayList<>();
    int from = 1;
    while (from < heads.size() || from == 1) {
      int to = from;
      int used = width(0);
      while (to < heads.size() && (to == from || used + GAP.length() + width(to) <= width)) {
        used += GAP.length() + width(to);
        to++;
      }
      if (!lines.isEmpty()) {
        lines.add("");
      }
      part(from, to, paint, lines);
      from = Math.max(to, from + 1);
    }
    return lines;
  }

  private void part(int from, int to, UnaryOperator<String> paint, List<String> lines) {
    lines.add(line(heads, from, to, UnaryOperator.identity()));
    rows.forEach(row -> lines.add(line(row, from, to, paint)));
  }

  private String line(List<String> cells, int from, int to, UnaryOperator<String> paint) {
    StringBuilder line = new StringBuilder(padded(cells, 0));
    for (int i = from; i < to; i++) {
      String cell = i + 1 < to ? padded(cells, i) : cells.get(i);
      line.append(GAP).append(paint.apply(cell));
    }
    return line.toString().stripTrailing();
  }

  private String padded(List<String> cells, int column) {
    return cells.get(column) + " ".repeat(width(column) - cells.get(column).length());
  }

  private int width(int column) {
    return Math.max(
        heads.get(column).length(),
        rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
  }
}
