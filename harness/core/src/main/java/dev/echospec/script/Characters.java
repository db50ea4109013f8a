package dev.echospec.script;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Characters, as UTF-8, that servers get wrong if they treat bytes as text. */
public final class Characters {
  private static final String[] TELLING = {
    "é", "ß", "ﬁ", "ŉ", "İ", "ı", "ſ", "ÿ", "Ω", "ω", "ж", "中", "文", "e\u0301", "i\u0307", "😀",
    "👩‍💻", "\u00a0", "\u2028", "\ufeff", "\u0345", "ǆ", "ᾳ"
  };
  private static final byte[][] ENCODED =
      Arrays.stream(TELLING).map(s -> s.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);

  private Characters() {}

  /**
   * Returns a random character, or a sequence of characters that combine; two of three are ASCII.
   * The array is shared: not to be changed.
   *
   * @param random the source of the choice
   */
  public static byte[] pick(SplittableRandom random) {
    int kind = random.nextInt(6);
    if (kind < 3) {
      return Ascii.ONE[random.nextInt('a', '{')];
    }
    if (kind == 3) {
      return Ascii.ONE[random.nextInt(' ', 0x7f)];
    }
    return ENCODED[random.nextInt(ENCODED.length)];
  }

  /**
   * Returns whether bytes are well-formed UTF-8.
   *
   * @param bytes any
   */
  public static boolean isText(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static final class Ascii {
    static final byte[][] ONE = new byte[128][];

    static {
      for (int i = 0; i < 128; i++) {
        ONE[i] = new byte[] {(byte) i};
      }
    }
  }
}
