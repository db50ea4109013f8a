package dev.echospec.script;

import dev.echospec.script.Payload.Generated;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Formats scripts, bytes and text for a terminal. Whatever the bytes are, the result contains no
 * character that controls the terminal or changes the order of display, and no text that a
 * continuous integration service would obey.
 */
public final class ScriptText {
  private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

  /** Longest payload that is shown whole, in bytes. */
  private static final int WHOLE = 24;

  private static final int HEAD = 16;
  private static final int TAIL = 4;

  private ScriptText() {}

  /**
   * Returns one line for each step, in order; with the number of the connection in front if there
   * are several.
   *
   * @param script any script
   */
  public static List<String> lines(Script script) {
    int width = prefixWidth(script);
    List<String> lines = new ArrayList<>(script.steps().size());
    for (Step step : script.steps()) {
      String number = step instanceof Step.OnConnection on ? "#" + on.connection() : "";
      lines.add(padded(number, width) + line(step));
    }
    return lines;
  }

  /**
   * Returns the prefix that {@link #lines} gives to the steps of a connection; empty if there is
   * only one connection.
   *
   * @param script any script
   * @param connection the number of one of its connections
   */
  public static String prefix(Script script, int connection) {
    return padded("#" + connection, prefixWidth(script));
  }

  private static int prefixWidth(Script script) {
    int highest = 0;
    for (Step step : script.steps()) {
      if (step instanceof Step.OnConnection on) {
        highest = Math.max(highest, on.connection());
      }
    }
    return script.connections() < 2 ? 0 : ("#" + highest + " ").length();
  }

  private static String padded(String text, int width) {
    return width == 0 ? "" : text + " ".repeat(Math.max(0, width - text.length()));
  }

  /**
   * Returns a step as a line, without the number of its connection.
   *
   * @param step any step
   */
  public static String line(Step step) {
    return switch (step.kind()) {
      case CONNECT -> "connect";
      case SEND -> "send    " + bytes(((Step.Send) step).payload());
      case READ -> "read    " + amount(((Step.Read) step).bytes());
      case READ_TO_END -> "read to the end";
      case HALF_CLOSE -> "half-close";
      case PAUSE -> "pause   " + ((Step.Pause) step).millis() + " ms";
      case STOP_READING -> "stop reading";
      case RESUME_READING -> "resume reading";
      case RESET -> "reset";
      case CLOSE -> "close";
    };
  }

  private static String amount(long bytes) {
    return bytes == Step.EVERYTHING ? "all that is owed" : count(bytes);
  }

  /**
   * Returns bytes as hex with their text beside them if they are few, else their beginning and
   * their number.
   *
   * @param payload any bytes
   */
  public static String bytes(Payload payload) {
    if (payload instanceof Generated generated && payload.length() > WHOLE) {
      String alphabet = generated.alphabet().name().toLowerCase(Locale.ROOT);
      return "%s generated (%s, seed %s): %s ..."
          .formatted(count(payload.length()), alphabet, generated.seed(), head(payload));
    }
    if (payload.length() > WHOLE) {
      String tail = hex(payload.bytes(payload.length() - TAIL, TAIL));
      return "%s ... %s  (%s)".formatted(head(payload), tail, count(payload.length()));
    }
    byte[] bytes = payload.bytes(0, WHOLE);
    return bytes.length == 0 ? "nothing" : hex(bytes) + textBeside(bytes);
  }

  private static String head(Payload payload) {
    return hex(payload.bytes(0, HEAD));
  }

  private static String count(long bytes) {
    return bytes == 1 ? "1 byte" : bytes + " bytes";
  }

  /**
   * Returns two hex digits for each byte, separated by blanks.
   *
   * @param bytes any
   */
  public static String hex(byte[] bytes) {
    return SPACED.formatHex(bytes);
  }

