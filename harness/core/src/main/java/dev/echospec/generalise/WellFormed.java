package dev.echospec.generalise;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** UTF-8 among bytes that are not. */
final class WellFormed {
  private WellFormed() {}

  /** Replaces, in place, each byte that does not belong to a whole UTF-8 character. */
  static void replaceMalformed(byte[] bytes, byte replacement) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(Math.max(2, bytes.length));
    while (in.hasRemaining()) {
      out.clear();
      CoderResult result = decoder.decode(in, out, true);
      if (result.isError()) {
        int from = in.position();
        Arrays.fill(bytes, from, from + result.length(), replacement);
        in.position(from + result.length());
        decoder.reset();
      } else if (result.isUnderflow()) {
        return;
      }
    }
  }
}
