package dev.echospec.zoo;

import dev.echospec.diagnosis.Cause;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** Servers that hold back what they owe, or have no room for it. */
public final class BufferFaults {
  private BufferFaults() {}

  /** {@code cat | tr a-z A-Z}, or {@code read()} to the end. */
  @Fault(
      summary = "Answers nothing before the client has ended.",
      cause = Cause.WAITS_FOR_THE_END,
      caughtBy = {"stream/interactive", "stream/ping-pong"},
      saying = {"0 of 1 byte came", "while the connection stays open"},
      bytes = 1)
  public static final class WaitsForTheEnd extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      out.write(upper(in.readAllBytes()));
    }
  }

  /** A buffered stream that is never flushed. */
  @Fault(
      summary = "Answers once 4,096 bytes have gathered, or at the end.",
      cause = Cause.UNFLUSHED_BUFFER,
      caughtBy = {"stream/interactive", "stream/ping-pong"},
      saying = {"0 of 1 byte came", "while the connection stays open"},
      bytes = 1)
  public static final class ForgetsToFlush extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      BufferedOutputStream buffered = new BufferedOutputStream(out, 4096);
      super.converse(in, buffered);
      buffered.flush();
    }
  }

  /** A look-ahead of one byte, for the sake of CRLF. */
  @Fault(
      summary = "Holds the last byte back until another one comes.",
      cause = Cause.HOLDS_LAST_BYTE,
      caughtBy = {"stream/interactive", "stream/ping-pong"},
      saying = {"0 of 1 byte came", "while the connection stays open"},
      bytes = 1)
  public static final class HoldsLastByte extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      byte[] held = new byte[0];
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        out.write(upper(held));
        out.write(upper(Arrays.copyOf(chunk, chunk.length - 1)));
        held = Arrays.copyOfRange(chunk, chunk.length - 1, chunk.length);
      }
      out.write(upper(held));
    }
  }

  /** One {@code recv}, one {@code send}: it was tried with one message. */
  @Fault(
      summary = "Answers the first read only.",
      cause = Cause.FIRST_READ_ONLY,
      caughtBy = {"stream/ping-pong", "stream/long-lines"},
      saying = {"stream/ping-pong: while the connection stays open", "stream/long-lines: it owed"})
  public static final class FirstReadOnly extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      byte[] first = receive(in, READ_SIZE);
      if (first != null) {
        out.write(upper(first));
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  /** A datagram's habit: what does not fit is gone. */
  @Fault(
      summary = "Answers 512 bytes of each read and drops the rest.",
      cause = Cause.DROPS_BEYOND_BUFFER,
      caughtBy = {"stream/read-boundaries"},
      saying = {"after 512 of the 513 bytes it owed"},
      bytes = 513)
  public static final class DropsBeyondBuffer extends TransformingServer {
    @Override
    byte[] transform(byte[] chunk) {
      return upper(Arrays.copyOf(chunk, Math.min(chunk.length, 512)));
    }
  }

  /** {@code while (n == sizeof buffer)}: a full buffer means that more will come. */
  @Fault(
      summary =
          "Waits for more after a read of 4,096 bytes, and loses it if the end comes instead.",
      cause = Cause.FULL_READ_MEANS_MORE,
      caughtBy = {"stream/read-boundaries"},
      saying = {"after 0 of the 4096 bytes it owed"},
      bytes = 4096)
  public static final class LosesFullReads extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      for (byte[] chunk; (chunk = receive(in, 4096)) != null; ) {
        message.writeBytes(chunk);
        if (chunk.length < 4096) {
          out.write(upper(message.toByteArray()));
          message.reset();
        }
      }
    }
  }

  /** A fixed array of buffers, and no check of its bound. */
  @Fault(
      summary = "Has room for the first eight reads of a conversation and drops the others.",
      cause = Cause.LIMIT_PER_CONNECTION,
      caughtBy = {"stream/ping-pong"},
      saying = {"while the connection stays open"})
  public static final class DropsNinthRead extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      int reads = 0;
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        if (++reads <= 8) {
          out.write(upper(chunk));
        }
      }
    }
  }

  /** It waits for the event that said that the answer could be written, and this one is past. */
  @Fault(
      summary = "Answers a message once the next one comes, or at the end.",
      cause = Cause.ONE_MESSAGE_LATE,
      caughtBy = {"stream/interactive", "stream/ping-pong"},
      saying = {"came, then nothing moved"})
  public static final class AnswersOneMessageLate extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      byte[] late = new byte[0];
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        out.write(late);
        late = upper(chunk);
      }
      out.write(late);
    }
  }
}