  /**
   * Returns bytes as quoted text to stand after their hex, with leading blanks; empty if most of
   * them are not printable.
   *
   * @param bytes any
   */
  public static String textBeside(byte[] bytes) {
    StringBuilder quoted = new StringBuilder("      \"");
    int printable = quote(bytes, quoted);
    return printable * 2 < bytes.length || bytes.length == 0
        ? ""
        : ServiceCommands.shownAnywhere(quoted.append('"').toString());
  }

  /**
   * Returns whether bytes are UTF-8 that needs no escape.
   *
   * @param bytes any
   */
  static boolean isPrintable(byte[] bytes) {
    return quote(bytes, new StringBuilder()) == bytes.length;
  }

  /** Appends the bytes as text and returns how many of them were printable. */
  private static int quote(byte[] bytes, StringBuilder into) {
    int printable = 0;
    int at = 0;
    while (at < bytes.length) {
      int length = characterAt(bytes, at);
      if (length == 0) {
        into.append(String.format("\\x%02x", bytes[at]));
        at++;
        continue;
      }
      int c = new String(bytes, at, length, StandardCharsets.UTF_8).codePointAt(0);
      if (c == '"' || c == '\\') {
        into.append('\\').append((char) c);
        printable++;
      } else if (isPlain(c)) {
        into.appendCodePoint(c);
        printable += length;
      } else {
        into.append(escaped(c));
      }
      at += length;
    }
    return printable;
  }

  /** Returns the length of the UTF-8 character at an index, in bytes; 0 if there is none. */
  private static int characterAt(byte[] bytes, int at) {
    int first = bytes[at] & 0xff;
    int length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (length == 0 || at + length > bytes.length) {
      return 0;
    }
    byte[] one = Arrays.copyOfRange(bytes, at, at + length);
    return Characters.isText(one) ? length : 0;
  }

  /**
   * Escapes each character that is not plainly visible: controls, line ends, changes of text
   * direction, combining marks.
   *
   * @param text from an untrusted source
   * @return text that is safe to print on one line
   */
  public static String harmless(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(c -> shown.append(isPlain(c) ? Character.toString(c) : escaped(c)));
    return ServiceCommands.shownAnywhere(shown.toString());
  }

  /**
   * Escapes each character that {@link #harmless} escapes, except line ends, and the text that a
   * continuous integration service would obey.
   *
   * @param text a document in a format that has escapes of its own
   * @param escape returns the escape of a character (a code point) in that format
   * @return the document with these escapes
   */
  public static String escaped(String text, IntFunction<String> escape) {
    StringBuilder plain = new StringBuilder(text.length() + text.length() / 16);
    text.codePoints()
        .forEach(
            c -> {
              if (isPlain(c) || c == '\n') {
                plain.appendCodePoint(c);
              } else {
                plain.append(escape.apply(c));
              }
            });
    return ServiceCommands.escaped(plain.toString(), escape);
  }

  private static String escaped(int c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default ->
          c < 0x80
              ? String.format("\\x%02x", c)
              : c > 0xffff ? String.format("\\U%08x", c) : String.format("\\u%04x", c);
    };
  }

  private static boolean isPlain(int c) {
    return c >= ' ' && c < 0x7f
        || c > 0x9f
            && switch (Character.getType(c)) {
              case Character.CONTROL,
                  Character.FORMAT,
                  Character.LINE_SEPARATOR,
                  Character.PARAGRAPH_SEPARATOR,
                  Character.SPACE_SEPARATOR,
                  Character.SURROGATE,
                  Character.PRIVATE_USE,
                  Character.UNASSIGNED,
                  Character.NON_SPACING_MARK,
                  Character.ENCLOSING_MARK,
                  Character.COMBINING_SPACING_MARK ->
                  false;
              default -> isLeftToRight(c);
            };
  }

  /** Right-to-left letters would reorder the hex beside them. */
  private static boolean isLeftToRight(int c) {
    byte direction = Character.getDirectionality(c);
    return direction != Character.DIRECTIONALITY_RIGHT_TO_LEFT
        && direction != Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC
        && direction != Character.DIRECTIONALITY_ARABIC_NUMBER;
  }
}
