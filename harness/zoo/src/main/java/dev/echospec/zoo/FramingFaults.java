package dev.echospec.zoo;

import dev.echospec.diagnosis.Cause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Servers that see messages, lines or a dialogue where there is a stream of bytes. */
public final class FramingFaults {
  private static final int LONGEST_LINE = 64 * 1024;

  private FramingFaults() {}

  /** A server that answers whole lines. */
  private abstract static class LineServer extends TransformingServer {
    /** The client ended; this came behind the last line end. */
    abstract void unfinished(ByteArrayOutputStream line, OutputStream out) throws IOException;

    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        int end = chunk.length;
        while (end > 0 && chunk[end - 1] != '\n') {
          end--;
        }
        line.write(chunk, 0, end);
        if (end > 0) {
          out.write(upper(line.toByteArray()));
          line.reset();
        }
        line.write(chunk, end, chunk.length - end);
      }
      unfinished(line, out);
    }
  }

  /** {@code for line in file}. */
  @Fault(
      summary = "Answers a line once it is complete, and the rest at the end.",
      cause = Cause.LINE_BUFFERED,
      caughtBy = {"stream/interactive", "stream/ping-pong"},
      saying = {"0 of 1 byte came", "while the connection stays open"},
      bytes = 1)
  public static final class AnswersLines extends LineServer {
    @Override
    void unfinished(ByteArrayOutputStream line, OutputStream out) throws IOException {
      out.write(upper(line.toByteArray()));
    }
  }

  /** {@code while (fgets(...))} and a check for the newline. */
  @Fault(
      summary = "Answers complete lines only and drops a last line that has no line end.",
      cause = Cause.NEEDS_LINE_END,
      caughtBy = {"stream/interactive", "transform/line-endings", "transform/length"},
      saying = {"0 of 1 byte came", "while the connection stays open"},
      bytes = 1)
  public static final class NeedsLineEnd extends LineServer {
    @Override
    void unfinished(ByteArrayOutputStream line, OutputStream out) {}
  }

  /** {@code readFully} of a record. It answers none of the dialogues that a run begins with. */
  @Fault(
      summary = "Answers messages of 16 bytes and drops what is left at the end.",
      cause = Cause.EXPECTS_A_MESSAGE,
      caughtBy = {"transform/ascii-letters"},
      saying = {"after 0 of the 1 byte it owed"},
      bytes = 1)
  public static final class FixedSizeMessages extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      for (byte[] message; (message = in.readNBytes(16)).length == 16; ) {
        out.write(upper(message));
      }
    }
  }

  /** {@code recv().splitlines()[0]}: one read, one line. */
  @Fault(
      summary = "Answers the first line of each read and drops the others.",
      cause = Cause.FIRST_MESSAGE_OF_READ,
      caughtBy = {"stream/coalesced-writes", "transform/line-endings"},
      saying = {"send    0a 61", "after 1 of the 2 bytes it owed"},
      bytes = 2)
  public static final class FirstLineOfRead extends TransformingServer {
    @Override
    byte[] transform(byte[] chunk) {
      int end = 0;
      while (end < chunk.length && chunk[end] != '\n') {
        end++;
      }
      return upper(Arrays.copyOf(chunk, Math.min(end + 1, chunk.length)));
    }
  }

  /** {@code scanf("%s")}, or a C string per message. */
  @Fault(
      summary =
          "Takes a NUL or a semicolon for the end of a message and drops what a read has more.",
      cause = Cause.FIRST_MESSAGE_OF_READ,
      caughtBy = {"stream/coalesced-writes", "transform/every-byte"},
      saying = {"transform/every-byte: send    00 61", "after 1 of the 2 bytes it owed"},
      bytes = 2)
  public static final class FirstMessageOfRead extends TransformingServer {
    @Override
    byte[] transform(byte[] chunk) {
      int end = 0;
      while (end < chunk.length && chunk[end] != 0 && chunk[end] != ';') {
        end++;
      }
      return upper(Arrays.copyOf(chunk, Math.min(end + 1, chunk.length)));
    }
  }

  /** A guard against endless lines, as {@code readline} has in many libraries. */
  @Fault(
      summary = "Closes when a line grows longer than 64 KiB.",
      cause = Cause.LINE_LENGTH_LIMIT,
      caughtBy = {"stream/long-lines"},
      saying = {"closed the connection after"})
  public static final class ClosesOnLongLine extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      int line = 0;
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        for (byte b : chunk) {
          line = b == '\n' ? 0 : line + 1;
          if (line > LONGEST_LINE) {
            return;
          }
        }
        out.write(upper(chunk));
      }
    }
  }

  /** The same guard, which cuts the line in place of the connection. */
  @Fault(
      summary = "Drops what a line has beyond its first 64 KiB.",
      cause = Cause.LINE_LENGTH_LIMIT,
      caughtBy = {"stream/long-lines"},
      saying = {"after 65536 of the"})
  public static final class CutsLongLines extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      int line = 0;
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        for (byte b : chunk) {
          line = b == '\n' ? 0 : line + 1;
          if (line <= LONGEST_LINE) {
            answer.write(upper(b));
          }
        }
        answer.writeTo(out);
        answer.reset();
      }
    }
  }

  /** An offset in 16 bits. */
  @Fault(
      summary = "Loses the byte at each multiple of 65,536 in a conversation.",
      cause = Cause.WRONG_AT_OFFSET,
      caughtBy = {"stream/long-lines", "stream/read-boundaries"},
      saying = {"first difference at byte 65535"})
  public static final class CountsInSixteenBits extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      int offset = 0;
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        for (byte b : chunk) {
          offset++;
          if ((offset & 0xffff) != 0) {
            answer.write(upper(b));
          }
        }
        answer.writeTo(out);
        answer.reset();
      }
    }
  }

  /** A welcome for people with telnet. */
  @Fault(
      summary = "Greets each client.",
      cause = Cause.GREETING,
      caughtBy = {"stream/silent-until-spoken-to", "close/empty"},
      saying = {"not owed, before the server was sent anything", "HELLO"},
      bytes = 0)
  public static final class Greets extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      out.write(ascii("HELLO\r\n"));
      super.converse(in, out);
    }
  }

  /** A prompt for interactive users. */
  @Fault(
      summary = "Greets a client that has said nothing for 50 ms.",
      cause = Cause.GREETING,
      caughtBy = {"stream/silent-until-spoken-to"},
      saying = {"not owed, before the server was sent anything", "TYPE SOMETHING"},
      bytes = 0)
  public static final class GreetsTheSilent extends TransformingServer {
    @Override
    void serve(Socket socket) throws IOException {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      socket.setSoTimeout(50);
      byte[] first;
      try {
        first = receive(in, READ_SIZE);
      } catch (SocketTimeoutException e) {
        out.write(ascii("TYPE SOMETHING\r\n"));
        first = new byte[0];
      }
      socket.setSoTimeout(0);
      if (first != null) {
        out.write(upper(first));
        converse(in, out);
      }
    }
  }

  /** A shell's habit. */
  @Fault(
      summary = "Sends a prompt behind each answer.",
      cause = Cause.PROMPT_OR_FAREWELL,
      caughtBy = {"stream/silent-until-spoken-to", "stream/ping-pong", "transform/length"},
      saying = {"2 bytes came that are not owed", "beginning with 3e '>'"},
      bytes = 1)
  public static final class Prompts extends TransformingServer {
    @Override
    byte[] transform(byte[] chunk) {
      return concat(upper(chunk), ascii("> "));
    }
  }

  /** {@code println} in place of {@code print}. */
  @Fault(
      summary = "Adds a line end to each answer.",
      cause = Cause.APPENDS_LINE_END,
      caughtBy = {"close/nothing-after-end", "transform/length", "transform/line-endings"},
      saying = {"not owed, after the whole echo", "beginning with 0a"},
      bytes = 1)
  public static final class AddsLineEnd extends TransformingServer {
    @Override
    byte[] transform(byte[] chunk) {
      return concat(upper(chunk), ascii("\n"));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
