package dev.echospec.script;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Words as they are written on a command line: for people to copy, and as they wrote them. Nothing
 * is substituted.
 */
public final class ShellWords {
  /** What every shell takes as it is; a target's placeholders too. A comment begins with #. */
  private static final Pattern PLAIN =
      // Possessive: words can be very long, and to go back needs stack.
      Pattern.compile("(?!#)(?:[A-Za-z0-9_./:@%+=,#-]++|\\{port\\}|\\{host\\})++");

  private ShellWords() {}

  /**
   * @param word any text
   * @return the same, in quotes if a shell would not take it as it is
   */
  public static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /**
   * @param words a program and its arguments, or some of them
   * @return a line that {@link #split} makes the same words of, quoted where that is needed
   */
  public static String line(List<String> words) {
    return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
  }

  /**
   * Splits a line into words. Quotes of both sorts and backslashes keep what stands in them or
   * behind them; inside single quotes a backslash is a backslash.
   *
   * @param line may be blank, which gives no word
   * @return the words
   * @throws IllegalArgumentException if a quote is not closed; the message is for the user
   */
  public static List<String> split(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
        word.append(line.charAt(++i));
        inWord = true;
      } else if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        inWord = true;
      } else if (Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("a quote is not closed in: " + line);
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }
}
