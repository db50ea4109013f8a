package dev.echospec.zoo.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Clients that are correct, each in a way of its own. */
public final class OddClients {
  /** More would take longer than a client has for a megabyte. */
  private static final int SINGLE = 2000;

  private OddClients() {}

  /** A {@code putchar} for each byte. */
  @OddClient("Writes its first two thousand bytes one by one.")
  public static final class WritesByteByByte extends ZooClient {
    @Override
    void send(Socket socket, byte[] message) throws IOException {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      int singles = Math.min(SINGLE, message.length);
      for (int i = 0; i < singles; i++) {
        out.write(message[i]);
      }
      out.write(message, singles, message.length - singles);
    }
  }

  /** A {@code getchar} for each byte. */
  @OddClient("Reads the first two thousand bytes of the reply one by one.")
  public static final class ReadsByteByByte extends ZooClient {
    @Override
    void receive(InputStream in, int owed, OutputStream stdout) throws Exception {
      int singles = Math.min(SINGLE, owed);
      byte[] one = new byte[1];
      for (int i = 0; i < singles; i++) {
        some(in, one, 1);
        stdout.write(one[0]);
      }
      super.receive(in, owed - singles, stdout);
    }
  }

  /** As a pipe does. */
  @OddClient("Half-closes right behind the message, and reads to the end of the stream.")
  public static final class HalfClosesBehind extends ZooClient {
    @Override
    int converse(Socket socket, byte[] message, OutputStream stdout) throws Exception {
      send(socket, message);
      socket.shutdownOutput();
      long received = socket.getInputStream().transferTo(stdout);
      return received < message.length ? FAILURE : SUCCESS;
    }
  }

  /** A careful one. */
  @OddClient("Half-closes once everything is there, and closes when the server has.")
  public static final class WaitsForTheServerToClose extends ZooClient {
    @Override
    void finish(Socket socket) throws IOException {
      socket.shutdownOutput();
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }

  /** {@code SO_LINGER} with zero seconds, against TIME_WAIT. */
  @OddClient("Resets its connection once everything is there.")
  public static final class ResetsAtTheEnd extends ZooClient {
    @Override
    void finish(Socket socket) throws IOException {
      resetAtClose(socket);
    }
  }

  /** Address racing (RFC 8305). */
  @OddClient("Opens a second connection, and closes it at once without a byte.")
  public static final class RacesAddresses extends ZooClient {
    @Override
    Socket connect(InetSocketAddress server) throws IOException, InterruptedException {
      Socket first = super.connect(server);
      try {
        super.connect(server).close();
        return first;
      } catch (IOException | InterruptedException e) {
        first.close();
        throw e;
      }
    }
  }

  /** A client that thinks first. */
  @OddClient("Is silent for a second and a half before it speaks.")
  public static final class SpeaksLate extends ZooClient {
    private static final int MILLIS = 1500;

    @Override
    void send(Socket socket, byte[] message) throws Exception {
      Thread.sleep(MILLIS);
      super.send(socket, message);
    }
  }

  /** A client that a person types into. */
  @OddClient("Sends its message in three pieces, with pauses.")
  public static final class SendsWithPauses extends ZooClient {
    private static final int PIECES = 3;
    private static final int MILLIS = 120;

    @Override
    void send(Socket socket, byte[] message) throws Exception {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      int sent = 0;
      for (int piece = 1; piece <= PIECES; piece++) {
        int until = (int) ((long) message.length * piece / PIECES);
        out.write(message, sent, until - sent);
        sent = until;
        Thread.sleep(piece == PIECES ? 0 : MILLIS);
      }
    }
  }

  /** Tuned for throughput. */
  @OddClient("Has socket buffers of four megabytes, and reads a megabyte at a time.")
  public static final class HasBigBuffers extends ZooClient {
    private static final int SIZE = 4 << 20;

    @Override
    Socket connect(InetSocketAddress server) throws IOException {
      return connected(server, SIZE);
    }

    @Override
    void receive(InputStream in, int owed, OutputStream stdout) throws IOException {
      byte[] buffer = new byte[1 << 20];
      int received = 0;
      while (received < owed) {
        int length = some(in, buffer, buffer.length);
        stdout.write(buffer, 0, Math.min(length, owed - received));
        received += length;
      }
    }
  }

  private static Socket connected(InetSocketAddress server, int bufferSize) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setReceiveBufferSize(bufferSize);
      socket.setSendBufferSize(bufferSize);
      socket.connect(new InetSocketAddress(server.getAddress(), server.getPort()));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** A client that writes and reads at the same time. */
  private abstract static class WritesBeside extends ZooClient {
    @Override
    int converse(Socket socket, byte[] message, OutputStream stdout) throws Exception {
      FutureTask<Void> writing =
          new FutureTask<>(
              () -> {
                send(socket, message);
                return null;
              });
      Thread writer = new Thread(writing, "zoo client: writer");
      writer.setDaemon(true);
      writer.start();
      receive(socket.getInputStream(), message.length, stdout);
      try {
        writing.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        throw new IOException("the message could not be sent", e.getCause());
      }
      return SUCCESS;
    }
  }

