package dev.echospec.target;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A command as a line of text, in the way that a shell writes it; nothing is substituted. */
public final class Words {
  /** Words that a shell takes as they are. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9_./:@%+=,{}-][A-Za-z0-9_./:@%+=,{}#-]*");

  private Words() {}

  /** A word as a shell would have to be given it. */
  static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** A line that {@link #split} makes the same words of. */
  static String joined(List<String> words) {
    return words.stream().map(Words::quoted).collect(Collectors.joining(" "));
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
