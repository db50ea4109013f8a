package dev.echospec.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Breaks a line that is wider than a terminal between its words, and goes on below with an
 * indentation. Words that a user copies, such as addresses and paths, are never broken; any other
 * word that is wider than a line is.
 */
public final class WordWrap {
  /** Columns that the rest of a line has at least, where the terminal has twice as many. */
  private static final int LEAST_ROOM = 30;

  private static final int DEEPER = 2;

  private final int columns;
  private final int indent;
  private final boolean command;
  private final List<String> lines = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();

  /** Columns that the line has by now. */
  private int used;

  private WordWrap(int columns, int indent, boolean command) {
    // A command goes on behind a backslash.
    this.columns = command ? columns - 2 : columns;
    this.indent = indent;
    this.command = command;
  }

  /**
   * Returns the lines.
   *
   * @param text a line, without control characters
   * @param columns that there are, 20 or more
   * @param indent blanks before each line but the first
   */
  public static List<String> lines(String text, int columns, int indent) {
    return new WordWrap(columns, indent, false).wrap(text);
  }

  /** The lines to show a line in; below the first they begin under its last column of text. */
  static List<String> lines(Line line, int columns) {
    String text = line.marked();
    if (width(text) <= columns) {
      return List.of(text);
    }
    return new WordWrap(columns, indent(text, columns), line.isCommand()).wrap(text);
  }

  /**
   * Where a line goes on: two columns in from its beginning or, where it has columns with two
   * blanks and more between them, below the last of these that leaves room enough.
   */
  private static int indent(String text, int columns) {
    int most = columns - Math.min(LEAST_ROOM, columns / 2);
    int begin = blanks(text, 0);
    int indent = Math.min(most, begin + DEEPER);
    int at = 0;
    int blanks = 0;
    boolean begun = false;
    for (int i = 0; i < text.length() && at <= most; ) {
      int c = text.codePointAt(i);
      if (c == ' ') {
        blanks++;
      } else if (!Line.isMark(c)) {
        if (begun && blanks > 1) {
          indent = at;
        }
        begun = true;
        blanks = 0;
      }
      at += width(c);
      i += Character.charCount(c);
    }
    return indent;
  }

  private static int blanks(String text, int from) {
    int to = from;
    while (to < text.length() && text.charAt(to) == ' ') {
      to++;
    }
    return to - from;
  }

  private List<String> wrap(String text) {
    int at = 0;
    while (at < text.length()) {
      int gap = blanks(text, at);
      int end = wordEnd(text, at + gap);
      add(gap, text.substring(at + gap, end));
      at = end;
    }
    lines.add(line.toString());
    return lines;
  }

  /** A word of a command may be quoted. */
  private int wordEnd(String text, int from) {
    boolean quoted = false;
    int to = from;
    while (to < text.length() && (quoted || text.charAt(to) != ' ')) {
      quoted ^= command && text.charAt(to) == '\'';
      to++;
    }
    return to;
  }

  private void add(int gap, String word) {
    int width = width(word);
    boolean first = lines.isEmpty() && line.isEmpty();
    if (first || used + gap + width <= columns) {
      append(" ".repeat(gap));
    } else if (width > columns - indent && !isWhole(word) && used + gap < columns) {
      // It has to be broken anyway, and may as well begin here.
      append(" ".repeat(gap));
    } else {
      next();
    }
    if (used + width <= columns || isWhole(word)) {
      append(word);
    } else {
      pieces(word);
    }
  }

  private boolean isWhole(String word) {
    return command || word.indexOf('/') >= 0;
  }

  private void pieces(String word) {
    word.codePoints()
        .forEach(
            c -> {
              if (used + width(c) > columns) {
                next();
              }
              append(Character.toString(c));
            });
  }

  private void next() {
    lines.add(command ? line + " \\" : line.toString());
    line.setLength(0);
    used = 0;
    append(" ".repeat(indent));
  }

  private void append(String text) {
    line.append(text);
    used += width(text);
  }

  /** The columns that a text takes. */
  static int width(String text) {
    return text.codePoints().map(WordWrap::width).sum();
  }

  /** The columns that a character takes; combining ones are not shown as themselves. */
  private static int width(int c) {
    if (c < 0x1100) {
      return 1;
    }
    if (Line.isMark(c)) {
      return 0;
    }
    boolean wide =
        switch (Character.UnicodeScript.of(c)) {
          case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, YI -> true;
          default ->
              c >= 0x3000 && c <= 0x303e
                  || c >= 0xff01 && c <= 0xff60
                  || c >= 0xffe0 && c <= 0xffe6
                  || c >= 0x1f300 && c <= 0x1faff;
        };
    return wide ? 2 : 1;
  }

  /** As much of the beginning of a text as fits into some columns. */
  static String cut(String text, int columns) {
    int used = 0;
    int to = 0;
    while (to < text.length()) {
      int c = text.codePointAt(to);
      used += width(c);
      if (used > columns) {
        break;
      }
      to += Character.charCount(c);
    }
    return text.substring(0, to);
  }
}
