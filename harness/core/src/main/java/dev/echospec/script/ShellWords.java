package dev.echospec.script;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Quotes and splits the words of a command line, as a POSIX shell does but without any expansion.
 */
public final class ShellWords {
  /**
   * Characters that need no quotes in any shell, and the placeholders of a server command. A word
   * must not begin with #, which starts a comment.
   */
  private static final Pattern PLAIN =
      // Possessive: backtracking in a very long word would exhaust the stack.
      Pattern.compile("(?!#)(?:[A-Za-z0-9_./:@%+=,#-]++|\\{port\\}|\\{host\\})++");

  private ShellWords() {}

  /**
   * Returns a word, in quotes if a shell would change it.
   *
   * @param word any text
   */
  public static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /**
   * Joins words to a line that {@link #split} splits into the same words.
   *
   * @param words a program and its arguments, or some of them
   */
  public static String line(List<String> words) {
    return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
  }

  /**
   * Splits a line into words. Single and double quotes and backslashes work as in a shell; inside
   * single quotes a backslash is literal.
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
