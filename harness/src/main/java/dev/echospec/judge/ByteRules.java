package dev.echospec.judge;

import static dev.echospec.judge.Rule.rule;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.judge.Violation.Kind;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Causes that show in which bytes came back. */
final class ByteRules {
  private static final Pattern DECODE_ERROR =
      Pattern.compile(
          "unicodedecodeerror|malformed ?input|invalid ?utf-?8|utf8error|not valid utf-?8"
              + "|invalid byte sequence|illegal byte sequence|fromutf8error|unmappablecharacter",
          Pattern.CASE_INSENSITIVE);

  /** So many bytes behind a character have to be right again. */
  private static final int COMPARED = 4;

  /** What a format may stand for: an address, or (null). */
  private static final int LONGEST_EXPANSION = 20;

  private static final byte[] REPLACEMENT = "\ufffd".getBytes(UTF_8);

  static final List<Rule> RULES =
      List.of(
          // One byte for another
          rule(
              Cause.NO_UPPER_CASE,
              75,
              c -> isUnchanged(c) && lowers(c) && !c.upperCasedElsewhere(-1)),
          rule(
              Cause.LETTER_RANGE,
              80,
              c -> isUnchanged(c) && c.reply().isMapped(b -> b == 'z' ? b : upper(b))),
          rule(
              Cause.LETTER_RANGE,
              85,
              c -> (maps(c, '`', '@') || maps(c, '{', '[')) && c.reply().isOneByteWrong()),
          rule(
              Cause.DEPENDS_ON_PLACE,
              85,
              c -> isUnchanged(c) && c.upperCasedElsewhere(c.reply().raw())),
          rule(
              Cause.SWAPS_CASE,
              90,
              c -> isUpper(c) && came(c) == (raw(c) | 0x20) && (swaps(c) || lowers(c))),
          rule(Cause.CLEARS_BIT_FIVE, 85, c -> clearsBitFive(c) && raw(c) < '@' && masks(c)),
          rule(
              Cause.CLEARS_BIT_FIVE,
              80,
              c -> clearsBitFive(c) && raw(c) > 0x80 && !isLatin1(c) && masks(c)),
          rule(Cause.CLEARS_BIT_FIVE, 45, ByteRules::clearsBitFive),
          rule(
              Cause.UPPER_CASES_BEYOND_ASCII,
              85,
              c -> isLatin1(c) && c.reply().isMapped(ByteRules::latin1)),
          rule(
              Cause.STRIPS_EIGHTH_BIT,
              90,
              c -> isHigh(c) && c.reply().isMapped(b -> upper(b & 0x7f))),
          rule(
              Cause.SIGNED_BYTES,
              90,
              c -> isHigh(c) && c.reply().isMapped(b -> upper(Math.abs((byte) b)))),
          rule(Cause.QUESTION_MARKS, 85, c -> isHigh(c) && came(c) == '?' && isQuestioned(c)),
          rule(Cause.REORDERS, 85, c -> c.connections() == 1 && c.reply().isReordered()),

          // Characters
          rule(Cause.LOCALE, 95, c -> raw(c) == 'i' && has(c, "İ")),
          rule(Cause.LOCALE, 85, ByteRules::losesDot),
          rule(Cause.UNICODE_UPPER_CASE, 90, ByteRules::isUnicodeUpper),
          rule(Cause.NORMALISES_UNICODE, 85, ByteRules::isNormalised),
          rule(Cause.ENCODES_TWICE, 90, ByteRules::isEncodedTwice),
          rule(Cause.LENIENT_UTF8, 90, ByteRules::isOverlongDecoded),
          rule(Cause.DECODES_EACH_READ, 90, c -> isReplaced(c) && isWhole(c), ByteRules::cut),
          rule(Cause.REPLACES_MALFORMED, 90, c -> isReplaced(c) && !isWhole(c)),
          rule(
              Cause.DROPS_MALFORMED,
              75,
              c -> swallows(c) && isHigh(c) && raw(c) != 0xff && !isWhole(c)),
          rule(Cause.DROPS_MALFORMED, 50, c -> swallows(c) && raw(c) == 0xff),
          rule(
              Cause.DECODES_EACH_READ,
              95,
              c -> diesDecoding(c) && c.reply().sentUtf8() && c.reply().sentBeyondAscii(),
              ByteRules::cut),
          rule(
              Cause.STRICT_UTF8,
              95,
              c -> diesDecoding(c) && !c.reply().sentUtf8() && c.reply().sentBeyondAscii()),
          rule(Cause.STRICT_UTF8, 60, ByteRules::diesDecoding),
          rule(Cause.STRICT_UTF8, 60, c -> diesSilently(c) && c.isSmall() && !c.reply().sentUtf8()),
          rule(
              Cause.DECODES_EACH_READ,
              60,
              c ->
                  diesSilently(c)
                      && c.isSmall()
                      && c.reply().sentUtf8()
                      && c.reply().sentBeyondAscii(),
              ByteRules::cut),

          // Bytes that are special to somebody
          rule(Cause.NUL_TERMINATED, 85, c -> swallows(c) && raw(c) == 0),
          rule(Cause.END_OF_FILE_CHARACTER, 85, c -> swallows(c) && isOneOf(c, 0x04, 0x1a)),
          rule(Cause.FLOW_CONTROL_BYTES, 85, c -> swallows(c) && isOneOf(c, 0x11, 0x13)),
          rule(Cause.LINE_EDITING, 85, c -> swallows(c) && isOneOf(c, 0x08, 0x7f, 0x15)),
          rule(
              Cause.LINE_EDITING,
              80,
              c -> c.reply().isShort() && swallows(c) && c.reply().rawAt(1) == 0x08),
          rule(Cause.BYTE_FF, 70, c -> swallows(c) && raw(c) == 0xff),
          rule(
              Cause.FIRST_MESSAGE_OF_READ,
              80,
              c -> c.reply().isShort() && swallows(c) && isBehindSeparator(c)),
          rule(Cause.PRINTF, 85, c -> raw(c) == '%' && isExpanded(c)),
          rule(Cause.BACKSLASH_ESCAPES, 85, c -> raw(c) == '\\' && c.reply().goesOn(2, 1)),
          rule(
              Cause.BACKSLASH_ESCAPES,
              75,
              c -> c.reply().rawAt(-1) == '\\' && c.reply().leftOut() == 1),
          rule(
              Cause.LINE_ENDING_TRANSLATION,
              90,
              c ->
                  maps(c, '\r', '\n') && (c.reply().goesOn(1, 0) || c.reply().goesOn(1, 1))
                      || raw(c) == '\n' && has(c, "\r\n") && c.reply().goesOn(1, 2)),
          rule(
              Cause.TRIMS_LINE_ENDS,
              85,
              c -> swallows(c) && isOneOf(c, '\n', '\r') && came(c) != '\n'),

          // Bytes that nobody asked for
          rule(Cause.APPENDS_LINE_END, 85, c -> putsIn(c, "\n", "\r\n") && isBehindAWrite(c)),
          rule(Cause.WRAPS_LINES, 85, c -> putsIn(c, "\n", "\r\n") && isInsideAWrite(c)),
          rule(Cause.APPENDS_NUL, 85, ByteRules::putsInNuls),
          rule(
              Cause.GREETING,
              90,
              c ->
                  c.reply().isUnaskedAtFirst()
                      && !c.reply().divergedBehindHalfClose()
                      && c.owner().isEmpty()),
          rule(
              Cause.GREETING,
              60,
              c -> c.reply().isUnaskedAtFirst() && isWords(c) && c.owner().isEmpty()),
          rule(
              Cause.PROMPT_OR_FAREWELL,
              72,
              c ->
                  c.reply().isUnaskedAtFirst()
                      && c.reply().divergedBehindHalfClose()
                      && isWords(c)
                      && c.owner().isEmpty()),
          rule(
              Cause.PROMPT_OR_FAREWELL,
              80,
              c ->
                  c.reply().isUnasked()
                      && !c.reply().isUnaskedAtFirst()
                      && isWords(c)
                      && !repeatsItself(c)
                      && c.owner().isEmpty()),
          rule(
              Cause.STALE_BUFFER,
              80,
              c -> repeatsItself(c) && c.connections() == 1 && c.reply().writesEchoed() > 1),
          rule(
              Cause.REPEATS_BYTES,
              80,
              c -> repeatsItself(c) && c.connections() == 1 && c.reply().writesEchoed() <= 1),

          // What is counted from outside
          rule(
              Cause.LEAKS_CHILDREN,
              95,
              c -> c.is(Kind.NOT_RELEASED) && c.message().matches(".*(zombies|processes).*")),
          rule(
              Cause.LEAKS_THREADS,
              90,
              c -> c.is(Kind.NOT_RELEASED) && c.message().contains("threads")),
          rule(
              Cause.LEAKS_DESCRIPTORS,
              75,
              c -> c.is(Kind.NOT_RELEASED) && c.message().contains("descriptors")),
          rule(
              Cause.QUEUES_WITHOUT_BOUND,
              95,
              c -> c.is(Kind.NOT_RELEASED) && c.message().contains("before anything is read")),
          rule(
              Cause.KEEPS_WHAT_IT_ECHOES,
              90,
              c -> c.is(Kind.NOT_RELEASED) && c.message().contains("keeps what it echoes")));

