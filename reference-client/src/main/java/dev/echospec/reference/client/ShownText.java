package dev.echospec.reference.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/**
 * Decodes a stream of bytes to text for a terminal. A character that two pieces share appears with
 * the second. Control characters and malformed bytes are replaced, so that the sender cannot
 * control the terminal.
 */
final class ShownText {
  private static final char REPLACEMENT = '\uFFFD';

  private final CharsetDecoder decoder =
      UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  /** The incomplete character at the end of the last piece: three bytes at most. */
  private ByteBuffer carried = ByteBuffer.allocate(0);

  /**
   * Decodes the next piece.
   *
   * @param last true if it is the last one
   */
  String next(byte[] bytes, int length, boolean last) {
    ByteBuffer in =
        ByteBuffer.allocate(carried.remaining() + length).put(carried).put(bytes, 0, length).flip();
    // Neither decoding nor replacing yields more characters than bytes.
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
