package dev.echospec.zoo;

import dev.echospec.diagnosis.Cause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Servers that send back the wrong bytes, byte by byte. {@link TextFaults} are about characters.
 */
public final class TransformFaults {
  private TransformFaults() {}

  /** {@code tolower} typed for {@code toupper}. */
  @Fault(
      summary = "Lower-cases instead of upper-casing.",
      cause = Cause.NO_UPPER_CASE,
      caughtBy = {"transform/ascii-letters", "transform/every-byte", "transform/locale"},
      saying = {"is 61 'a', expected 41 'A'"},
      bytes = 1)
  public static final class LowerCases extends TransformingServer {
    @Override
    int map(int b) {
      return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }
  }

  /** {@code b ^ 0x20}: right for the lower-case letters it was tried with. */
  @Fault(
      summary = "Swaps the case of every letter.",
      cause = Cause.SWAPS_CASE,
      caughtBy = {"transform/ascii-letters", "transform/every-byte", "transform/idempotent"},
      saying = {
        "transform/ascii-letters: is 68 'h', expected 48 'H'",
        "transform/every-byte: is 61 'a', expected 41 'A'",
        "transform/idempotent: not that echo again"
      },
      bytes = 1)
  public static final class SwapsCase extends TransformingServer {
    @Override
    int map(int b) {
      return Character.isLetter(b) && b < 0x80 ? b ^ 0x20 : b;
    }
  }

  /** A loop bound of {@code c < 'z'}. */
  @Fault(
      summary = "Leaves the letter z as it is.",
      cause = Cause.LETTER_RANGE,
      caughtBy = {"transform/ascii-letters", "transform/every-byte"},
      saying = {"is 7a 'z', expected 5a 'Z'"},
      bytes = 1)
  public static final class MissesLastLetter extends TransformingServer {
    @Override
    int map(int b) {
      return b == 'z' ? b : upper(b);
    }
  }

  /** A range that starts one too low: {@code c >= 0x60}. */
  @Fault(
      summary = "Takes the backtick for a letter and answers @.",
      cause = Cause.LETTER_RANGE,
      caughtBy = {"transform/every-byte", "transform/binary"},
      saying = {"is 40 '@', expected 60 '`'"},
      bytes = 1)
  public static final class StartsAtBacktick extends TransformingServer {
    @Override
    int map(int b) {
      return b == '`' ? '@' : upper(b);
    }
  }

  /** {@code c & ~0x20} with no range check at all. */
  @Fault(
      summary = "Clears bit 5 of every byte, so that digits and punctuation change.",
      cause = Cause.CLEARS_BIT_FIVE,
      caughtBy = {"transform/every-byte", "transform/binary"},
      saying = {"transform/every-byte: is 00, expected 20", "transform/binary: is df, expected ff"},
      bytes = 1)
  public static final class ClearsBitFive extends TransformingServer {
    @Override
    int map(int b) {
      return b & ~0x20;
    }
  }

  /** A range check on a signed char that was masked to seven bits first. */
  @Fault(
      summary = "Ignores the top bit when it looks for letters: 0xe1 to 0xfa change, too.",
      cause = Cause.UPPER_CASES_BEYOND_ASCII,
      caughtBy = {"transform/every-byte", "transform/binary"},
      saying = {"transform/every-byte: is c1, expected e1", "transform/binary: is d6, expected f6"},
      bytes = 1)
  public static final class IgnoresTopBit extends TransformingServer {
    @Override
    int map(int b) {
      return upper(b & 0x7f) | (b & 0x80);
    }
  }

  /** {@code Math.abs} or a table indexed by a signed byte. */
  @Fault(
      summary = "Takes bytes for signed numbers and drops the sign.",
      cause = Cause.SIGNED_BYTES,
      caughtBy = {"transform/every-byte", "transform/binary", "transform/utf8-text"},
      saying = {
        "transform/every-byte: is 7f, expected 81",
        "transform/binary: is 01, expected ff",
        "transform/utf8-text: of the echo is"
      },
      bytes = 4)
  public static final class DropsTheSign extends TransformingServer {
    @Override
    int map(int b) {
      return upper(Math.abs((byte) b));
    }
  }

  /** A seven-bit line, or mail software. */
  @Fault(
      summary = "Strips the eighth bit.",
      cause = Cause.STRIPS_EIGHTH_BIT,
      caughtBy = {"transform/every-byte", "transform/binary", "transform/utf8-text"},
      saying = {
        "transform/every-byte: is 00, expected 80",
        "transform/binary: is 7f, expected ff",
        "transform/utf8-text: of the echo is"
      },
      bytes = 4)
  public static final class StripsEighthBit extends TransformingServer {
    @Override
    int map(int b) {
      return upper(b & 0x7f);
    }
  }

  /** {@code toupper} under an ISO 8859-1 locale. */
  @Fault(
      summary = "Upper-cases Latin-1 letters: 0xe9 becomes 0xc9.",
      cause = Cause.UPPER_CASES_BEYOND_ASCII,
      caughtBy = {"transform/every-byte", "transform/binary"},
      saying = {"transform/every-byte: is c0, expected e0", "transform/binary: is d6, expected f6"},
      bytes = 1)
  public static final class UpperCasesLatin1 extends TransformingServer {
    @Override
    int map(int b) {
      return b >= 0xe0 && b <= 0xfe && b != 0xf7 ? b - 32 : upper(b);
    }
  }

