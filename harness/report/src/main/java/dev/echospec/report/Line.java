package dev.echospec.report;

import dev.echospec.result.Verdict;
import dev.echospec.script.ScriptText;

/**
 * A line of text to print: harmless, whatever it was made of, and in colour in parts. Colours are
 * kept as characters for private use, which harmless text never holds.
 */
public final class Line {
  /** Stands behind what is coloured. */
  static final char PLAIN = '\ue000';

  private final String marked;
  private final boolean command;

  /** What a part of a line is coloured in. */
  public enum Colour {
    /** What is well. */
    GREEN("\u001b[32m"),
    /** What is wrong. */
    RED("\u001b[31m"),
    /** What has to be looked at. */
    YELLOW("\u001b[33m"),
    /** What is only told. */
    CYAN("\u001b[36m");

    private final String sequence;

    Colour(String sequence) {
      this.sequence = sequence;
    }

    private char mark() {
      return (char) (PLAIN + 1 + ordinal());
    }

    /**
     * Returns the colour that it is shown in.
     *
     * @param verdict of a case
     */
    static Colour of(Verdict verdict) {
      return switch (verdict) {
        case PASS -> GREEN;
        case FAIL, ERROR -> RED;
        case WARN, INCONCLUSIVE -> YELLOW;
        case INFO, SKIP -> CYAN;
      };
    }
  }

  private Line(String marked, boolean command) {
    this.marked = marked;
    this.command = command;
  }

  /**
   * Returns the line.
   *
   * @param text from anywhere; line ends in it are escaped
   */
  public static Line of(String text) {
    return new Line(ScriptText.harmless(text), false);
  }

  /**
   * Returns the line.
   *
   * @param label in front of the command
   * @param command to a shell, which can still be copied when it had to be wrapped
   */
  static Line command(String label, String command) {
    return new Line(ScriptText.harmless(label + command), true);
  }

  /** The same line with more text behind it. */
  Line and(String text) {
    return new Line(marked + ScriptText.harmless(text), command);
  }

  /** The same line with coloured text behind it. */
  Line and(Colour colour, String text) {
    return new Line(marked + colour.mark() + ScriptText.harmless(text) + PLAIN, command);
  }

  /** Returns whether this is a command to a shell. */
  boolean isCommand() {
    return command;
  }

  /** The text with a mark around each part that is coloured. */
  String marked() {
    return marked;
  }

  /**
   * Returns whether this stands in a text for the beginning or the end of a colour; it takes no
   * room.
   */
  static boolean isMark(int c) {
    return c >= PLAIN && c <= PLAIN + Colour.values().length;
  }

  /** A text without the marks, or with what a terminal takes for the colours. */
  static String painted(String marked, boolean colours) {
    StringBuilder text = new StringBuilder(marked.length() + 16);
    for (char c : marked.toCharArray()) {
      if (!isMark(c)) {
        text.append(c);
      } else if (colours) {
        text.append(c == PLAIN ? "\u001b[0m" : Colour.values()[c - PLAIN - 1].sequence);
      }
    }
    return text.toString();
  }

  /** The text without colours. */
  @Override
  public String toString() {
    return painted(marked, false);
  }
}
