package dev.echospec.suite;

import dev.echospec.script.Characters;
import dev.echospec.script.Script;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Generators that several sections share. */
final class Generators {
  private static final String[] LINE_ENDS = {"\n", "\r\n", "\r", "\n\n", ""};

  private Generators() {}

  /** Returns 0 to most, small numbers much more often than large ones. */
  static int size(SplittableRandom random, int most) {
    int bits = 32 - Integer.numberOfLeadingZeros(most);
    return Math.min(most, random.nextInt(1 << random.nextInt(bits + 1)));
  }

  /** Returns random bytes. */
  static byte[] binary(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Returns letters, spaces and punctuation of ASCII. */
  static byte[] ascii(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      int kind = random.nextInt(8);
      bytes[i] =
          (byte)
              (kind < 5
                  ? random.nextInt('a', 'z' + 1)
                  : kind < 7 ? random.nextInt('A', 'Z' + 1) : random.nextInt(' ', 0x7f));
    }
    return bytes;
  }

  /** Returns whole UTF-8 characters of one to several bytes, of about this length. */
  static byte[] text(SplittableRandom random, int length) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(length + 8);
    while (text.size() < length) {
      text.writeBytes(Characters.pick(random));
    }
    return text.toByteArray();
  }

  /** Returns short lines of ASCII, each with one of several line ends, or none. */
  static byte[] lines(SplittableRandom random, int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(new String(ascii(random, size(random, 80)), StandardCharsets.US_ASCII));
      lines.append(LINE_ENDS[random.nextInt(LINE_ENDS.length)]);
    }
    return lines.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Returns ASCII, text or any bytes. */
  static byte[] anything(SplittableRandom random, int length) {
    return switch (random.nextInt(3)) {
      case 0 -> ascii(random, length);
      case 1 -> text(random, length);
      default -> binary(random, length);
    };
  }

  /** Returns a conversation with a write a piece, and pauses between them if not 0. */
  static Script cut(List<byte[]> pieces, int pauseMillis) {
    ScriptBuilder script = new ScriptBuilder().connect(0);
    for (int i = 0; i < pieces.size(); i++) {
      if (i > 0 && pauseMillis > 0) {
        script.pause(pauseMillis);
      }
      script.send(0, pieces.get(i));
    }
    return script.halfClose(0).readToEnd(0).build();
  }

  /** Cuts at random places into at most this number of pieces; none is empty. */
  static List<byte[]> pieces(SplittableRandom random, byte[] bytes, int most) {
    int cuts = bytes.length < 2 ? 0 : random.nextInt(Math.min(most, bytes.length));
    int[] at = random.ints(cuts, 1, Math.max(2, bytes.length)).sorted().distinct().toArray();
    List<byte[]> pieces = new ArrayList<>(at.length + 1);
    int from = 0;
    for (int cut : at) {
      pieces.add(Arrays.copyOfRange(bytes, from, cut));
      from = cut;
    }
    pieces.add(Arrays.copyOfRange(bytes, from, bytes.length));
    return pieces;
  }

  /** Cuts behind every byte whose bit is set in the mask. */
  static List<byte[]> pieces(byte[] bytes, int mask) {
    List<byte[]> pieces = new ArrayList<>();
    int from = 0;
    for (int i = 1; i < bytes.length; i++) {
      if ((mask >> (i - 1) & 1) == 1) {
        pieces.add(Arrays.copyOfRange(bytes, from, i));
        from = i;
      }
    }
    pieces.add(Arrays.copyOfRange(bytes, from, bytes.length));
    return pieces;
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] repeated(char c, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) c);
    return bytes;
  }
}
