package dev.echospec.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The log of a step as GitHub's runner reads it: a command is a line that begins with "::", blanks
 * aside, or one that holds "##[" anywhere. Which names it knows is not asked: there may be more.
 */
final class WorkflowLog {
  private static final Pattern COMMAND = Pattern.compile("::([^ :]*)(?: (.*?))?::(.*)");

  /** More than the runner takes for blanks. */
  private static final Pattern BLANKS = Pattern.compile("^[\\s\\p{Z}\\p{Cntrl}]+");

  private WorkflowLog() {}

  /** A command to the runner, with nothing of it escaped any more. */
  record Command(String name, String properties, String data) {}

  static List<Command> commands(String log) {
    List<Command> commands = new ArrayList<>();
    for (String line : log.split("[\\n\\r]")) {
      String text = BLANKS.matcher(line).replaceFirst("");
      if (text.startsWith("::")) {
        Matcher parts = COMMAND.matcher(text);
        commands.add(
            parts.matches()
                ? new Command(
                    parts.group(1), unescaped("" + parts.group(2)), unescaped(parts.group(3)))
                : new Command(text, "", ""));
      } else if (text.contains("##[")) {
        commands.add(new Command(text, "", ""));
      }
    }
    return commands;
  }

  private static String unescaped(String text) {
    return text.replace("%0D", "\r")
        .replace("%0A", "\n")
        .replace("%3A", ":")
        .replace("%2C", ",")
        .replace("%25", "%");
  }
}
