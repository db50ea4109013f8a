package dev.echospec.zoo;

import dev.echospec.diagnosis.Cause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Servers that end conversations wrongly. */
public final class CloseFaults {
  private CloseFaults() {}

  /** A parent process that keeps the descriptor, or a missing {@code close}. */
  @Fault(
      summary = "Never closes a connection.",
      cause = Cause.NEVER_CLOSES,
      caughtBy = {"close/end-of-stream", "close/empty"},
      saying = {"did not close: no end of stream"})
  public static final class NeverCloses extends TransformingServer {
    @Override
    void finish(Socket socket) {
      // The connection stays open until the server itself is closed.
    }
  }

  /** SO_LINGER with zero seconds, copied from an answer about TIME_WAIT. */
  @Fault(
      summary = "Ends its connections with a reset.",
      cause = Cause.RESETS_INSTEAD_OF_CLOSING,
      caughtBy = {"close/end-of-stream"},
      saying = {"reset the connection instead of closing it"})
  public static final class ResetsAtTheEnd extends TransformingServer {
    @Override
    void finish(Socket socket) throws IOException {
      socket.setSoLinger(true, 0);
      release(socket);
    }
  }

  /** One message, one connection, as in HTTP 1.0. */
  @Fault(
      summary = "Closes after its first answer.",
      cause = Cause.CLOSES_AFTER_MESSAGE,
      caughtBy = {"close/no-early-close", "stream/ping-pong"},
      saying = {"closed the connection after", "though the client had not closed its side"},
      bytes = 1)
  public static final class ClosesAfterFirstAnswer extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      byte[] first = receive(in, READ_SIZE);
      if (first != null) {
        out.write(upper(first));
      }
    }
  }

  /** {@code while (in.available() > 0)}. */
  @Fault(
      summary = "Closes as soon as nothing more is there to read.",
      cause = Cause.CLOSES_AFTER_MESSAGE,
      caughtBy = {"close/no-early-close", "stream/ping-pong"},
      saying = {"closed the connection after", "though the client had not closed its side"})
  public static final class ClosesWhenQuiet extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      byte[] chunk = receive(in, READ_SIZE);
      while (chunk != null) {
        out.write(upper(chunk));
        chunk = in.available() > 0 ? receive(in, READ_SIZE) : null;
      }
    }
  }

  /** An idle timeout, far too short. */
  @Fault(
      summary = "Closes a connection that was idle for 1.2 seconds.",
      cause = Cause.CLOSES_WHEN_IDLE,
      caughtBy = {"close/no-early-close"},
      saying = {
        "closed the connection after",
        "though the client had not closed its side",
        "pause "
      })
  public static final class ClosesWhenIdle extends TransformingServer {
    @Override
    void serve(Socket socket) throws IOException {
      socket.setSoTimeout(1200);
      try {
        super.serve(socket);
      } catch (SocketTimeoutException e) {
        // Idle for too long.
      }
    }
  }

  /** The maximum of requests on a kept-alive connection. */
  @Fault(
      summary = "Closes after ten answers.",
      cause = Cause.LIMIT_PER_CONNECTION,
      caughtBy = {"stream/ping-pong"},
      saying = {"closed the connection after", "though the client had not closed its side"})
  public static final class ClosesAfterTenAnswers extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      for (int answers = 0; answers < 10; answers++) {
        byte[] chunk = receive(in, READ_SIZE);
        if (chunk == null) {
          return;
        }
        out.write(upper(chunk));
      }
    }
  }

  /** {@code end(reply)} where {@code write(reply)} was meant: it reads on, but it is done. */
  @Fault(
      summary = "Ends its own side after the first answer and goes on reading.",
      cause = Cause.CLOSES_AFTER_MESSAGE,
      caughtBy = {"close/no-early-close", "stream/ping-pong"},
      saying = {"closed the connection after", "though the client had not closed its side"})
  public static final class HalfClosesAfterFirstAnswer extends TransformingServer {
    @Override
    void serve(Socket socket) throws IOException {
      InputStream in = socket.getInputStream();
      byte[] first = receive(in, READ_SIZE);
      if (first != null) {
        socket.getOutputStream().write(upper(first));
        socket.shutdownOutput();
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  /** A server that sends only once nothing has come for some milliseconds. */
  private abstract static class SendsLater extends TransformingServer {
    /** More came before the answer to this was sent. */
    abstract void overtaken(ByteArrayOutputStream unsent, OutputStream out) throws IOException;

    @Override
    void serve(Socket socket) throws IOException {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      ByteArrayOutputStream unsent = new ByteArrayOutputStream();
      while (true) {
        try {
          socket.setSoTimeout(unsent.size() == 0 ? 0 : 5);
          byte[] chunk = receive(in, READ_SIZE);
          if (chunk == null) {
            return; // and with it goes what is unsent
          }
          overtaken(unsent, out);
          unsent.writeBytes(upper(chunk));
        } catch (SocketTimeoutException e) {
          unsent.writeTo(out);
          unsent.reset();
        }
      }
    }
  }

  /** {@code destroy()} in the end handler: what is queued is gone. */
  @Fault(
      summary = "Loses its last answer if the client ends before it was sent.",
      cause = Cause.LOSES_PENDING_AT_HALF_CLOSE,
      caughtBy = {"close/half-close-drains"},
      // One byte as a rule; it is a race, and the server may win it while one is tried.
      saying = {"after 0 of the", "it owed"},
      bytes = 4)
  public static final class LosesLastAnswer extends SendsLater {
    @Override
    void overtaken(ByteArrayOutputStream unsent, OutputStream out) throws IOException {
      unsent.writeTo(out);
      unsent.reset();
    }
  }

  /** A handler that awaits before it writes is cancelled when the connection ends. */
  @Fault(
      summary = "Loses the whole answer if the client ends right behind its data.",
      cause = Cause.LOSES_PENDING_AT_HALF_CLOSE,
      caughtBy = {"close/half-close-drains"},
      // One byte as a rule; it is a race, and the server may win it while one is tried.
      saying = {"after 0 of the", "it owed"},
      bytes = 4)
  public static final class LosesWholeAnswer extends SendsLater {
    @Override
    void overtaken(ByteArrayOutputStream unsent, OutputStream out) {
      // It waits on, for all of it.
    }
  }

  /** {@code puts} of an empty answer. */
  @Fault(
      summary = "Sends a line end to a client that sent nothing.",
      cause = Cause.APPENDS_LINE_END,
      caughtBy = {"close/empty"},
      saying = {"1 byte came that is not owed", "beginning with 0a"},
      bytes = 0)
  public static final class AnswersNothingWithALine extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      byte[] first = receive(in, READ_SIZE);
      out.write(first == null ? new byte[] {'\n'} : upper(first));
      super.converse(in, out);
    }
  }

  /** The close is in the loop that reads, and the loop was never entered. */
  @Fault(
      summary = "Does not close a connection on which nothing was sent.",
      cause = Cause.KEEPS_EMPTY_CONNECTIONS,
      caughtBy = {"close/empty"},
      saying = {"did not close: no end of stream"},
      bytes = 0)
  public static final class KeepsEmptyConversations extends TransformingServer {
    @Override
    void serve(Socket socket) throws IOException {
      byte[] first = receive(socket.getInputStream(), READ_SIZE);
      if (first == null) {
        pause(Duration.ofDays(1));
      } else {
        socket.getOutputStream().write(upper(first));
        super.serve(socket);
      }
    }
  }

  /** Politeness. */
  @Fault(
      summary = "Says goodbye at the end.",
      cause = Cause.PROMPT_OR_FAREWELL,
      caughtBy = {"close/nothing-after-end"},
      saying = {"5 bytes came that are not owed", "BYE"},
      bytes = 0)
  public static final class SaysGoodbye extends TransformingServer {
    @Override
    void ended(OutputStream out) throws IOException {
      out.write("BYE\r\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** The string's terminator is sent, too. */
  @Fault(
      summary = "Sends a NUL at the end of every conversation that had any data.",
      cause = Cause.APPENDS_NUL,
      caughtBy = {"close/nothing-after-end"},
      saying = {"1 byte came that is not owed", "beginning with 00"},
      bytes = 1)
  public static final class SendsTerminator extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      byte[] first = receive(in, READ_SIZE);
      if (first != null) {
        out.write(upper(first));
        super.converse(in, out);
        out.write(0);
      }
    }
  }
}
