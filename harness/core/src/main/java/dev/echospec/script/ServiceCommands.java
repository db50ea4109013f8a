package dev.echospec.script;

import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Escapes what continuous integration services take for a command when they read it in the output
 * of a step:
 *
 * <ul>
 *   <li>{@code ##[...]}, {@code ##vso[...]}, {@code ##teamcity[...]} and the like, anywhere in a
 *       line: GitHub, Azure Pipelines, TeamCity;
 *   <li>{@code ::name::...} at the beginning of a line, after blanks or not: GitHub, Gitea;
 *   <li>{@code --- name}, {@code +++ name}, {@code ~~~ name} and {@code ^^^ +++} at the beginning
 *       of a line: Buildkite.
 * </ul>
 *
 * <p>The section markers of GitLab and Travis need a carriage return, which {@link
 * ScriptText#harmless} always escapes.
 */
public final class ServiceCommands {
  private static final Pattern ANYWHERE = Pattern.compile("#(?=#\\p{Alpha}*\\[)");

  private static final Pattern AT_THE_START =
      Pattern.compile(
          "^([ \\t]*)(?:(:)(?=:)|(?=(?:---|\\+\\+\\+|~~~|\\^\\^\\^)[ \\t])([-+~^]))",
          Pattern.MULTILINE);

  private ServiceCommands() {}

  /**
   * Escapes the first character of each command.
   *
   * @param text whole lines of output, without blanks other than spaces and tabs
   * @param escape returns the escape of a character in the format of the output
   */
  public static String escaped(String text, IntFunction<String> escape) {
    // Fast path: searching for a text is cheaper than matching a pattern.
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
   * Escapes commands in plain text: {@code \x23} for the number sign that begins one, and so on.
   *
   * @param text whole lines
   */
  public static String shown(String text) {
    return escaped(text, ServiceCommands::hex);
  }

  /**
   * Escapes the commands that are obeyed anywhere in a line.
   *
   * @param text plain text
   */
  static String shownAnywhere(String text) {
    return text.contains("##") ? escapedAnywhere(text, ServiceCommands::hex) : text;
  }

  private static String hex(int c) {
    return String.format("\\x%02x", c);
  }
}
