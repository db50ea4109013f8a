package dev.echospec.file;

import dev.echospec.script.Malformed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads text files of users, which may hold anything. */
public final class TextFile {
  private TextFile() {}

  /** Parses a text. */
  public interface Parser<T> {
    /**
     * Returns what the text says.
     *
     * @throws Malformed if the text is not of the format
     */
    T parse(String text) throws Malformed;
  }

  /**
   * Reads a file and parses its text.
   *
   * @param path of the file
   * @param longest how many bytes it may have; whole MiB
   * @param parser of its text
   * @return what the parser made of it
   * @throws Malformed if the file cannot be read, or the parser refuses its text; the message
   *     begins with the path
   */
  public static <T> T read(Path path, int longest, Parser<T> parser) throws Malformed {
    String text = read(path, longest);
    try {
      return parser.parse(text);
    } catch (Malformed e) {
      throw new Malformed(path + ": " + e.getMessage());
    }
  }

  /**
   * Returns its text.
   *
   * @param path of the file
   * @param longest how many bytes it may have; whole MiB
   * @throws Malformed if it cannot be read, is longer, or is not UTF-8; the message begins with the
   *     path
   */
  public static String read(Path path, int longest) throws Malformed {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(longest + 1);
    } catch (IOException e) {
      throw new Malformed(path + ": " + IoErrors.inWords(e));
    }
    if (bytes.length > longest) {
      throw new Malformed(path + ": too large: at most " + (longest >> 20) + " MiB are read");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new Malformed(path + ": not UTF-8 text");
    }
  }
}
