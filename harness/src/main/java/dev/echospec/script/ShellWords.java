package dev.echospec.script;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words as they are written on a command line, for people to copy. */
public final class ShellWords {
  /** What every shell takes as it is; a target's placeholders too. */
  private static final Pattern PLAIN =
      // Possessive: words can be very long, and to go back needs stack.
      Pattern.compile("(?:[A-Za-z0-9_./:@%+=,-]++|\\{port\\}|\\{host\\})++");

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
   * @return the same, quoted where that is needed
   */
  public static String line(List<String> words) {
    return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
  }
}
