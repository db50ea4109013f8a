package dev.echospec.report;

import dev.echospec.result.FailureText;
import dev.echospec.script.ScriptText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Commands to GitHub's runner that annotate a step: lines of its log, with all in them escaped.
 * Only this package makes them, of values; {@link Console#tell} prints them.
 */
public final class WorkflowCommands {
  /** GitHub's limit of annotations per kind and step; it drops the others. */
  static final int MOST = 10;

  private final List<String> lines = new ArrayList<>();
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);

  WorkflowCommands() {}

  /** How an annotation is shown. */
  enum Kind {
    ERROR,
    WARNING,
    NOTICE
  }

  /**
   * Adds one, unless there are as many of its kind as are shown.
   *
   * @param kind of annotation
   * @param place properties that say where, each with a comma behind it; may be empty
   * @param title above it
   * @param words a line each
   */
  void add(Kind kind, String place, String title, List<String> words) {
    if (counts.merge(kind, 1, Integer::sum) > MOST) {
      return;
    }
    lines.add(
        "::"
            + kind.name().toLowerCase(Locale.ROOT)
            + " "
            + place
            + "title="
            + property(title)
            + "::"
            + data(String.join("\n", words)));
  }

  /** The lines to be printed. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  private static String data(String text) {
    return text.lines()
        .map(ScriptText::harmless)
        .collect(Collectors.joining("\n"))
        .replace("%", "%25")
        .replace("\n", "%0A");
  }

  /** A text as the value of a property. */
  static String property(String text) {
    return data(FailureText.bounded(text)).replace(":", "%3A").replace(",", "%2C");
  }
}
