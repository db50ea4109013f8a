package dev.echospec.zoo;

import dev.echospec.diagnosis.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/** Servers that take bytes for text. */
public final class TextFaults {
  private static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};

  private TextFaults() {}

  /** {@code str.upper()} in place of {@code bytes.upper()}. */
  @Fault(
      summary = "Upper-cases every letter that Unicode knows.",
      cause = Cause.UNICODE_UPPER_CASE,
      caughtBy = {"transform/utf8-text"},
      saying = {"of the echo is"},
      bytes = 4)
  public static final class UpperCasesUnicode extends TextServer {
    @Override
    String change(String text) {
      return text.toUpperCase(Locale.ROOT);
    }
  }

  /** A full case mapping: the length changes with it. */
  @Fault(
      summary = "Upper-cases ß to SS.",
      cause = Cause.UNICODE_UPPER_CASE,
      caughtBy = {"transform/utf8-text"},
      saying = {"is 53 'S', expected c3"},
      bytes = 2)
  public static final class DoublesSharpS extends TextServer {
    @Override
    String change(String text) {
      return upperAscii(text).replace("ß", "SS");
    }
  }

  /** Compatibility decomposition before the upper-casing. */
  @Fault(
      summary = "Takes ligatures apart: ﬁ becomes FI.",
      cause = Cause.UNICODE_UPPER_CASE,
      caughtBy = {"transform/utf8-text"},
      saying = {"is 46 'F', expected ef"},
      bytes = 3)
  public static final class SplitsLigatures extends TextServer {
    @Override
    String change(String text) {
      return upperAscii(text.replace("ﬁ", "fi").replace("ﬂ", "fl").replace("ﬀ", "ff"));
    }
  }

  /** File names and passwords are normalised; an echo is neither. */
  @Fault(
      summary = "Composes letters and combining marks (NFC).",
      cause = Cause.NORMALISES_UNICODE,
      caughtBy = {"transform/utf8-text"},
      saying = {"of the echo is"},
      bytes = 4)
  public static final class ComposesMarks extends TextServer {
    @Override
    String change(String text) {
      return upperAscii(Normalizer.normalize(text, Normalizer.Form.NFC));
    }
  }

  /** UCS-2, or a database column of three bytes a character. */
  @Fault(
      summary = "Answers ? for characters beyond the basic plane, such as emoji.",
      cause = Cause.QUESTION_MARKS,
      caughtBy = {"transform/utf8-text"},
      saying = {"is 3f '?', expected f0"},
      bytes = 4)
  public static final class LosesEmoji extends TextServer {
    @Override
    String change(String text) {
      return upperAscii(text).replaceAll("[\\x{10000}-\\x{10FFFF}]", "?");
    }
  }

  /** {@code toUpperCase()} without a locale, on a machine in Istanbul. */
  @Fault(
      summary = "Upper-cases i to İ, as Turkish does.",
      cause = Cause.LOCALE,
      caughtBy = {"transform/locale", "transform/ascii-letters"},
      saying = {"is c4, expected 49 'I'"},
      bytes = 1)
  public static final class SpeaksTurkish extends TextServer {
    private static final Pattern WORD = Pattern.compile("[a-z]+");
    private static final Locale TURKISH = Locale.forLanguageTag("tr-TR");

    @Override
    String change(String text) {
      return WORD.matcher(text).replaceAll(word -> word.group().toUpperCase(TURKISH));
    }
  }

  /** The same in Vilnius: the dot above an i is a mark of its own there, and goes. */
  @Fault(
      summary = "Drops the combining dot (U+0307) behind i, as Lithuanian upper-casing does.",
      cause = Cause.LOCALE,
      caughtBy = {"transform/locale"},
      saying = {"after 1 of the 3 bytes it owed"},
      bytes = 3)
  public static final class SpeaksLithuanian extends TextServer {
    private static final Pattern WORD = Pattern.compile("[a-z\\u0307]+");
    private static final Locale LITHUANIAN = Locale.forLanguageTag("lt-LT");

    @Override
    String change(String text) {
      return WORD.matcher(text).replaceAll(word -> word.group().toUpperCase(LITHUANIAN));
    }
  }

  /** {@code new String(bytes, UTF_8)}, and back. */
  @Fault(
      summary = "Replaces what is not UTF-8 by U+FFFD.",
      cause = Cause.REPLACES_MALFORMED,
      caughtBy = {"transform/invalid-utf8", "transform/every-byte", "transform/binary"},
      saying = {"is ef, expected"},
      bytes = 1)
  public static final class ReplacesMalformed extends TextServer {
    @Override
    byte[] malformed(byte[] bytes, int at, boolean last) {
      return REPLACEMENT;
    }
  }

  /** {@code decode(errors="ignore")}. */
  @Fault(
      summary = "Drops what is not UTF-8.",
      cause = Cause.DROPS_MALFORMED,
      caughtBy = {"transform/invalid-utf8", "transform/every-byte", "transform/binary"},
      saying = {
        "transform/invalid-utf8: send    c3",
        "transform/every-byte: send    80",
        "transform/binary: send    ff",
        "after 0 of the 1 byte it owed"
      },
      bytes = 1)
  public static final class DropsMalformed extends TextServer {
    @Override
    byte[] malformed(byte[] bytes, int at, boolean last) {
      return new byte[0];
    }
  }

  /** A decoder written by hand, too lenient. */
  @Fault(
      summary = "Accepts overlong UTF-8: c0 80 becomes 00.",
      cause = Cause.LENIENT_UTF8,
      caughtBy = {"transform/invalid-utf8"},
      saying = {"expected c0"},
      bytes = 2)
  public static final class AcceptsOverlong extends TransformingServer {
    @Override
    byte[] transform(byte[] chunk) {
      byte[] answer = new byte[chunk.length];
      int length = 0;
      for (int i = 0; i < chunk.length; i++) {
        boolean lead = (chunk[i] & 0xfe) == 0xc0;
        if (lead && i + 1 < chunk.length && (chunk[i + 1] & 0xc0) == 0x80) {
          int decoded = (chunk[i] & 0x01) << 6 | chunk[++i] & 0x3f;
          answer[length++] = (byte) upper(decoded);
        } else {
          answer[length++] = (byte) upper(chunk[i]);
        }
      }
      return Arrays.copyOf(answer, length);
    }
  }

  /** Read in one encoding, written in another. */
  @Fault(
      summary = "Takes each byte for a Latin-1 character and answers it in UTF-8.",
      cause = Cause.ENCODES_TWICE,
      caughtBy = {"transform/utf8-text", "transform/every-byte", "transform/length"},
      saying = {
        "transform/utf8-text: of the echo is",
        "transform/every-byte: is c2, expected 80",
        "transform/length: not owed, after the whole echo"
      },
      bytes = 4)
  public static final class EncodesTwice extends TransformingServer {
    @Override
    byte[] transform(byte[] chunk) {
      return new String(upper(chunk), StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** {@code encode("ascii", "replace")}. */
  @Fault(
      summary = "Answers ? for every byte beyond ASCII.",
      cause = Cause.QUESTION_MARKS,
      caughtBy = {"transform/utf8-text", "transform/every-byte", "transform/binary"},
      saying = {"is 3f '?', expected"},
      bytes = 4)
  public static final class KnowsAsciiOnly extends TransformingServer {
    @Override
    int map(int b) {
      return b < 0x80 ? upper(b) : '?';
    }
  }

  /** A decoder per read in place of one per connection; a small buffer makes it show. */
  @Fault(
      summary = "Replaces by U+FFFD the part of a character that a read of 16 bytes cuts off.",
      cause = Cause.DECODES_EACH_READ,
      caughtBy = {"stream/split-character"},
      saying = {"Byte 15 of the echo is ef, expected c3"},
      bytes = 17)
  public static final class ReplacesCutCharacters extends TextServer {
    @Override
    int readSize() {
      return 16;
    }

    @Override
    byte[] malformed(byte[] bytes, int at, boolean last) {
      return last ? REPLACEMENT : bytes;
    }
  }

  /** {@code utf-8-sig}, or a writer that marks its file. */
  @Fault(
      summary = "Writes a byte-order mark before its first answer.",
      cause = Cause.BYTE_ORDER_MARK,
      caughtBy = {"transform/ascii-letters", "transform/length", "stream/ping-pong"},
      saying = {
        "transform/ascii-letters: of the echo is ef",
        "transform/length: 3 bytes came that are not owed",
        "stream/ping-pong: of the echo is ef"
      },
      bytes = 1)
  public static final class WritesByteOrderMark extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      byte[] first = receive(in, READ_SIZE);
      if (first != null) {
        out.write("\ufeff".getBytes(StandardCharsets.UTF_8));
        out.write(upper(first));
        super.converse(in, out);
      }
    }
  }

  /** A decoder that looks for the mark, as {@code utf-8-sig} or a BOMInputStream. */
  @Fault(
      summary = "Swallows a byte-order mark at the beginning of a conversation.",
      cause = Cause.BYTE_ORDER_MARK,
      caughtBy = {"transform/utf8-text"},
      saying = {"after 0 of the 3 bytes it owed"},
      bytes = 3)
  public static final class SwallowsByteOrderMark extends TransformingServer {
    private static final int MARK = 3;

    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      byte[] first = receive(in, READ_SIZE);
      if (first != null) {
        out.write(upper(isMarked(first) ? Arrays.copyOfRange(first, MARK, first.length) : first));
        super.converse(in, out);
      }
    }

    private static boolean isMarked(byte[] bytes) {
      return bytes.length >= MARK
          && Arrays.equals(Arrays.copyOf(bytes, MARK), "\ufeff".getBytes(StandardCharsets.UTF_8));
    }
  }
}
