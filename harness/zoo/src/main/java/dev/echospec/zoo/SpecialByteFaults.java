package dev.echospec.zoo;

import dev.echospec.diagnosis.Cause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Servers to which some byte is special: an end, a command, an escape, a line end. */
public final class SpecialByteFaults {
  private SpecialByteFaults() {}

  /** {@code strlen} on what was read. */
  @Fault(
      summary = "Ends each read at its first NUL.",
      cause = Cause.NUL_TERMINATED,
      caughtBy = {"transform/every-byte", "transform/binary"},
      saying = {"send    00", "after 0 of the 1 byte it owed"},
      bytes = 1)
  public static final class EndsAtNul extends TransformingServer {
    @Override
    byte[] transform(byte[] chunk) {
      return upper(Arrays.copyOf(chunk, indexOf(chunk, 0)));
    }
  }

  /** A server to which one byte says that the input is over: it drains, and answers no more. */
  private abstract static class EndsAtByte extends TransformingServer {
    private final int end;

    EndsAtByte(int end) {
      this.end = end;
    }

    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        int at = indexOf(chunk, end);
        out.write(upper(Arrays.copyOf(chunk, at)));
        if (at < chunk.length) {
          in.transferTo(OutputStream.nullOutputStream());
        }
      }
    }
  }

  /** {@code char c = getchar()}, then {@code c == EOF}: 0xff is -1. */
  @Fault(
      summary = "Takes the byte 0xff for the end of the input.",
      cause = Cause.BYTE_FF,
      caughtBy = {"transform/every-byte", "transform/binary"},
      saying = {"send    ff", "after 0 of the 1 byte it owed"},
      bytes = 1)
  public static final class TakesFfForEnd extends EndsAtByte {
    public TakesFfForEnd() {
      super(0xff);
    }
  }

  /** A pseudo-terminal in between. */
  @Fault(
      summary = "Takes the byte 0x04, control-D, for the end of the input.",
      cause = Cause.END_OF_FILE_CHARACTER,
      caughtBy = {"transform/every-byte", "transform/binary"},
      saying = {"send    04", "after 0 of the 1 byte it owed"},
      bytes = 1)
  public static final class TakesControlDForEnd extends EndsAtByte {
    public TakesControlDForEnd() {
      super(0x04);
    }
  }

  /** Text mode on Windows. */
  @Fault(
      summary = "Takes the byte 0x1a, control-Z, for the end of the input.",
      cause = Cause.END_OF_FILE_CHARACTER,
      caughtBy = {"transform/every-byte", "transform/binary"},
      saying = {"send    1a", "after 0 of the 1 byte it owed"},
      bytes = 1)
  public static final class TakesControlZForEnd extends EndsAtByte {
    public TakesControlZForEnd() {
      super(0x1a);
    }
  }

  /** Software flow control left on. */
  @Fault(
      summary = "Swallows the bytes 0x11 and 0x13, XON and XOFF.",
      cause = Cause.FLOW_CONTROL_BYTES,
      caughtBy = {"transform/every-byte", "transform/binary"},
      saying = {"send    11", "after 0 of the 1 byte it owed"},
      bytes = 1)
  public static final class SwallowsFlowControl extends TransformingServer {
    @Override
    byte[] transform(byte[] chunk) {
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      for (byte b : chunk) {
        if (b != 0x11 && b != 0x13) {
          answer.write(upper(b));
        }
      }
      return answer.toByteArray();
    }
  }

  /** A telnet library under an echo server. */
  @Fault(
      summary = "Takes 0xff for a telnet command and swallows it with the two bytes behind it.",
      cause = Cause.BYTE_FF,
      caughtBy = {"transform/every-byte", "transform/binary"},
      saying = {"send    ff", "after 0 of the 1 byte it owed"},
      bytes = 1)
  public static final class InterpretsTelnet extends TransformingServer {
    @Override
    byte[] transform(byte[] chunk) {
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      for (int i = 0; i < chunk.length; i++) {
        if (chunk[i] == (byte) 0xff) {
          i += 2;
        } else {
          answer.write(upper(chunk[i]));
        }
      }
      return answer.toByteArray();
    }
  }

  /** A terminal's line editing. */
  @Fault(
      summary = "Lets a backspace erase the byte before it.",
      cause = Cause.LINE_EDITING,
      caughtBy = {"transform/every-byte", "transform/binary"},
      saying = {"send    08"},
      bytes = 2)
  public static final class ErasesAtBackspace extends TransformingServer {
    @Override
    byte[] transform(byte[] chunk) {
      byte[] answer = new byte[chunk.length];
      int length = 0;
      for (byte b : chunk) {
        if (b == 0x08) {
          length = Math.max(0, length - 1);
        } else {
          answer[length++] = (byte) upper(b);
        }
      }
      return Arrays.copyOf(answer, length);
    }
  }

  /** A server that takes two bytes for one where the first is special. */
  private abstract static class ReadsPairs extends TransformingServer {
    private final int lead;

    ReadsPairs(int lead) {
      this.lead = lead;
    }

    /** What the pair stands for, or null where it is no pair. */
    abstract String pair(int second);

    @Override
    byte[] transform(byte[] chunk) {
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      for (int i = 0; i < chunk.length; i++) {
        boolean special = chunk[i] == lead && i + 1 < chunk.length;
        String meant = special ? pair(chunk[i + 1]) : null;
        if (meant == null) {
          answer.write(upper(chunk[i]));
        } else {
          answer.writeBytes(meant.getBytes(StandardCharsets.US_ASCII));
          i++;
        }
      }
      return answer.toByteArray();
    }
  }

  /** {@code printf(buffer)}. */
  @Fault(
      summary = "Expands %d, %s, %x and %% as printf does.",
      cause = Cause.PRINTF,
      caughtBy = {"transform/binary"},
      saying = {"is 28 '(', expected 25 '%'"},
      bytes = 2)
  public static final class ExpandsPercent extends ReadsPairs {
    public ExpandsPercent() {
      super('%');
    }

    @Override
    String pair(int second) {
      return switch (second) {
        case '%' -> "%";
        case 'd', 'x' -> "0";
        case 's' -> "(null)";
        default -> null;
      };
    }
  }

  /** {@code echo -e}. */
  @Fault(
      summary = "Interprets backslash escapes.",
      cause = Cause.BACKSLASH_ESCAPES,
      caughtBy = {"transform/binary"},
      saying = {"is 0a, expected 5c"},
      bytes = 2)
  public static final class InterpretsBackslash extends ReadsPairs {
    public InterpretsBackslash() {
      super('\\');
    }

    @Override
    String pair(int second) {
      return switch (second) {
        case '\\' -> "\\";
        case 'n' -> "\n";
        case 'r' -> "\r";
        case 't' -> "\t";
        default -> null;
      };
    }
  }

  /** Universal newlines. */
  @Fault(
      summary = "Turns CRLF into LF.",
      cause = Cause.LINE_ENDING_TRANSLATION,
      caughtBy = {"transform/line-endings"},
      saying = {"is 0a, expected 0d"},
      bytes = 2)
  public static final class CrlfToLf extends ReadsPairs {
    public CrlfToLf() {
      super('\r');
    }

    @Override
    String pair(int second) {
      return second == '\n' ? "\n" : null;
    }
  }

  /** Text mode in the other direction. */
  @Fault(
      summary = "Turns LF into CRLF.",
      cause = Cause.LINE_ENDING_TRANSLATION,
      caughtBy = {"transform/line-endings", "transform/every-byte"},
      saying = {"is 0d, expected 0a"},
      bytes = 1)
  public static final class LfToCrlf extends TransformingServer {
    @Override
    byte[] transform(byte[] chunk) {
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      for (byte b : chunk) {
        if (b == '\n') {
          answer.write('\r');
        }
        answer.write(upper(b));
      }
      return answer.toByteArray();
    }
  }

  /** {@code rstrip()} on what was read. */
  @Fault(
      summary = "Trims the line end off what it read.",
      cause = Cause.TRIMS_LINE_ENDS,
      caughtBy = {"transform/line-endings", "transform/every-byte"},
      saying = {"send    0a", "after 0 of the 1 byte it owed"},
      bytes = 1)
  public static final class TrimsLineEnd extends TransformingServer {
    @Override
    byte[] transform(byte[] chunk) {
      int length = chunk.length;
      while (length > 0 && (chunk[length - 1] == '\n' || chunk[length - 1] == '\r')) {
        length--;
      }
      return upper(Arrays.copyOf(chunk, length));
    }
  }

  private static int indexOf(byte[] bytes, int wanted) {
    int at = 0;
    while (at < bytes.length && (bytes[at] & 0xff) != wanted) {
      at++;
    }
    return at;
  }
}
