package dev.echospec.diagnosis;

import static dev.echospec.diagnosis.Heuristic.suggests;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.judge.Violation.Kind;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Causes that show in how a server decodes and changes characters. */
final class CharacterHeuristics {
  private static final Pattern DECODE_ERROR =
      Pattern.compile(
          "unicodedecodeerror|malformed ?input|invalid ?utf-?8|utf8error|not valid utf-?8"
              + "|invalid byte sequence|illegal byte sequence|fromutf8error|unmappablecharacter",
          Pattern.CASE_INSENSITIVE);

  private static final byte[] REPLACEMENT = "\ufffd".getBytes(UTF_8);

  static final List<Heuristic> ALL =
      List.of(
          suggests(Cause.LOCALE, 95, c -> c.raw() == 'i' && c.came("İ")),
          suggests(Cause.LOCALE, 85, CharacterHeuristics::losesDot),
          suggests(Cause.UNICODE_UPPER_CASE, 90, CharacterHeuristics::isUnicodeUpper),
          suggests(Cause.NORMALISES_UNICODE, 85, CharacterHeuristics::isNormalised),
          suggests(Cause.ENCODES_TWICE, 90, CharacterHeuristics::isEncodedTwice),
          suggests(Cause.LENIENT_UTF8, 90, CharacterHeuristics::isOverlongDecoded),
          suggests(
              Cause.DECODES_EACH_READ,
              90,
              c -> isReplaced(c) && isWhole(c),
              CharacterHeuristics::cut),
          suggests(Cause.REPLACES_MALFORMED, 90, c -> isReplaced(c) && !isWhole(c)),
          suggests(
              Cause.DROPS_MALFORMED,
              75,
              c -> c.isSwallowed() && c.isHigh() && c.raw() != 0xff && !isWhole(c)),
          suggests(Cause.DROPS_MALFORMED, 50, c -> c.isSwallowed() && c.raw() == 0xff),
          suggests(
              Cause.DECODES_EACH_READ,
              95,
              c -> diesDecoding(c) && c.sent().isUtf8() && c.sent().isBeyondAscii(),
              CharacterHeuristics::cut),
          suggests(
              Cause.STRICT_UTF8,
              95,
              c -> diesDecoding(c) && !c.sent().isUtf8() && c.sent().isBeyondAscii()),
          suggests(Cause.STRICT_UTF8, 60, CharacterHeuristics::diesDecoding),
          suggests(
              Cause.STRICT_UTF8, 60, c -> diesSilently(c) && c.isSmall() && !c.sent().isUtf8()),
          suggests(
              Cause.DECODES_EACH_READ,
              60,
              c -> diesSilently(c) && c.isSmall() && c.sent().isUtf8() && c.sent().isBeyondAscii(),
              CharacterHeuristics::cut));

  private CharacterHeuristics() {}

  private static String upper(String text) {
    StringBuilder upper = new StringBuilder();
    text.codePoints().forEach(c -> upper.appendCodePoint(ByteHeuristics.upper(c)));
    return upper.toString();
  }

  /** Lithuanian rules drop U+0307 after an i or j. */
  private static boolean losesDot(Clues c) {
    Reply reply = c.reply();
    return reply.isSwallowed()
        && (reply.leftOut() == 2 || reply.isShort() && reply.total() - reply.at() == 2)
        && c.raw() == 0xcc
        && reply.rawAt(1) == 0x87;
  }

  private static boolean isUnicodeUpper(Clues c) {
    Reply reply = c.reply();
    return reply.isWrongByte()
        && c.isHigh()
        && reply
            .text()
            .character()
            .filter(one -> !one.toUpperCase(Locale.ROOT).equals(one))
            .filter(
                one ->
                    reply.has(
                        reply.text().characterStart(),
                        one.toUpperCase(Locale.ROOT).getBytes(UTF_8)))
            .isPresent();
  }

  private static boolean isNormalised(Clues c) {
    Reply reply = c.reply();
    if (!reply.isWrongByte()) {
      return false;
    }
    // A combining mark follows its letter.
    return Stream.of(reply.text().characterStart(), reply.text().characterStart() - 1)
        .filter(from -> from >= 0)
        .anyMatch(from -> isNormalised(reply, from));
  }

  private static boolean isNormalised(Reply reply, long from) {
    for (int characters = 1; characters <= 4; characters++) {
      String text = reply.text().from(from, characters);
      for (Normalizer.Form form : Normalizer.Form.values()) {
        String other = Normalizer.normalize(text, form);
        String upper = Normalizer.normalize(upper(text), form);
        // The server may normalise before or after it upper-cases.
        if (!other.equals(text)
            && (reply.hasEchoOf(from, other.getBytes(UTF_8))
                || reply.has(from, upper.getBytes(UTF_8)))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isEncodedTwice(Clues c) {
    Reply reply = c.reply();
    if (!reply.isWrongByte()) {
      return false;
    }
    // A sent 0xc3 becomes c3 83: the difference is one byte later.
    return c.isHigh() && reply.has(reply.at(), encoded(c.raw()))
        || reply.rawAt(-1) == 0xc3 && reply.has(reply.at() - 1, encoded(0xc3));
  }

  private static byte[] encoded(int latin1) {
    return Character.toString(latin1).getBytes(UTF_8);
  }

  private static boolean isOverlongDecoded(Clues c) {
    Reply reply = c.reply();
    int lead = c.raw();
    int next = reply.rawAt(1);
    return (lead == 0xc0 || lead == 0xc1)
        && (next & 0xc0) == 0x80
        && c.came() == ByteHeuristics.upper((lead & 1) << 6 | next & 0x3f);
  }

  private static boolean isReplaced(Clues c) {
    Reply reply = c.reply();
    return reply.isWrongByte()
        && Stream.of(reply.text().characterStart(), reply.at(), reply.at() - 1)
            .filter(from -> from >= 0)
            .anyMatch(from -> reply.has(from, REPLACEMENT));
  }

  /** Whether the character in question is UTF-8: if the server did not decode it, it had cut it. */
  private static boolean isWhole(Clues c) {
    return c.sent().character().isPresent();
  }

  private static String cut(Clues c) {
    int size = c.sent().cutBy();
    if (size > 0 && size <= 4096) {
      return "a character was cut in two at a " + size + "-byte read";
    }
    return c.sent().isCutByWrites() ? "a character was cut in two by the client's writes" : "";
  }

  private static boolean diesDecoding(Clues c) {
    return c.isDead() && c.said(DECODE_ERROR);
  }

  private static boolean diesSilently(Clues c) {
    return c.isProcessDead()
        && c.saidNothing()
        && c.connections() == 1
        && !c.client().isAborted()
        && c.is(Kind.LOST, Kind.DID_NOT_SURVIVE, Kind.EARLY_END);
  }
}
