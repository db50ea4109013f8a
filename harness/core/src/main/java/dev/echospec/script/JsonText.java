package dev.echospec.script;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON as the kit writes and reads it: strict, bounded, and laid out to be read by people. */
public final class JsonText {
  /**
   * The longest text that is read, in characters. With {@link #MOST_TOKENS} it keeps any text and
   * its values within the heap of 256 MiB that the start script gives.
   */
  public static final int LONGEST = 16 << 20;

  /** Most names, values and brackets that are read: 100,000 steps of a script have a million. */
  private static final int MOST_TOKENS = 1_200_000;

  private static final JsonSetter.Value EMPTY = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxDocumentLength(LONGEST)
                          .maxTokenCount(MOST_TOKENS)
                          .maxStringLength(LONGEST)
                          .maxNestingDepth(16)
                          .maxNameLength(100)
                          .maxNumberLength(40)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // What a file leaves out is 0, false or empty.
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .withConfigOverride(String.class, c -> c.setNullHandling(EMPTY))
          .withConfigOverride(List.class, c -> c.setNullHandling(EMPTY))
          .withConfigOverride(Map.class, c -> c.setNullHandling(EMPTY))
          // The components of a record are its properties, in their order, and nothing else is.
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .changeDefaultVisibility(checker -> checker.withIsGetterVisibility(Visibility.NONE))
          .build();

  private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

  private JsonText() {}

  /**
   * @return an object without any property
   */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Returns the tree of a record. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * @param text one JSON value
   * @return it
   * @throws Malformed if it is not JSON, or too large, with the line and the column
   */
  public static JsonNode parse(String text) throws Malformed {
    if (text.isBlank()) {
      throw new Malformed("there is nothing in it");
    }
    try {
      return MAPPER.readTree(text);
    } catch (StreamConstraintsException e) {
      throw new Malformed("more than is read" + place(e) + ": " + limit(e));
    } catch (JacksonException e) {
      throw new Malformed("not JSON" + place(e) + ": " + firstLine(e.getOriginalMessage()));
    }
  }

  /**
   * Reads a record. Properties that the record does not have are ignored.
   *
   * @param json an object, as {@link #parse} returns it
   * @param type the record
   * @return its value
   * @throws Malformed if a property has a value that the record cannot take; the message is one
   *     line and names the property
   */
  public static <T> T value(JsonNode json, Class<T> type) throws Malformed {
    return value(json, MAPPER.readerFor(type), "it");
  }

  /**
   * As {@link #value(JsonNode, Class)}, but refuses properties that the record does not have.
   *
   * @param what the object in the words of the message, such as "a failure file"
   */
  public static <T> T exactly(JsonNode json, Class<T> type, String what) throws Malformed {
    ObjectReader reader = MAPPER.readerFor(type);
    return value(json, reader.with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES), what);
  }

  private static <T> T value(JsonNode json, ObjectReader reader, String what) throws Malformed {
    try {
      return reader.readValue(json);
    } catch (DatabindException e) {
      throw new Malformed(firstLine(complaint(e, what)));
    }
  }

  private static String complaint(DatabindException e, String what) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return what + " has no \"" + unknown.getPropertyName() + "\"";
    }
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      return e.getCause().getMessage();
    }
    String name =
        e.getPath().stream()
            .map(JacksonException.Reference::getPropertyName)
            .filter(Objects::nonNull)
            .reduce("", (outer, inner) -> inner);
    return "\""
        + name
        + "\""
        + (e instanceof InvalidFormatException wrong
            ? " cannot be \"" + wrong.getValue() + "\""
            : " has a value of the wrong kind");
  }

  /**
   * @param e that a limit was passed
   * @return which limit, and what it is, on one line
   */
  public static String limit(StreamConstraintsException e) {
    // Behind the figure stands the name of a method of Jackson's.
    return firstLine(e.getOriginalMessage().replaceFirst(", from `[^`]{0,100}`", ""));
  }

  private static String place(JacksonException e) {
    return e.getLocation() == null || e.getLocation().getLineNr() < 1
        ? ""
        : ", line " + e.getLocation().getLineNr() + " column " + e.getLocation().getColumnNr();
  }

  private static String firstLine(String message) {
    // Where a bracket was opened is told as a place in a source that has no name here.
    String line = message.lines().findFirst().orElse("").replaceFirst(" \\(start marker at .*", "");
    return line.length() > 200 ? line.substring(0, 200) : line;
  }

  /**
   * @param json any value: a tree, or a record
   * @param deepest objects down to this depth get a line for each property, deeper ones one line
   *     altogether; the outermost has depth 1, and arrays count too
   * @return its text, with a line end; characters that are not plainly visible are escaped, and so
   *     is what a continuous integration server would obey
   */
  public static String print(Object json, int deepest) {
    String text = MAPPER.writer().with(new Layout(deepest)).writeValueAsString(json) + "\n";
    // What has to be escaped can only stand in a string.
    return ScriptText.escaped(text, JsonText::escape);
  }

  /** Returns any value on one line, without a line end, escaped as {@link #print} does. */
  public static String line(Object json) {
    return ScriptText.escaped(MAPPER.writeValueAsString(json), JsonText::escape);
  }

  private static String escape(int c) {
    return Character.toString(c)
        .chars()
        .mapToObj(unit -> String.format("\\u%04x", unit))
        .collect(Collectors.joining());
  }

  /** Lines for the outer objects and all arrays; blanks in the inner objects. */
  private static final class Layout extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1;

    private final int deepest;

    Layout(int deepest) {
      super(
          Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER));
      this.deepest = deepest;
      _arrayIndenter = INDENT;
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
      return new Layout(deepest);
    }

    @Override
    public void beforeObjectEntries(JsonGenerator generator) {
      space(generator, _nesting, _nesting);
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator generator) {
      generator.writeRaw(',');
      space(generator, _nesting, _nesting);
    }

    @Override
    public void writeEndObject(JsonGenerator generator, int entries) {
      if (entries > 0) {
        space(generator, _nesting, _nesting - 1);
      }
      _nesting--;
      generator.writeRaw('}');
    }

    private void space(JsonGenerator generator, int depth, int indentation) {
      if (depth <= deepest) {
        INDENT.writeIndentation(generator, indentation);
      } else {
        generator.writeRaw(' ');
      }
    }
  }
}