  /** A client with a thread for each direction. */
  @OddClient("Writes in one thread and reads in another.")
  public static final class HasAThreadForEachDirection extends WritesBeside {}

  /** A small machine. */
  @OddClient("Has socket buffers of eight kilobytes, and reads seven bytes at a time.")
  public static final class HasTinyBuffers extends WritesBeside {
    private static final int READ = 7;
    private static final int SIZE = 8 * 1024;

    @Override
    Socket connect(InetSocketAddress server) throws IOException {
      return connected(server, SIZE);
    }

    @Override
    void receive(InputStream in, int owed, OutputStream stdout) throws IOException {
      byte[] buffer = new byte[READ];
      int received = 0;
      while (received < owed) {
        int length = some(in, buffer, Math.min(READ, owed - received));
        stdout.write(buffer, 0, length);
        received += length;
      }
    }
  }

  /** A client that is started beside its server. */
  @OddClient("Tries a refused connect three times, a fifth of a second apart.")
  public static final class RetriesRefused extends ZooClient {
    private static final int TRIES = 3;
    private static final int MILLIS = 200;

    @Override
    Socket connect(InetSocketAddress server) throws IOException, InterruptedException {
      for (int left = TRIES; ; left--) {
        try {
          return super.connect(server);
        } catch (ConnectException e) {
          if (left == 1) {
            throw e;
          }
          Thread.sleep(MILLIS);
        }
      }
    }
  }

  /** The tutorial's dialogue, whose pieces are cut at any byte. */
  @OddClient("Prints words before each piece of the reply and a line end behind it.")
  public static final class PrintsADialogue extends ZooClient {
    @Override
    void receive(InputStream in, int owed, OutputStream stdout) throws IOException {
      byte[] buffer = new byte[READ_SIZE];
      int received = 0;
      while (received < owed) {
        int length = some(in, buffer, Math.min(buffer.length, owed - received));
        stdout.write("Received: ".getBytes(UTF_8));
        stdout.write(buffer, 0, length);
        stdout.write('\n');
        received += length;
      }
    }
  }

  /** A client that returns a string. */
  @OddClient("Collects the reply and prints it at the end, in one piece.")
  public static final class PrintsAtTheEnd extends ZooClient {
    @Override
    void receive(InputStream in, int owed, OutputStream stdout) throws IOException {
      stdout.write(all(in, owed));
    }
  }

  /** A busy machine. */
  @OddClient("Waits for four tenths of a second before it reads.")
  public static final class ReadsLate extends ZooClient {
    private static final int MILLIS = 400;

    @Override
    void receive(InputStream in, int owed, OutputStream stdout) throws Exception {
      Thread.sleep(MILLIS);
      super.receive(in, owed, stdout);
    }
  }

  /** An event loop for one connection. */
  @OddClient("Is an event loop: nothing it does blocks but the wait for events.")
  public static final class IsAnEventLoop extends ZooClient {
    @Override
    public int run(InetSocketAddress server, byte[] message, OutputStream stdout) throws Exception {
      try (Selector selector = Selector.open();
          SocketChannel channel = SocketChannel.open()) {
        channel.configureBlocking(false);
        channel.connect(new InetSocketAddress(server.getAddress(), server.getPort()));
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
        await(selector);
        channel.finishConnect();
        exchange(channel, selector, key, ByteBuffer.wrap(message), stdout);
        return SUCCESS;
      }
    }

    private static void exchange(
        SocketChannel channel,
        Selector selector,
        SelectionKey key,
        ByteBuffer unsent,
        OutputStream stdout)
        throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate(READ_SIZE);
      int owed = unsent.remaining();
      while (owed > 0) {
        channel.write(unsent);
        int length = channel.read(buffer.clear().limit(Math.min(READ_SIZE, owed)));
        if (length < 0) {
          throw new EOFException("the server ended the connection before the echo was complete");
        }
        stdout.write(buffer.array(), 0, length);
        owed -= length;
        key.interestOps(SelectionKey.OP_READ | (unsent.hasRemaining() ? SelectionKey.OP_WRITE : 0));
        if (length == 0) {
          await(selector);
        }
      }
    }

    private static void await(Selector selector) throws IOException {
      if (selector.select(PATIENCE_MILLIS) == 0) {
        throw new SocketTimeoutException("nothing happened in time");
      }
      selector.selectedKeys().clear();
    }
  }
}
