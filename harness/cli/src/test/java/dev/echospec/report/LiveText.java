package dev.echospec.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What in a text that was printed or written would be obeyed: by a terminal, by a continuous
 * integration service that reads it, or by what shows Markdown. It is stricter than any of them.
 */
public final class LiveText {
  /** What GitHub, Azure Pipelines, TeamCity and GitLab look for anywhere in a line. */
  private static final Pattern ANYWHERE =
      Pattern.compile("##\\p{Alpha}*\\[|(section|travis_fold)[_:](start|end):.*\\r");

  /** What GitHub and Buildkite look for at the beginning of a line. */
  private static final Pattern AT_THE_START =
      Pattern.compile("::|(---|\\+\\+\\+|~~~|\\^\\^\\^)[ \\t].*");

  /** More than any of them takes for blanks. */
  private static final Pattern BLANKS = Pattern.compile("^[\\s\\p{Z}\\p{Cntrl}]+");

  /** What the kit tells a workflow on purpose. */
  private static final Pattern OUR_COMMAND =
      Pattern.compile("::(error|warning|notice) (file=[^:,]*,line=\\d+,)?title=echospec[^:]*::.*");

  private LiveText() {}

  /** Texts that servers, images and files may hold to be obeyed. */
  public static List<String> corpus() {
    return List.of(
        "::add-mask::e",
        " \t::stop-commands::x",
        "::set-output name=a::b",
        "::error::not ours",
        "##[group]folded",
        "##vso[task.setvariable variable=PATH]/evil",
        "###vso[task.complete result=Succeeded;]",
        "##VSO[build.addbuildtag]x",
        "##\u00advso[task.debug]x",
        "##teamcity[testFailed name='x']",
        "--- folded",
        "+++ open",
        "~~~ quiet",
        "^^^ +++",
        "section_start:1:x[collapsed=true]\r\u001b[0K",
        "travis_fold:start:x\r\u001b[0K",
        "\u001b[2J\u001b]0;title\u0007\u001b]52;c;ZXZpbA==\u001b\\",
        "\u009b31m\u009d0;t\u009c",
        "a\r::add-mask::e",
        "a\n::add-mask::e",
        "a\u0085::add-mask::e",
        "a\u2028::add-mask::e\u2029##[x]",
        "\u202egnp.exe\u202c \u2066x\u2069 \u200f\u200e",
        "\u007f\b\b\b\u0000\u000b\u000c",
        "\ufeff\u200b\ufff9\ud83d\udc68\u200d\ud83d\udc69 \udb40\udc41",
        "\u05d0\u05d1 e\u0301\u0302",
        "@mention #1 org/repo#2 https://evil.example www.evil.example a@evil.example",
        "![i](https://evil.example/i) <https://evil.example> <img src=x> [r]: http://x",
        "` `` ``` </code></pre></details> <script>alert(1)</script> | a \\| b |",
        "]]> <![CDATA[ &#35;#[x] -->",
        "%0A::add-mask::e",
        "ok 1 - x # TODO\n1..0\nBail out!\n  ---\n  ...");
  }

  /** The lines of an output that would be obeyed, our own annotations aside. */
  public static List<String> in(String output) {
    List<String> live = new ArrayList<>();
    for (String line : output.split("\n")) {
      if (OUR_COMMAND.matcher(line).matches() && shown(line) && !has(line.substring(2))) {
        continue;
      }
      boolean commands =
          Stream.of(line.split("[\\r\\u0085\\u2028\\u2029]")).anyMatch(LiveText::has);
      if (commands || !shown(line)) {
        live.add(line);
      }
    }
    return live;
  }

  private static boolean has(String line) {
    return ANYWHERE.matcher(line).find()
        || AT_THE_START.matcher(BLANKS.matcher(line).replaceFirst("")).lookingAt();
  }

  /** Whether a terminal shows all of it, and shows it in this order. */
  private static boolean shown(String line) {
    return line.codePoints()
        .noneMatch(
            c ->
                Character.isISOControl(c)
                    || switch (Character.getType(c)) {
                      case Character.FORMAT,
                          Character.SURROGATE,
                          Character.LINE_SEPARATOR,
                          Character.PARAGRAPH_SEPARATOR,
                          Character.NON_SPACING_MARK ->
                          true;
                      default ->
                          Character.getDirectionality(c) == Character.DIRECTIONALITY_RIGHT_TO_LEFT;
                    });
  }

  /**
   * What is left of Markdown without its code, as CommonMark reads it; text in it is what links,
   * mentions and markup could be made of.
   */
  public static String outsideOfCode(String markdown) {
    StringBuilder outside = new StringBuilder();
    String fence = "";
    for (String line : markdown.split("\n")) {
      Matcher opening = Pattern.compile("(`{3,})[^`]*").matcher(line);
      if (!fence.isEmpty()) {
        fence = line.strip().matches("`{" + fence.length() + ",}") ? "" : fence;
      } else if (opening.matches()) {
        fence = opening.group(1);
      } else if (line.startsWith("|")) {
        // A table is cut at its bars first, even inside of code.
        Stream.of(line.split("\\|"))
            .forEach(cell -> outside.append(outsideOfSpans(cell)).append('|'));
        outside.append('\n');
      } else {
        outside.append(outsideOfSpans(line)).append('\n');
      }
    }
    return outside.toString();
  }

  private static String outsideOfSpans(String line) {
    StringBuilder outside = new StringBuilder();
    Matcher ticks = Pattern.compile("`+").matcher(line);
    int at = 0;
    while (ticks.find(at)) {
      outside.append(line, at, ticks.start());
      Matcher closing =
          Pattern.compile("(?<!`)`{" + ticks.group().length() + "}(?!`)").matcher(line);
      if (closing.find(ticks.end())) {
        at = closing.end();
      } else {
        outside.append(ticks.group());
        at = ticks.end();
      }
    }
    return outside.append(line.substring(at)).toString();
  }

  /**
   * What in Markdown would be a link, a mention, a picture or HTML, but for what the kit writes.
   */
  public static List<String> inMarkdown(String markdown) {
    Pattern live = Pattern.compile("@|://|www\\.|#\\d|!\\[|\\]\\(|\\]:|<(?!/?(details|summary)>)");
    return outsideOfCode(markdown).lines().filter(line -> live.matcher(line).find()).toList();
  }
}
