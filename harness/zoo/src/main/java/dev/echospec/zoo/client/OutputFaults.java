package dev.echospec.zoo.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.diagnosis.Cause;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Clients that print something else than the echo. */
public final class OutputFaults {
  private static final String OUTPUT = "client/output";
  private static final String ENDS = "client/ends";
  private static final int SMALL_READ = 16;

  private OutputFaults() {}

  /** A client that makes a text of each read before it prints it. */
  private abstract static class PrintsText extends ZooClient {
    abstract byte[] printed(byte[] piece);

    @Override
    void receive(InputStream in, int owed, OutputStream stdout) throws Exception {
      super.receive(
          in,
          owed,
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              stdout.write(printed(new byte[] {(byte) b}));
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
              stdout.write(printed(Arrays.copyOfRange(bytes, from, from + count)));
            }
          });
    }
  }

  /** {@code print(sock.recv(1024))}. */
  @ClientFault(
      summary = "Takes the first piece for the whole reply, and leaves with status 0.",
      caughtBy = OUTPUT,
      causes = Cause.CLIENT_FIRST_PIECE_IS_ALL)
  public static final class FirstPieceIsAll extends ZooClient {
    @Override
    void receive(InputStream in, int owed, OutputStream stdout) throws IOException {
      byte[] buffer = new byte[1 << 20];
      if (owed > 0) {
        stdout.write(buffer, 0, some(in, buffer, buffer.length));
      }
    }
  }

  /** The tutorial's client, as its text is cut. */
  @ClientFault(
      summary = "Decodes each read of 16 bytes by itself: a character that is cut becomes U+FFFD.",
      caughtBy = OUTPUT,
      causes = Cause.CLIENT_DECODES_EACH_READ)
  public static final class DecodesEachRead extends PrintsText {
    @Override
    byte[] printed(byte[] piece) {
      return new String(piece, UTF_8).getBytes(UTF_8);
    }

    @Override
    void receive(InputStream in, int owed, OutputStream stdout) throws Exception {
      super.receive(
          new FilterInputStream(in) {
            @Override
            public int read(byte[] buffer, int from, int most) throws IOException {
              return super.read(buffer, from, Math.min(most, SMALL_READ));
            }
          },
          owed,
          stdout);
    }
  }

  /** The tutorial's client in Python: it prints what it sends, and dies of half a character. */
  @ClientFault(
      summary = "Prints its message, and dies of a character that a read of 16 bytes cuts.",
      caughtBy = OUTPUT,
      causes = Cause.CLIENT_DECODES_EACH_READ)
  public static final class DiesOfACutCharacter extends ZooClient {
    @Override
    void receive(InputStream in, int owed, OutputStream stdout) throws IOException {
      byte[] buffer = new byte[SMALL_READ];
      for (int received = 0; received < owed; ) {
        int length = some(in, buffer, buffer.length);
        received += length;
        String piece = UTF_8.newDecoder().decode(ByteBuffer.wrap(buffer, 0, length)).toString();
        stdout.write(("received: " + piece + "\n").getBytes(UTF_8));
      }
    }

    @Override
    int converse(Socket socket, byte[] message, OutputStream stdout) throws Exception {
      stdout.write("sending: ".getBytes(UTF_8));
      stdout.write(message);
      stdout.write('\n');
      return super.converse(socket, message, stdout);
    }
  }

  /** {@code while (reply.length < message.length)} on strings. */
  @ClientFault(
      summary = "Counts characters: one that is cut counts twice, and the client leaves early.",
      caughtBy = OUTPUT,
      causes = {Cause.CLIENT_COUNTS_CHARACTERS, Cause.CLIENT_DECODES_EACH_READ})
  public static final class CountsCharacters extends ZooClient {
    @Override
    int converse(Socket socket, byte[] message, OutputStream stdout) throws Exception {
      send(socket, message);
      int owed = new String(message, UTF_8).length();
      StringBuilder reply = new StringBuilder();
      byte[] buffer = new byte[READ_SIZE];
      while (reply.length() < owed) {
        int length = some(socket.getInputStream(), buffer, buffer.length);
        reply.append(new String(buffer, 0, length, UTF_8));
      }
      stdout.write(reply.toString().getBytes(UTF_8));
      return SUCCESS;
    }
  }

  /** {@code if (n < sizeof buffer) break;}. */
  @ClientFault(
      summary = "Takes a read that is shorter than its buffer for the last one.",
      caughtBy = {OUTPUT, ENDS},
      causes = Cause.CLIENT_SHORT_READ_MEANS_END)
  public static final class ShortReadIsLast extends ZooClient {
    @Override
    void receive(InputStream in, int owed, OutputStream stdout) throws IOException {
      byte[] buffer = new byte[1024];
      int length = owed == 0 ? 0 : buffer.length;
      while (length == buffer.length) {
        length = some(in, buffer, buffer.length);
        stdout.write(buffer, 0, length);
      }
    }
  }

  /** A timeout of the socket, and an empty handler. */
  @ClientFault(
      summary = "Takes half a second of silence for the end of the reply.",
      caughtBy = OUTPUT,
      causes = Cause.CLIENT_SILENCE_MEANS_END)
  public static final class SilenceIsTheEnd extends ZooClient {
    @Override
    int converse(Socket socket, byte[] message, OutputStream stdout) throws Exception {
      socket.setSoTimeout(500);
      try {
        return super.converse(socket, message, stdout);
      } catch (SocketTimeoutException e) {
        return SUCCESS;
      }
    }
  }

  /** A short timeout, reported. */
  @ClientFault(
      summary = "Gives up after one second of silence: a reply that is late is an error.",
      caughtBy = OUTPUT,
      causes = Cause.CLIENT_SHORT_TIME_OUT)
  public static final class GivesUpAfterASecond extends ZooClient {
    @Override
    int converse(Socket socket, byte[] message, OutputStream stdout) throws Exception {
      socket.setSoTimeout(1000);
      return super.converse(socket, message, stdout);
    }
  }

  /** A relay between two descriptors, such as a shell's. */
  @ClientFault(
      summary =
          "Half-closes behind the message and gives the reply half a second in all: what comes later"
              + " is lost.",
      caughtBy = OUTPUT,
      causes = {Cause.CLIENT_RELAY_GIVES_UP, Cause.CLIENT_STATUS_ALWAYS_ZERO})
  public static final class RelaysForHalfASecond extends ZooClient {
    private static final int MILLIS = 500;

    @Override
    int converse(Socket socket, byte[] message, OutputStream stdout) throws Exception {
      send(socket, message);
      socket.shutdownOutput();
      long until = System.nanoTime() + MILLIS * 1_000_000L;
      byte[] buffer = new byte[READ_SIZE];
      try {
        while (true) {
          int left = (int) ((until - System.nanoTime()) / 1_000_000);
          socket.setSoTimeout(Math.max(1, left));
          int length = left <= 0 ? -1 : socket.getInputStream().read(buffer);
          if (length < 0) {
            return SUCCESS;
          }
          stdout.write(buffer, 0, length);
        }
      } catch (SocketTimeoutException e) {
        return SUCCESS;
      }
    }
  }

  /** {@code recv(fd, buffer, ...)} in a loop, and one {@code printf} behind it. */
  @ClientFault(
      summary = "Reads each piece to the beginning of one buffer, which it prints at the end.",
      caughtBy = OUTPUT,
      causes = Cause.CLIENT_ONE_BUFFER)
  public static final class OneBufferForAll extends ZooClient {
    @Override
    void receive(InputStream in, int owed, OutputStream stdout) throws IOException {
      byte[] buffer = new byte[owed];
      int received = 0;
      while (received < owed) {
        received += some(in, buffer, owed - received);
      }
      stdout.write(buffer);
    }
  }

  /** {@code printf("%s", buffer)} without {@code buffer[n] = 0}. */
  @ClientFault(
      summary = "Prints its buffer up to the first NUL: old bytes stand behind a shorter piece.",
      caughtBy = OUTPUT,
      causes = {Cause.CLIENT_STALE_BUFFER, Cause.CLIENT_NUL_TERMINATED})
  public static final class StringIsNotEnded extends ZooClient {
    @Override
    void receive(InputStream in, int owed, OutputStream stdout) throws IOException {
      byte[] buffer = new byte[READ_SIZE];
      int received = 0;
      while (received < owed) {
        received += some(in, buffer, buffer.length);
        int end = 0;
        while (end < buffer.length && buffer[end] != 0) {
          end++;
        }
        stdout.write(buffer, 0, end);
      }
    }
  }

  /** {@code buffer[n] = 0; printf("%s", buffer);}. */
  @ClientFault(
      summary = "Prints each piece up to its first NUL.",
      caughtBy = OUTPUT,
      causes = Cause.CLIENT_NUL_TERMINATED)
  public static final class PrintsUpToNul extends PrintsText {
    @Override
    byte[] printed(byte[] piece) {
      int end = 0;
      while (end < piece.length && piece[end] != 0) {
        end++;
      }
      return Arrays.copyOf(piece, end);
    }
  }

  /** A console in another encoding than the server's. */
  @ClientFault(
      summary = "Takes the reply for Latin-1 and prints it in UTF-8: other bytes are doubled.",
      caughtBy = OUTPUT,
      causes = Cause.CLIENT_REPLY_IS_TEXT)
  public static final class PrintsLatin1AsUtf8 extends PrintsText {
    @Override
    byte[] printed(byte[] piece) {
      return new String(piece, ISO_8859_1).getBytes(UTF_8);
    }
  }

  /** The default charset of a machine without a locale. */
  @ClientFault(
      summary = "Prints a question mark for each character that is not ASCII.",
      caughtBy = OUTPUT,
      causes = Cause.CLIENT_REPLY_IS_TEXT)
  public static final class PrintsAscii extends PrintsText {
    @Override
    byte[] printed(byte[] piece) {
      return new String(piece, UTF_8).getBytes(US_ASCII);
    }
  }

  /** {@code data.strip()}. */
  @ClientFault(
      summary = "Strips white space from each piece.",
      caughtBy = OUTPUT,
      causes = Cause.CLIENT_REPLY_IS_TEXT)
  public static final class StripsPieces extends PrintsText {
    @Override
    byte[] printed(byte[] piece) {
      return new String(piece, ISO_8859_1).strip().getBytes(ISO_8859_1);
    }
  }

  /** {@code read(line).replace("\r\n", "\n")}. */
  @ClientFault(
      summary = "Prints the reply without its carriage returns.",
      caughtBy = OUTPUT,
      causes = Cause.CLIENT_REPLY_IS_TEXT)
  public static final class DropsCarriageReturns extends PrintsText {
    @Override
    byte[] printed(byte[] piece) {
      return new String(piece, ISO_8859_1).replace("\r", "").getBytes(ISO_8859_1);
    }
  }

  /** {@code while (received < owed - 1)}. */
  @ClientFault(
      summary = "Leaves one byte before the end of the reply.",
      caughtBy = OUTPUT,
      causes = Cause.CLIENT_LOSES_LAST_BYTE)
  public static final class LeavesAByteEarly extends ZooClient {
    @Override
    void receive(InputStream in, int owed, OutputStream stdout) throws Exception {
      super.receive(in, owed - 1, stdout);
    }
  }

  /** {@code data = sock.recv(...)} where {@code data +=} was meant. */
  @ClientFault(
      summary = "Prints the last piece alone.",
      caughtBy = OUTPUT,
      causes = Cause.CLIENT_LAST_PIECE_ONLY)
  public static final class PrintsLastPiece extends ZooClient {
    @Override
    void receive(InputStream in, int owed, OutputStream stdout) throws IOException {
      byte[] buffer = new byte[READ_SIZE];
      int received = 0;
      int length = 0;
      while (received < owed) {
        length = some(in, buffer, buffer.length);
        received += length;
      }
      stdout.write(buffer, 0, length);
    }
  }

  /** {@code char reply[1024]}. */
  @ClientFault(
      summary = "Reads and prints the first 1024 bytes of the reply at most.",
      caughtBy = OUTPUT,
      causes = Cause.CLIENT_CUTS_AT_BUFFER)
  public static final class ReadsAtMost1024 extends ZooClient {
    @Override
    void receive(InputStream in, int owed, OutputStream stdout) throws Exception {
      super.receive(in, Math.min(owed, 1024), stdout);
    }
  }

  /** {@code socket.destroy()} behind {@code socket.write()}. */
  @ClientFault(
      summary = "Destroys the socket behind the write: nothing comes back, and the status is 0.",
      caughtBy = OUTPUT,
      causes = {Cause.CLIENT_CLOSES_BEHIND_WRITE, Cause.CLIENT_STATUS_ALWAYS_ZERO})
  public static final class DestroysTheSocket extends ZooClient {
    @Override
    void receive(InputStream in, int owed, OutputStream stdout) {
      // It does not wait.
    }

    @Override
    void finish(Socket socket) throws IOException {
      resetAtClose(socket);
    }
  }

  /** Shut down for reading too, since "the client has said all". */
  @ClientFault(
      summary = "Shuts down both directions behind the message, and prints nothing.",
      caughtBy = OUTPUT,
      causes = {Cause.CLIENT_CLOSES_BEHIND_WRITE, Cause.CLIENT_STATUS_ALWAYS_ZERO})
  public static final class ShutsDownBoth extends ZooClient {
    @Override
    int converse(Socket socket, byte[] message, OutputStream stdout) throws Exception {
      send(socket, message);
      socket.shutdownOutput();
      socket.shutdownInput();
      socket.getInputStream().transferTo(stdout);
      return SUCCESS;
    }
  }

  /** Debug output was removed, with the print. */
  @ClientFault(
      summary = "Reads the whole reply and prints nothing.",
      caughtBy = OUTPUT,
      causes = Cause.CLIENT_PRINTS_NOTHING)
  public static final class PrintsNothing extends ZooClient {
    @Override
    void receive(InputStream in, int owed, OutputStream stdout) throws IOException {
      all(in, owed);
    }
  }
}
