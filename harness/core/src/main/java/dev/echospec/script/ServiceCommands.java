package dev.echospec.script;

import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What continuous integration services take for a command to themselves when they read it in the
 * output of a step:
 *
 * <ul>
 *   <li>{@code ##[...]}, {@code ##vso[...]}, {@code ##teamcity[...]} and the like, anywhere in a
 *       line: GitHub, Azure Pipelines, TeamCity;
 *   <li>{@code ::name::...} at the beginning of a line, behind blanks or not: GitHub, Gitea;
 *   <li>{@code --- name}, {@code +++ name}, {@code ~~~ name} and {@code ^^^ +++} at the beginning
 *       of a line: Buildkite.
 * </ul>
 *
 * <p>The section markers of GitLab and Travis need a carriage return, which {@link
 * ScriptText#harmless} never leaves.
 */
public final class ServiceCommands {
  private static final Pattern ANYWHERE = Pattern.compile("#(?=#\\p{Alpha}*\\[)");

  private static final Pattern AT_THE_START =
      Pattern.compile(
          "^([ \\t]*)(?:(:)(?=:)|(?=(?:---|\\+\\+\\+|~~~|\\^\\^\\^)[ \\t])([-+~^]))",
          Pattern.MULTILINE);

  private ServiceCommands() {}

  /**
   * @param text whole lines of output, in which blanks and tabs are all that is blank
   * @param escape gives what stands for a character in the format of the output
   * @return the same, with the first character of each command escaped
   */
  public static String escaped(String text, IntFunction<String> escape) {
    // The common case: a pattern is slower than a search.
    String kept = text.contains("##") ? escapedAnywhere(text, escape) : text;
    return AT_THE_START
        .matcher(kept)
        .replaceAll(
            found -> {
              String first = found.group(2) == null ? found.group(3) : found.group(2);
              return Matcher.quoteReplacement(found.group(1) + escape.apply(first.charAt(0)));
            });
  }

  private static String escapedAnywhere(String text, IntFunction<String> escape) {
    return ANYWHERE.matcher(text).replaceAll(Matcher.quoteReplacement(escape.apply('#')));
  }

  /**
   * @param text whole lines of plain text
   * @return the same with {@code \x23} for the number sign that begins a command, and so on
   */
  public static String shown(String text) {
    return escaped(text, ServiceCommands::hex);
  }

  /**
   * @param text plain text that may be put anywhere in a line
   * @return the same, but for commands that are obeyed wherever they stand
   */
  static String shownAnywhere(String text) {
    return text.contains("##") ? escapedAnywhere(text, ServiceCommands::hex) : text;
  }

  private static String hex(int c) {
    return String.format("\\x%02x", c);
  }
}
