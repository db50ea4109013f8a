package dev.echospec.zoo;

import dev.echospec.diagnosis.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Servers that depend on how the bytes were cut into writes and reads, and on when they came. */
public final class StreamFaults {
  private StreamFaults() {}

  /** The buffer is reused and its length forgotten. */
  @Fault(
      summary = "Answers a read that is shorter than one before with old bytes behind it.",
      cause = Cause.STALE_BUFFER,
      caughtBy = {"stream/ping-pong"},
      saying = {"not owed, after the whole echo"})
  public static final class SendsOldBytes extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      byte[] buffer = new byte[READ_SIZE];
      int longest = 0;
      for (int n; (n = in.read(buffer)) >= 0; ) {
        longest = Math.max(longest, n);
        out.write(upper(Arrays.copyOf(buffer, longest)));
      }
    }
  }

  /** Keep-alives of one or two bytes, in a protocol that this is not. */
  @Fault(
      summary = "Takes the third read of less than four bytes in a row for a keep-alive.",
      cause = Cause.DROPS_SHORT_READS,
      caughtBy = {"stream/one-byte-writes"},
      saying = {"first difference at byte"})
  public static final class SkipsTinyReads extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      int tiny = 0;
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        tiny = chunk.length < 4 ? tiny + 1 : 0;
        if (tiny % 3 != 0 || tiny == 0) {
          out.write(upper(chunk));
        }
      }
    }
  }

  /** {@code FIONREAD} first, {@code recv} later. */
  @Fault(
      summary = "Sizes its answer when the first bytes come, and drops what comes before it reads.",
      cause = Cause.DROPS_WHILE_BUSY,
      caughtBy = {"stream/pipelined"},
      saying = {"first difference at byte"})
  public static final class SizesTooEarly extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      for (int first; (first = in.read()) >= 0; ) {
        int size = Math.min(in.available(), READ_SIZE);
        pause(Duration.ofMillis(2));
        byte[] rest = new byte[Math.min(in.available(), READ_SIZE)];
        int read = in.readNBytes(rest, 0, rest.length);
        out.write(upper(first));
        out.write(upper(Arrays.copyOf(rest, Math.min(size, read))));
      }
    }
  }

  /** {@code tcflush} before each prompt, which discards input that came early. */
  @Fault(
      summary = "Throws away what came while it worked on an answer.",
      cause = {Cause.DROPS_WHILE_BUSY, Cause.DROPS_BEYOND_BUFFER},
      caughtBy = {"stream/pipelined"},
      saying = {"first difference at byte"})
  public static final class DropsTypeAhead extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      for (byte[] chunk; (chunk = receive(in, 256)) != null; ) {
        pause(Duration.ofMillis(2));
        in.skipNBytes(in.available());
        out.write(upper(chunk));
      }
    }
  }

  /** A read timeout that was meant for dead peers. */
  @Fault(
      summary = "Closes when a client that has begun pauses for more than 20 ms.",
      cause = Cause.CLOSES_WHEN_IDLE,
      caughtBy = {"stream/slow-writer"},
      saying = {"The server closed the connection", "though the client had not closed its side"})
  public static final class GivesUpOnSlowWriters extends TransformingServer {
    @Override
    void serve(Socket socket) throws IOException {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      try {
        for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
          out.write(upper(chunk));
          socket.setSoTimeout(20);
        }
      } catch (SocketTimeoutException e) {
        // The client is too slow for this server.
      }
    }
  }

  /** Frames told apart by silence, as on a serial line. */
  @Fault(
      summary = "Loses the first byte after a pause of more than 20 ms.",
      cause = Cause.FRAMING_BY_SILENCE,
      caughtBy = {"stream/slow-writer"},
      saying = {"pause ", "first difference at byte"})
  public static final class LosesByteAfterPause extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      boolean begun = false;
      long since = System.nanoTime();
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        long silence = System.nanoTime() - since;
        boolean paused = begun && silence > Duration.ofMillis(20).toNanos();
        out.write(upper(Arrays.copyOfRange(chunk, paused ? 1 : 0, chunk.length)));
        begun = true;
        since = System.nanoTime();
      }
    }
  }

  /** Two workers whose answers are written in the order in which they end. */
  @Fault(
      summary = "Splits reads of more than 64 bytes and sends the second half first.",
      cause = Cause.REORDERS,
      caughtBy = {"transform/order", "stream/long-lines"},
      saying = {"of the echo is"})
  public static final class ReordersHalves extends TransformingServer {
    @Override
    byte[] transform(byte[] chunk) {
      byte[] upper = upper(chunk);
      if (chunk.length <= 64) {
        return upper;
      }
      int half = chunk.length / 2;
      byte[] answer = new byte[chunk.length];
      System.arraycopy(upper, half, answer, 0, chunk.length - half);
      System.arraycopy(upper, 0, answer, chunk.length - half, half);
      return answer;
    }
  }

  /** After a short write it begins again from the start of the buffer. */
  @Fault(
      summary = "Sends the first 1,024 bytes of a longer read twice.",
      cause = Cause.REPEATS_BYTES,
      caughtBy = {"stream/read-boundaries", "stream/long-lines"},
      saying = {"first difference at byte 102"})
  public static final class RepeatsAfterShortWrite extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        byte[] answer = upper(chunk);
        if (answer.length > 1024) {
          out.write(answer, 0, 1024);
        }
        out.write(answer);
      }
    }
  }

  /** Is it TLS, HTTP or an echo? A first read of four bytes would tell; one is a health check. */
  @Fault(
      summary = "Loses the first read of a conversation if it is of two or three bytes.",
      cause = Cause.DROPS_SHORT_READS,
      caughtBy = {"stream/segmentation", "stream/split-character"},
      saying = {"first difference at byte"})
  public static final class SniffsTheProtocol extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      byte[] first = receive(in, READ_SIZE);
      if (first != null) {
        out.write(first.length == 2 || first.length == 3 ? new byte[0] : upper(first));
        super.converse(in, out);
      }
    }
  }

  /** A look at the protocol that eats what it looks at. */
  @Fault(
      summary = "Loses the first read of each conversation.",
      cause = Cause.FIRST_WRITE_LOST,
      caughtBy = {"transform/ascii-letters"},
      saying = {"after 0 of the 1 byte it owed"})
  public static final class LosesFirstRead extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      if (receive(in, READ_SIZE) != null) {
        super.converse(in, out);
      }
    }
  }

  /** {@code while (line = read())}, where "0" is false. */
  @Fault(
      summary = "Takes a read of a lone 0 for the end.",
      cause = Cause.FALSY_END,
      caughtBy = {"transform/every-byte"},
      saying = {"send    30", "after 0 of the 1 byte it owed"},
      bytes = 1)
  public static final class TakesZeroForEnd extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        if (chunk.length == 1 && chunk[0] == '0') {
          return;
        }
        out.write(upper(chunk));
      }
    }
  }

  /** A guard against floods, meant for requests. */
  @Fault(
      summary = "Closes when more than eight messages come within 100 ms.",
      cause = Cause.RATE_LIMIT,
      caughtBy = {"stream/ping-pong"},
      saying = {"closed the connection after"})
  public static final class LimitsRate extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      Deque<Long> times = new ArrayDeque<>();
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        long now = System.nanoTime();
        times.add(now);
        if (times.size() > 8 && now - times.remove() < Duration.ofMillis(100).toNanos()) {
          return;
        }
        out.write(upper(chunk));
      }
    }
  }

  /** A write is begun and the next read goes into the same buffer. */
  @Fault(
      summary = "Reads the next message over one that it has not written yet.",
      cause = Cause.BUFFER_REUSED,
      caughtBy = {"stream/pipelined"},
      saying = {"first difference at byte"})
  public static final class OverwritesItsBuffer extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      for (byte[] chunk; (chunk = receive(in, 8)) != null; ) {
        pause(Duration.ofMillis(2));
        byte[] next = in.available() > 0 ? receive(in, 8) : new byte[0];
        System.arraycopy(next, 0, chunk, 0, Math.min(next.length, chunk.length));
        out.write(upper(chunk));
        out.write(upper(next));
      }
    }
  }
}