  private ByteRules() {}

  private static int raw(Clues c) {
    return c.reply().raw();
  }

  /** What came in place of the byte; -1 where bytes were left out or put in. */
  private static int came(Clues c) {
    return c.reply().isWrongByte() ? c.reply().came() : -1;
  }

  private static boolean isHigh(Clues c) {
    return raw(c) >= 0x80;
  }

  private static boolean isLatin1(Clues c) {
    return raw(c) >= 0xe0 && raw(c) <= 0xfe;
  }

  private static boolean isUpper(Clues c) {
    return raw(c) >= 'A' && raw(c) <= 'Z';
  }

  private static boolean isOneOf(Clues c, int... bytes) {
    for (int b : bytes) {
      if (raw(c) == b) {
        return true;
      }
    }
    return false;
  }

  private static int upper(int b) {
    return b >= 'a' && b <= 'z' ? b - 0x20 : b;
  }

  private static String upper(String text) {
    StringBuilder upper = new StringBuilder();
    text.codePoints().forEach(c -> upper.appendCodePoint(upper(c)));
    return upper.toString();
  }

  private static boolean maps(Clues c, int from, int to) {
    return raw(c) == from && came(c) == to;
  }

  /** A letter came back as it was sent, though it is owed in upper case. */
  private static boolean isUnchanged(Clues c) {
    return raw(c) >= 'a'
        && raw(c) <= 'z'
        && came(c) == raw(c)
        && c.reply().owed()[0] == raw(c) - 0x20;
  }

