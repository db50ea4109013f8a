package dev.echospec.zoo.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.diagnosis.Cause;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** Clients that send something else than the message. */
public final class SendingFaults {
  private static final String SENDS = "client/sends";

  private SendingFaults() {}

  /** A client that changes the message, and expects the echo of what it made of it. */
  private abstract static class Changes extends ZooClient {
    abstract byte[] changed(byte[] message);

    @Override
    int converse(Socket socket, byte[] message, OutputStream stdout) throws Exception {
      return super.converse(socket, changed(message), stdout);
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }

  /** {@code new BufferedWriter(...)} around the socket, and no {@code flush}. */
  @ClientFault(
      summary = "Leaves the message in a buffer that it never flushes, and waits for the echo.",
      caughtBy = SENDS,
      causes = Cause.CLIENT_NEVER_FLUSHES)
  public static final class NeverFlushes extends ZooClient {
    @Override
    void send(Socket socket, byte[] message) throws IOException {
      // A buffer that holds whatever it gets, as that of a program holds a short message.
      new BufferedOutputStream(socket.getOutputStream(), message.length + 1).write(message);
    }
  }

  /** The result of {@code send} is not looked at. */
  @ClientFault(
      summary = "Calls send once, and expects the echo of everything though a part was taken.",
      caughtBy = SENDS,
      causes = Cause.CLIENT_SHORT_WRITE)
  public static final class SendsOnce extends ZooClient {
    private static final int SEND_BUFFER = 16 * 1024;

    @Override
    public int run(InetSocketAddress server, byte[] message, OutputStream stdout) throws Exception {
      try (SocketChannel channel = SocketChannel.open()) {
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
        channel.connect(new InetSocketAddress(server.getAddress(), server.getPort()));
        channel.configureBlocking(false);
        channel.write(ByteBuffer.wrap(message));
        channel.configureBlocking(true);
        channel.socket().setSoTimeout(PATIENCE_MILLIS);
        receive(channel.socket().getInputStream(), message.length, stdout);
        return SUCCESS;
      }
    }
  }

  /** {@code println} where {@code print} was meant. */
  @ClientFault(
      summary = "Sends a line end behind the message.",
      caughtBy = SENDS,
      causes = Cause.CLIENT_APPENDS_LINE_END)
  public static final class AddsLineEnd extends ZooClient {
    @Override
    void send(Socket socket, byte[] message) throws Exception {
      super.send(socket, joined(message, new byte[] {'\n'}));
    }
  }

  /** {@code strlen(message) + 1}. */
  @ClientFault(
      summary = "Sends the NUL that ends the string, too.",
      caughtBy = SENDS,
      causes = Cause.CLIENT_SENDS_NUL)
  public static final class AddsNul extends Changes {
    @Override
    byte[] changed(byte[] message) {
      return joined(message, new byte[1]);
    }
  }

  /** {@code strlen(message)}. */
  @ClientFault(
      summary = "Sends the message up to its first NUL.",
      caughtBy = SENDS,
      causes = Cause.CLIENT_NUL_TERMINATED)
  public static final class CutsAtNul extends Changes {
    @Override
    byte[] changed(byte[] message) {
      int at = 0;
      while (at < message.length && message[at] != 0) {
        at++;
      }
      return Arrays.copyOf(message, at);
    }
  }

  /** A retry that does not know what was sent. */
  @ClientFault(
      summary = "Sends the message twice.",
      caughtBy = SENDS,
      causes = Cause.CLIENT_SENDS_TWICE)
  public static final class SendsTwice extends ZooClient {
    @Override
    void send(Socket socket, byte[] message) throws Exception {
      super.send(socket, message);
      super.send(socket, message);
    }
  }

  /** The message as a string, between reading and sending it. */
  @ClientFault(
      summary = "Decodes the message as UTF-8 and encodes it again: what is not UTF-8 is replaced.",
      caughtBy = SENDS,
      causes = Cause.CLIENT_MESSAGE_IS_TEXT)
  public static final class EncodesAgain extends Changes {
    @Override
    byte[] changed(byte[] message) {
      return new String(message, UTF_8).getBytes(UTF_8);
    }
  }

