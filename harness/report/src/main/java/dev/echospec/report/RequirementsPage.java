package dev.echospec.report;

import dev.echospec.suite.CaseInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The specification that the cases amount to, as a Markdown page. */
public final class RequirementsPage {
  /** What writes the page anew. */
  public static final String COMMAND =
      "mvn -q -pl harness/cli -am test -Dtest=RequirementsPageTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dechospec.regenerate=true";

  private static final Map<String, String> TITLES =
      Map.ofEntries(
          Map.entry("transform", "which bytes come back"),
          Map.entry("stream", "a byte stream, not messages"),
          Map.entry("flow", "nothing lost when one side is slow"),
          Map.entry("close", "the end of a conversation"),
          Map.entry("disconnect", "clients that do not say goodbye"),
          Map.entry("concurrent", "many at once"),
          Map.entry("sequential", "one after the other"),
          Map.entry("endurance", "for a long time"),
          Map.entry("model", "all of it together"),
          Map.entry("lifetime", "connections that last"),
          Map.entry("behaviour", "what the rules leave open"),
          Map.entry("client", "a conforming client"));

  private RequirementsPage() {}

  /**
   * Returns the page: a heading for each section, and for each case its rule and what belongs to
   * it.
   *
   * @param cases all that the page is to hold, in order
   */
  public static String of(List<CaseInfo> cases) {
    Map<String, StringBuilder> sections = new LinkedHashMap<>();
    for (CaseInfo info : cases) {
      one(info, sections.computeIfAbsent(info.section(), RequirementsPage::heading));
    }
    return """
        <!-- Generated from the cases themselves: not to be edited. To write it anew:
             %s -->

        # What an echo server must do

        Each rule is checked by the case of the same name. MUST: breaking it fails the run. SHOULD: \
        breaking it warns. INFO: left open, and recorded. `./echospec explain ID` prints one rule.

        %s"""
        .formatted(COMMAND, String.join("\n", sections.values()));
  }

  private static StringBuilder heading(String section) {
    return new StringBuilder("## " + title(section) + "\n");
  }

  /** Returns the heading of a section: its name, and what it is about. */
  public static String title(String section) {
    String title = TITLES.get(section);
    return section + (title == null ? "" : ": " + title);
  }

  private static void one(CaseInfo info, StringBuilder into) {
    into.append("\n### `").append(info.id()).append("`\n\n");
    into.append("**").append(info.level()).append("** ").append(text(info.rule().rule()));
    into.append("\n\n- Why: ").append(text(info.rule().why()));
    into.append("\n- What breaks it, and how to fix it: ").append(text(info.rule().fix()));
    into.append("\n- Source: ").append(text(info.rule().source())).append("\n");
  }

  /** Nothing in a sentence of a case is meant as markup. */
  private static String text(String sentence) {
    return sentence.replaceAll("[\\\\`*_<>\\[\\]]", "\\\\$0");
  }
}