  private static boolean clearsBitFive(Clues c) {
    return raw(c) >= 0
        && (raw(c) & 0x20) != 0
        && came(c) == (raw(c) & ~0x20)
        && !(raw(c) >= 'a' && raw(c) <= 'z');
  }

  private static boolean has(Clues c, String text) {
    return c.reply().isWrongByte() && c.reply().has(c.reply().at(), text.getBytes(UTF_8));
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

  /** As Latin-1, or with the top bit ignored: they differ in a few bytes only. */
  private static int latin1(int b) {
    return b >= 0xe1 && b <= 0xfa && b != 0xf7 || b == 0xe0 || b > 0xfa && b < 0xff
        ? b - 0x20
        : upper(b);
  }

  /** A question mark for each byte beyond ASCII, or for a whole character. */
  private static boolean isQuestioned(Clues c) {
    Reply reply = c.reply();
    int length = reply.character().map(one -> one.getBytes(UTF_8).length).orElse(1);
    byte[] behind =
        Arrays.copyOfRange(
            reply.owed(), Math.min(length, reply.owed().length), reply.owed().length);
    byte[] rest = Arrays.copyOfRange(reply.got(), 1, reply.got().length);
    int same = Math.min(COMPARED, Math.min(behind.length, rest.length));
    return reply.isMapped(b -> b < 0x80 ? upper(b) : '?')
        || Arrays.equals(behind, 0, same, rest, 0, same)
        || rest.length > 0 && behind.length > 0 && rest[0] == '?' && behind[0] < 0;
  }

  /** The byte did not come, and the server lives. */
  private static boolean swallows(Clues c) {
    return c.reply().isSwallowed()
        && !c.isProcessDead()
        // A connection that the server ended early lost more than this byte.
        && (c.reply().isWrongByte() || !c.reply().isEndedByServer());
  }

  /** Lithuanian: U+0307 behind an i or j is dropped. */
  private static boolean losesDot(Clues c) {
    Reply reply = c.reply();
    return reply.isSwallowed()
        && (reply.leftOut() == 2 || reply.isShort() && reply.total() - reply.at() == 2)
        && raw(c) == 0xcc
        && reply.rawAt(1) == 0x87;
  }

  private static boolean isUnicodeUpper(Clues c) {
    Reply reply = c.reply();
    return reply.isWrongByte()
        && isHigh(c)
        && reply
            .character()
            .filter(one -> !one.toUpperCase(Locale.ROOT).equals(one))
            .filter(
                one ->
                    reply.has(reply.characterStart(), one.toUpperCase(Locale.ROOT).getBytes(UTF_8)))
            .isPresent();
  }

  private static boolean isNormalised(Clues c) {
    Reply reply = c.reply();
    if (!reply.isWrongByte()) {
      return false;
    }
    // The letter that a mark belongs to stands before it.
    return Stream.of(reply.characterStart(), reply.characterStart() - 1)
        .filter(from -> from >= 0)
        .anyMatch(from -> isNormalised(reply, from));
  }

  private static boolean isNormalised(Reply reply, long from) {
    for (int characters = 1; characters <= 4; characters++) {
      String text = reply.text(from, characters);
      for (Normalizer.Form form : Normalizer.Form.values()) {
        String other = Normalizer.normalize(text, form);
        String upper = Normalizer.normalize(upper(text), form);
        // Before the letters are upper-cased, or behind it.
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
    // 0xc3 itself becomes c3 83: the difference is one byte later.
    return isHigh(c) && reply.has(reply.at(), encoded(raw(c)))
        || reply.rawAt(-1) == 0xc3 && reply.has(reply.at() - 1, encoded(0xc3));
  }

  private static byte[] encoded(int latin1) {
    return Character.toString(latin1).getBytes(UTF_8);
  }

  private static boolean isOverlongDecoded(Clues c) {
    Reply reply = c.reply();
    int lead = raw(c);
    int next = reply.rawAt(1);
    return (lead == 0xc0 || lead == 0xc1)
        && (next & 0xc0) == 0x80
        && came(c) == upper((lead & 1) << 6 | next & 0x3f);
  }

  private static boolean isReplaced(Clues c) {
    Reply reply = c.reply();
    return reply.isWrongByte()
        && Stream.of(reply.characterStart(), reply.at(), reply.at() - 1)
            .filter(from -> from >= 0)
            .anyMatch(from -> reply.has(from, REPLACEMENT));
  }

  /** The character in question is UTF-8: if it was taken for something else, it had been cut. */
  private static boolean isWhole(Clues c) {
    return c.reply().character().isPresent();
  }

  private static String cut(Clues c) {
    int size = c.reply().cutBy();
    if (size > 0 && size <= 4096) {
      return "a character was cut in two at a " + size + "-byte read";
    }
    return c.reply().isCutByWrites() ? "a character was cut in two by the client's writes" : "";
  }

  private static boolean diesDecoding(Clues c) {
    return c.isDead() && c.said(DECODE_ERROR);
  }

  private static boolean diesSilently(Clues c) {
    return c.isProcessDead()
        && c.saidNothing()
        && c.connections() == 1
        && !c.reply().isAborted()
        && c.is(Kind.LOST, Kind.DID_NOT_SURVIVE, Kind.EARLY_END);
  }

  /** The echo goes on behind a sequence of two bytes, in place of which something else came. */
  private static boolean isExpanded(Clues c) {
    for (int length = 0; length <= LONGEST_EXPANSION; length++) {
      if (c.reply().goesOn(2, length)) {
        return true;
      }
    }
    return c.reply().leftOut() == 1;
  }

  private static boolean isBehindSeparator(Clues c) {
    int before = c.reply().rawAt(-1);
    boolean separator = before == '\n' || before == '\r' || before == 0 || before == ';';
    return separator && isInsideAWrite(c);
  }

  private static boolean isInsideAWrite(Clues c) {
    long at = c.reply().at();
    return c.reply().writes().stream().anyMatch(w -> w.start() < at && at < w.end());
  }

  private static boolean isBehindAWrite(Clues c) {
    long at = c.reply().at();
    return at == 0 && c.reply().total() == 0
        || c.reply().writes().stream().anyMatch(w -> w.end() == at);
  }

  private static boolean putsIn(Clues c, String... texts) {
    String in = new String(c.reply().putIn(), UTF_8);
    for (String text : texts) {
      // Several reads may have come at once: then each has its own.
      if (in.equals(text)) {
        return true;
      }
    }
    return false;
  }

  private static boolean putsInNuls(Clues c) {
    byte[] in = c.reply().putIn();
    for (byte b : in) {
      if (b != 0) {
        return false;
      }
    }
    return in.length > 0 && c.reply().raw() != 0;
  }

  /** Text that is more than a line end. */
  private static boolean isWords(Clues c) {
    byte[] in = c.reply().putIn();
    boolean visible = false;
    for (byte b : in) {
      boolean lineEnd = b == '\r' || b == '\n' || b == '\t';
      if (!lineEnd && (b < ' ' || b > '~')) {
        return false;
      }
      visible |= !lineEnd;
    }
    return visible;
  }

  /** What came and is not owed is what this client was owed before. */
  private static boolean repeatsItself(Clues c) {
    byte[] in = c.reply().putIn();
    return in.length > 0 && c.reply().at() > 0 && c.reply().owes(in);
  }
}