  /** A length in 16 bits. */
  @ClientFault(
      summary = "Sends the first 65535 bytes of a message at most.",
      caughtBy = SENDS,
      causes = Cause.CLIENT_CUTS_AT_BUFFER)
  public static final class CutsAt64K extends Changes {
    @Override
    byte[] changed(byte[] message) {
      return message.length > 0xFFFF ? Arrays.copyOf(message, 0xFFFF) : message;
    }
  }

  /** {@code char message[1024]}. */
  @ClientFault(
      summary = "Sends the first 1024 bytes of a message at most.",
      caughtBy = SENDS,
      causes = Cause.CLIENT_CUTS_AT_BUFFER)
  public static final class CutsAt1024 extends Changes {
    @Override
    byte[] changed(byte[] message) {
      return message.length > 1024 ? Arrays.copyOf(message, 1024) : message;
    }
  }

  /** {@code message || 'Hello World!'}. */
  @ClientFault(
      summary = "Sends a text of its own in place of an empty message.",
      caughtBy = SENDS,
      causes = Cause.CLIENT_DEFAULT_MESSAGE)
  public static final class HasADefault extends Changes {
    @Override
    byte[] changed(byte[] message) {
      return message.length == 0 ? "Hello World!".getBytes(UTF_8) : message;
    }
  }

  /** {@code input().strip()}. */
  @ClientFault(
      summary = "Strips white space from both ends of the message.",
      caughtBy = SENDS,
      causes = Cause.CLIENT_MESSAGE_IS_TEXT)
  public static final class Strips extends Changes {
    @Override
    byte[] changed(byte[] message) {
      int from = 0;
      int to = message.length;
      while (from < to && isSpace(message[from])) {
        from++;
      }
      while (to > from && isSpace(message[to - 1])) {
        to--;
      }
      return Arrays.copyOfRange(message, from, to);
    }

    private static boolean isSpace(byte b) {
      return b == ' ' || b >= '\t' && b <= '\r';
    }
  }

  /** {@code readLine()}. */
  @ClientFault(
      summary = "Sends the first line of the message alone.",
      caughtBy = SENDS,
      causes = Cause.CLIENT_READS_ONE_LINE)
  public static final class SendsFirstLine extends Changes {
    @Override
    byte[] changed(byte[] message) {
      int at = 0;
      while (at < message.length && message[at] != '\n') {
        at++;
      }
      return Arrays.copyOf(message, at);
    }
  }

  /** A text-mode stream. */
  @ClientFault(
      summary = "Turns each line feed into CR and LF.",
      caughtBy = SENDS,
      causes = Cause.CLIENT_MESSAGE_IS_TEXT)
  public static final class TranslatesLineEnds extends Changes {
    @Override
    byte[] changed(byte[] message) {
      ByteArrayOutputStream changed = new ByteArrayOutputStream();
      for (byte b : message) {
        if (b == '\n') {
          changed.write('\r');
        }
        changed.write(b);
      }
      return changed.toByteArray();
    }
  }

  /** A protocol of its own. */
  @ClientFault(
      summary = "Sends the length of the message in four bytes before it.",
      caughtBy = SENDS,
      causes = Cause.CLIENT_SENDS_A_HEADER)
  public static final class SendsLengthFirst extends Changes {
    @Override
    byte[] changed(byte[] message) {
      return joined(ByteBuffer.allocate(Integer.BYTES).putInt(message.length).array(), message);
    }
  }

  /** An address race in which both connections are used. */
  @ClientFault(
      summary = "Sends the message over a second connection as well.",
      caughtBy = SENDS,
      causes = Cause.CLIENT_SENDS_TWICE)
  public static final class SendsOnTwoConnections extends ZooClient {
    @Override
    public int run(InetSocketAddress server, byte[] message, OutputStream stdout) throws Exception {
      try (Socket other = connect(server)) {
        other.getOutputStream().write(message);
        return super.run(server, message, stdout);
      }
    }
  }
}
