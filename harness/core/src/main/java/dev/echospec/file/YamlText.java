package dev.echospec.file;

import dev.echospec.script.JsonText;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * YAML as the kit reads it: token for token, so that no alias is ever expanded, and with a limit on
 * everything.
 */
public final class YamlText {
  /** The longest file that is read, in bytes. */
  public static final int LONGEST = 1 << 20;

  /** The longest text in it, in characters: an argument of a program may be 128 KiB in Linux. */
  private static final int LONGEST_STRING = 100_000;

  private static final int DEEPEST = 16;
  private static final int LONGEST_NAME = 200;
  private static final int MOST_TOKENS = 200_000;

  private static final YAMLFactory FACTORY =
      YAMLFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxDocumentLength(LONGEST)
                  .maxStringLength(LONGEST_STRING)
                  .maxNestingDepth(DEEPEST)
                  .maxNameLength(LONGEST_NAME)
                  .maxTokenCount(MOST_TOKENS)
                  .build())
          .build();

  private YamlText() {}

  /**
   * Returns a parser, which the caller closes.
   *
   * @param text in YAML
   */
  public static YAMLParser parser(String text) {
    return (YAMLParser) FACTORY.createParser(ObjectReadContext.empty(), text);
  }

  /**
   * Returns line, column and what is wrong, on one line.
   *
   * @param e thrown by the parser
   */
  public static String complaint(JacksonException e) {
    if (e.getCause() instanceof MarkedYamlEngineException marked
        && marked.getProblemMark().isPresent()) {
      Mark mark = marked.getProblemMark().get();
      return place(mark.getLine() + 1, mark.getColumn() + 1)
          + ": this is not YAML: "
          + marked.getProblem();
    }
    TokenStreamLocation at = e.getLocation();
    String place = at == null ? place(1, 1) : place(at.getLineNr(), at.getColumnNr());
    return e instanceof StreamConstraintsException limit
        ? place + ": more than is read: " + JsonText.limit(limit)
        : place
            + ": this is not YAML: "
            + e.getOriginalMessage().lines().findFirst().orElse("it cannot be read");
  }

  /**
   * Returns the place as messages begin with it.
   *
   * @param line from 1
   * @param column from 1
   */
  public static String place(int line, int column) {
    return "line " + line + " column " + column;
  }
}
