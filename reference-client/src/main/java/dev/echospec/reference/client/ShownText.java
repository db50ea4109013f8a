package dev.echospec.reference.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/**
 * Bytes that come in pieces, as text for a terminal. A character that is cut between two pieces
 * appears with the second. The sender of the bytes must not be able to command the terminal, so
 * control characters are replaced as bytes that are not UTF-8 are.
 */
final class ShownText {
  private static final char REPLACEMENT = '\uFFFD';

  private final CharsetDecoder decoder =
      UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  /** The start of a character whose end has not come: three bytes at most. */
  private ByteBuffer carried = ByteBuffer.allocate(0);

  /** The text that these bytes complete. {@code last} says that no more will come. */
  String next(byte[] bytes, int length, boolean last) {
    ByteBuffer in =
        ByteBuffer.allocate(carried.remaining() + length).put(carried).put(bytes, 0, length).flip();
    // UTF-8 never gives more characters than bytes, nor does replacing.
    CharBuffer text = CharBuffer.allocate(in.remaining());
    decoder.decode(in, text, last);
    carried = in;
    if (last) {
      decoder.flush(text);
      decoder.reset();
    }
    return withoutControls(text.flip());
  }

  private static String withoutControls(CharBuffer text) {
    StringBuilder shown = new StringBuilder(text);
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      if (Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r') {
        shown.setCharAt(i, REPLACEMENT);
      }
    }
    return shown.toString();
  }
}
