package dev.echospec.zoo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Takes each read for UTF-8 text. As it stands it is correct, since it upper-cases ASCII letters
 * only and lets through what is not UTF-8 (Python's {@code surrogateescape} does as much), also the
 * halves of a character that two reads cut. A subclass spoils {@link #change} or {@link
 * #malformed}.
 */
abstract class TextServer extends TransformingServer {
  /** The answer to well-formed text. */
  String change(String text) {
    return upperAscii(text);
  }

  /**
   * The answer to bytes that are not UTF-8.
   *
   * @param bytes the ill-formed bytes
   * @param at where they start in what was read
   * @param last whether they end what was read
   */
  byte[] malformed(byte[] bytes, int at, boolean last) throws IOException {
    return bytes;
  }

  @Override
  byte[] transform(byte[] chunk) throws IOException {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(chunk);
    CharBuffer text = CharBuffer.allocate(chunk.length);
    ByteArrayOutputStream answer = new ByteArrayOutputStream(chunk.length);
    while (true) {
      CoderResult result = decoder.decode(in, text, true);
      answer.writeBytes(change(text.flip().toString()).getBytes(StandardCharsets.UTF_8));
      if (!result.isMalformed()) {
        return answer.toByteArray();
      }
      int at = in.position();
      byte[] bytes = new byte[result.length()];
      in.get(bytes);
      answer.writeBytes(malformed(bytes, at, !in.hasRemaining()));
      text.clear();
      decoder.reset();
    }
  }

  static String upperAscii(String text) {
    StringBuilder answer = new StringBuilder(text.length());
    text.chars().forEach(c -> answer.append((char) upper(c)));
    return answer.toString();
  }
}
