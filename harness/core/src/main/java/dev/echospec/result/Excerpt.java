package dev.echospec.result;

import dev.echospec.script.ScriptText;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;

/**
 * Texts of any length and content, as much of them as fits on a page, without characters that are
 * not plainly visible. Lengths are in UTF-16 units, of what is shown.
 */
public final class Excerpt {
  private static final String CUT = " ...";
  private static final int LONGEST_LINE = 400;

  private Excerpt() {}

  /**
   * Returns the beginning, in one line.
   *
   * @param text from anywhere
   * @param most units of the result, about
   */
  public static String of(String text, int most) {
    boolean fits = text.length() <= most;
    // Only what is shown is escaped: the rest can be very long.
    String shown = ScriptText.harmless(fits ? text : text.substring(0, most));
    return fits && shown.length() <= most
        ? shown
        : shown.substring(0, Math.min(shown.length(), most)) + CUT;
  }

  /**
   * Returns the first and the last of them, and between them a note of how many more there are: a
   * conversation begins at its beginning, and what was wrong stands at its end.
   *
   * @param lines from anywhere
   * @param most units of all, about
   */
  public static List<String> ends(List<String> lines, int most) {
    List<String> first = new ArrayList<>();
    LinkedList<String> last = new LinkedList<>();
    int left = most;
    while (first.size() + last.size() < lines.size()) {
      boolean atEnd = last.size() <= first.size();
      int next = atEnd ? lines.size() - 1 - last.size() : first.size();
      String line = of(lines.get(next), Math.min(LONGEST_LINE, most));
      left -= line.length() + 1;
      if (left < 0 && !last.isEmpty()) {
        int more = lines.size() - first.size() - last.size();
        first.add("... (" + FailureText.count(more, "line", "lines") + ")");
        break;
      }
      if (atEnd) {
        last.addFirst(line);
      } else {
        first.add(line);
      }
    }
    first.addAll(last);
    return first;
  }

  /**
   * Returns the last lines: of a log, the end tells most.
   *
   * @param text of several lines, from anywhere
   * @param most units of all, about
   */
  public static List<String> tail(String text, int most) {
    boolean fits = text.length() <= most;
    String kept = fits ? text : text.substring(text.length() - most);
    List<String> lines = kept.lines().map(line -> of(line, Math.min(LONGEST_LINE, most))).toList();
    int from = lines.size();
    int left = most;
    while (from > 0 && left >= lines.get(from - 1).length()) {
      left -= lines.get(--from).length() + 1;
    }
    if (!fits && from < lines.size() && lines.get(from).isEmpty()) {
      from++;
    }
    List<String> shown = new ArrayList<>(lines.subList(from, lines.size()));
    if (!fits || from > 0) {
      shown.add(0, "...");
    }
    return shown;
  }
}