  /** A server that counts what it has answered in a conversation, and acts on the count. */
  private abstract static class Counts extends TransformingServer {
    /** Answers one byte, the nth of its conversation (from 0). */
    abstract void answer(byte b, int nth, ByteArrayOutputStream answer);

    /** Says what follows the last answer, with the number of bytes and the last of them. */
    byte[] afterAll(int count, byte last) {
      return new byte[0];
    }

    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      int count = 0;
      byte last = 0;
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        for (byte b : chunk) {
          answer(b, count++, answer);
          last = b;
        }
        answer.writeTo(out);
        answer.reset();
      }
      out.write(afterAll(count, last));
    }
  }

  /** An editor's habit: a text file ends with a newline. */
  @Fault(
      summary = "Adds a line end where the last line has none.",
      cause = Cause.APPENDS_LINE_END,
      caughtBy = {"transform/line-endings", "transform/length", "close/nothing-after-end"},
      saying = {"not owed, after the whole echo", "beginning with 0a"},
      bytes = 1)
  public static final class CompletesLastLine extends Counts {
    @Override
    void answer(byte b, int nth, ByteArrayOutputStream answer) {
      answer.write(upper(b));
    }

    @Override
    byte[] afterAll(int count, byte last) {
      return count > 0 && last != '\n' ? new byte[] {'\n'} : new byte[0];
    }
  }

  /** Works in words of 16 bits. */
  @Fault(
      summary = "Fills an odd number of bytes up with a NUL.",
      cause = Cause.APPENDS_NUL,
      caughtBy = {"transform/length"},
      saying = {"1 byte came that is not owed, after the whole echo", "beginning with 00"},
      bytes = 1)
  public static final class PadsToEven extends Counts {
    @Override
    void answer(byte b, int nth, ByteArrayOutputStream answer) {
      answer.write(upper(b));
    }

    @Override
    byte[] afterAll(int count, byte last) {
      return new byte[count % 2];
    }
  }

  /** A MIME encoder's idea of a line. */
  @Fault(
      summary = "Wraps long text: a line end after every 76 bytes.",
      cause = Cause.WRAPS_LINES,
      caughtBy = {"transform/concatenation", "transform/length"},
      saying = {
        "transform/concatenation: byte 76 is 0a",
        "transform/length: not owed, after the whole echo of 77 bytes"
      },
      bytes = 77)
  public static final class WrapsAt76 extends Counts {
    @Override
    void answer(byte b, int nth, ByteArrayOutputStream answer) {
      if (nth > 0 && nth % 76 == 0) {
        answer.write('\n');
      }
      answer.write(upper(b));
    }
  }

  /** Two lanes, of which one was never wired up. */
  @Fault(
      summary = "Upper-cases every other byte of a conversation only.",
      cause = Cause.DEPENDS_ON_PLACE,
      caughtBy = {"transform/concatenation", "transform/ascii-letters"},
      saying = {
        "transform/concatenation: not their echoes one after the other",
        "transform/ascii-letters: Byte 1 of the echo is 61 'a', expected 41 'A'"
      },
      bytes = 2)
  public static final class SkipsOddPlaces extends Counts {
    @Override
    void answer(byte b, int nth, ByteArrayOutputStream answer) {
      answer.write(nth % 2 == 0 ? upper(b) : b);
    }
  }

  /** A vector loop without the scalar loop behind it. */
  @Fault(
      summary = "Upper-cases whole blocks of 16 bytes and forgets what is left of each read.",
      cause = Cause.DEPENDS_ON_PLACE,
      caughtBy = {"transform/concatenation", "transform/ascii-letters", "stream/segmentation"},
      saying = {
        "transform/concatenation: not their echoes one after the other",
        "transform/ascii-letters: is 61 'a', expected 41 'A'",
        "stream/segmentation: is 61 'a', expected 41 'A'"
      },
      bytes = 16)
  public static final class ForgetsTheTail extends TransformingServer {
    @Override
    byte[] transform(byte[] chunk) {
      byte[] answer = upper(chunk);
      int tail = chunk.length - chunk.length % 16;
      System.arraycopy(chunk, tail, answer, tail, chunk.length - tail);
      return answer;
    }
  }

  /** Good manners for people whose caps lock is stuck. */
  @Fault(
      summary = "Lower-cases what has no lower-case letter in it.",
      cause = Cause.SWAPS_CASE,
      caughtBy = {"transform/idempotent", "transform/every-byte"},
      saying = {
        "transform/idempotent: not that echo again",
        "transform/every-byte: is 61 'a', expected 41 'A'"
      },
      bytes = 1)
  public static final class LowersShouting extends TransformingServer {
    @Override
    byte[] transform(byte[] chunk) {
      byte[] answer = upper(chunk);
      if (Arrays.equals(answer, chunk)) {
        for (int i = 0; i < answer.length; i++) {
          answer[i] = (byte) Character.toLowerCase(answer[i]);
        }
      }
      return answer;
    }
  }

  /** Words of 16 bits, written in the other byte order. */
  @Fault(
      summary = "Swaps the bytes of every pair.",
      cause = Cause.REORDERS,
      caughtBy = {"transform/order", "transform/ascii-letters"},
      saying = {"Byte 0 of the echo is"},
      bytes = 2)
  public static final class SwapsPairs extends TransformingServer {
    @Override
    byte[] transform(byte[] chunk) {
      byte[] answer = upper(chunk);
      for (int i = 0; i + 1 < answer.length; i += 2) {
        byte first = answer[i];
        answer[i] = answer[i + 1];
        answer[i + 1] = first;
      }
      return answer;
    }
  }
}
