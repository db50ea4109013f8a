package dev.echospec.diagnosis;

import static dev.echospec.diagnosis.Heuristic.suggests;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;

/** Causes that show in the byte received in place of another. */
final class ByteHeuristics {
  /** Bytes after a character that must be right again. */
  private static final int COMPARED = 4;

  static final List<Heuristic> ALL =
      List.of(
          suggests(
              Cause.NO_UPPER_CASE,
              75,
              c -> isUnchanged(c) && lowers(c) && !c.upperCasedElsewhere(-1)),
          suggests(
              Cause.LETTER_RANGE,
              80,
              c -> isUnchanged(c) && c.reply().isMapped(b -> b == 'z' ? b : upper(b))),
          suggests(
              Cause.LETTER_RANGE,
              85,
              c -> (c.maps('`', '@') || c.maps('{', '[')) && c.reply().isOneByteWrong()),
          suggests(
              Cause.DEPENDS_ON_PLACE,
              85,
              c -> isUnchanged(c) && c.upperCasedElsewhere(c.reply().raw())),
          suggests(
              Cause.SWAPS_CASE,
              90,
              c -> isUpper(c) && c.came() == (c.raw() | 0x20) && (swaps(c) || lowers(c))),
          suggests(Cause.CLEARS_BIT_FIVE, 85, c -> clearsBitFive(c) && c.raw() < '@' && masks(c)),
          suggests(
              Cause.CLEARS_BIT_FIVE,
              80,
              c -> clearsBitFive(c) && c.raw() > 0x80 && !isLatin1(c) && masks(c)),
          suggests(Cause.CLEARS_BIT_FIVE, 45, ByteHeuristics::clearsBitFive),
          suggests(
              Cause.UPPER_CASES_BEYOND_ASCII,
              85,
              c -> isLatin1(c) && c.reply().isMapped(ByteHeuristics::latin1)),
          suggests(
              Cause.STRIPS_EIGHTH_BIT,
              90,
              c -> c.isHigh() && c.reply().isMapped(b -> upper(b & 0x7f))),
          suggests(
              Cause.SIGNED_BYTES,
              90,
              c -> c.isHigh() && c.reply().isMapped(b -> upper(Math.abs((byte) b)))),
          suggests(Cause.QUESTION_MARKS, 85, c -> c.isHigh() && c.came() == '?' && isQuestioned(c)),
          suggests(Cause.REORDERS, 85, c -> c.connections() == 1 && c.reply().isReordered()));

  private ByteHeuristics() {}

  /** Whether some bytes begin with a byte-order mark of this length: UTF-8 or UTF-16. */
  static boolean isMark(byte[] bytes, int length) {
    return switch (length) {
      case 3 -> bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf;
      case 2 ->
          bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff
              || bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe;
      default -> false;
    };
  }

  private static boolean isLatin1(Clues c) {
    return c.raw() >= 0xe0 && c.raw() <= 0xfe;
  }

  private static boolean isUpper(Clues c) {
    return c.raw() >= 'A' && c.raw() <= 'Z';
  }

  static int upper(int b) {
    return b >= 'a' && b <= 'z' ? b - 0x20 : b;
  }

  /** Whether a letter was returned unchanged that is owed in upper case. */
  private static boolean isUnchanged(Clues c) {
    return c.raw() >= 'a'
        && c.raw() <= 'z'
        && c.came() == c.raw()
        && c.reply().owed()[0] == c.raw() - 0x20;
  }

  private static boolean clearsBitFive(Clues c) {
    return c.raw() >= 0
        && (c.raw() & 0x20) != 0
        && c.came() == (c.raw() & ~0x20)
        && !(c.raw() >= 'a' && c.raw() <= 'z');
  }

  private static boolean lowers(Clues c) {
    return c.reply().isMapped(b -> b) || c.reply().isMapped(b -> isLetter(b) ? b | 0x20 : b);
  }

  private static boolean swaps(Clues c) {
    return c.reply().isMapped(b -> isLetter(b) ? b ^ 0x20 : b);
  }

  private static boolean masks(Clues c) {
    return c.reply().isMapped(b -> b & ~0x20);
  }

  private static boolean isLetter(int b) {
    return upper(b | 0x20) != (b | 0x20);
  }

  /**
   * Upper-cases as Latin-1 does, or a check that ignores the top bit: they differ in few bytes
   * only.
   */
  private static int latin1(int b) {
    return b >= 0xe1 && b <= 0xfa && b != 0xf7 || b == 0xe0 || b > 0xfa && b < 0xff
        ? b - 0x20
        : upper(b);
  }

  /** Whether a question mark replaces each byte beyond ASCII, or a whole character. */
  private static boolean isQuestioned(Clues c) {
    Reply reply = c.reply();
    int length = reply.text().character().map(one -> one.getBytes(UTF_8).length).orElse(1);
    byte[] behind =
        Arrays.copyOfRange(
            reply.owed(), Math.min(length, reply.owed().length), reply.owed().length);
    byte[] rest = Arrays.copyOfRange(reply.got(), 1, reply.got().length);
    int same = Math.min(COMPARED, Math.min(behind.length, rest.length));
    return reply.isMapped(b -> b < 0x80 ? upper(b) : '?')
        || Arrays.equals(behind, 0, same, rest, 0, same)
        || rest.length > 0 && behind.length > 0 && rest[0] == '?' && behind[0] < 0;
  }
}
