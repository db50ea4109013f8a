package dev.echospec.file;

import dev.echospec.script.Malformed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads a YAML file that is one list under one key, and takes nothing in it for granted. Messages
 * begin with line and column, say what to write instead, and are one line.
 *
 * @param <T> an item of the list
 */
public abstract class YamlListFile<T> {
  /** Stands before the current token; the subclass reads its items from it. */
  protected final YAMLParser parser;

  private final Outline outline;

  /**
   * What the file looks like, in the words of messages.
   *
   * @param top the key that holds the list
   * @param start how to begin a file that is empty
   * @param item what an item is called
   * @param items the same of several
   * @param firstKey the key that an item is best begun with
   * @param most items at most
   * @param tooMany what is said of more
   * @param none what is said of an empty list; empty if there may be one
   */
  public record Outline(
      String top,
      String start,
      String item,
      String items,
      String firstKey,
      int most,
      String tooMany,
      Optional<String> none) {}

  /** Makes a reader that begins where the parser stands. */
  protected YamlListFile(YAMLParser parser, Outline outline) {
    this.parser = parser;
    this.outline = outline;
  }

  /** Reads an item, from its first token to its last. */
  protected abstract T item() throws Malformed;

  /**
   * Reads a whole file.
   *
   * @param file what the text is called in messages
   * @param text in YAML
   * @param reader makes the reader
   * @return the items
   * @throws Malformed if it is anything else; the message begins with the name of the file
   */
  protected static <T> List<T> parse(
      String file, String text, Function<YAMLParser, YamlListFile<T>> reader) throws Malformed {
    try (YAMLParser parser = YamlText.parser(text)) {
      return reader.apply(parser).document();
    } catch (Malformed e) {
      throw new Malformed(file + ", " + e.getMessage());
    } catch (JacksonException e) {
      throw new Malformed(file + ", " + YamlText.complaint(e));
    }
  }

  private List<T> document() throws Malformed {
    if (parser.nextToken() == null) {
      throw new Malformed(YamlText.place(1, 1) + ": there is nothing in it: " + outline.start());
    }
    if (parser.currentToken() != JsonToken.START_OBJECT
        || parser.nextToken() != JsonToken.PROPERTY_NAME
        || !parser.currentName().equals(outline.top())) {
      throw wrong("the file must begin with " + outline.top() + ":");
    }
    parser.nextToken();
    List<T> items = list();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      if (parser.currentToken() != JsonToken.PROPERTY_NAME || !beside(parser.currentName())) {
        throw wrong("nothing may stand beside " + outline.top() + ": remove it");
      }
    }
    if (parser.nextToken() != null) {
      throw wrong(
          "this is a second document: remove it, or put its "
              + outline.items()
              + " into the first");
    }
    return items;
  }

  /**
   * Reads what stands beside the list, from its key to its last token.
   *
   * @param key of it
   * @return false if nothing of this key may stand there
   */
  protected boolean beside(String key) throws Malformed {
    return false;
  }

  /** Reads the list, from its first token to its last. */
  protected final List<T> list() throws Malformed {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw wrong(
          outline.top()
              + " takes a list: begin each "
              + outline.item()
              + " with '- "
              + outline.firstKey()
              + ":'");
    }
    TokenStreamLocation begin = parser.currentTokenLocation();
    List<T> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (items.size() == outline.most()) {
        throw wrong(outline.tooMany());
      }
      items.add(item());
    }
    if (items.isEmpty() && outline.none().isPresent()) {
      throw wrong(begin, outline.none().get());
    }
    return items;
  }

  /** Returns the current token, which must be text that is not blank. */
  protected final String text(String key) throws Malformed {
    if (parser.currentToken() != JsonToken.VALUE_STRING || parser.isCurrentAlias()) {
      throw wrong(key + " takes text: put it into quotes");
    }
    String text = parser.getString();
    if (text.isBlank()) {
      throw wrong(key + " must not be empty");
    }
    return text;
  }

  /** Returns a complaint about the current token. */
  protected final Malformed wrong(String message) {
    return wrong(parser.currentTokenLocation(), message);
  }

  /** Returns a complaint about a place. */
  protected static Malformed wrong(TokenStreamLocation at, String message) {
    return new Malformed(YamlText.place(at.getLineNr(), at.getColumnNr()) + ": " + message);
  }
}
