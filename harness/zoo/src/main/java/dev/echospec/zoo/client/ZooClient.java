package dev.echospec.zoo.client;

import dev.echospec.client.EchoClient;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A correct client: connects, sends the message, prints the echo piece by piece until it is
 * complete, and closes. It gives up after three seconds without a byte. Its subclasses override the
 * one step that they do otherwise.
 *
 * <p>Clients can be chained to one that has the faults of all: a step that a client does not
 * override, and one that it calls by {@code super}, is that of the next client in the chain.
 */
public abstract class ZooClient implements EchoClient {
  static final int SUCCESS = 0;
  static final int FAILURE = 1;
  static final int READ_SIZE = 4096;

  /** More than the longest delay that a client must bear with. */
  static final int PATIENCE_MILLIS = 3000;

  private ZooClient first = this;
  private @Nullable ZooClient next;

  ZooClient() {}

  /**
   * Chains clients, so that the first has the faults of all.
   *
   * @param clients at least one, each fresh; those that override an outer step, such as {@link
   *     #run}, before those that override one that it calls
   * @return the first
   */
  static ZooClient chained(List<ZooClient> clients) {
    for (int i = 0; i < clients.size(); i++) {
      clients.get(i).first = clients.get(0);
      clients.get(i).next = i + 1 < clients.size() ? clients.get(i + 1) : null;
    }
    return clients.get(0);
  }

  @Override
  public int run(InetSocketAddress server, byte[] message, OutputStream stdout) throws Exception {
    if (next != null) {
      return next.run(server, message, stdout);
    }
    try (Socket socket = first.connect(server)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      int status = first.converse(socket, message, stdout);
      first.finish(socket);
      return status;
    }
  }

  /** Returns a connected socket. */
  Socket connect(InetSocketAddress server) throws IOException, InterruptedException {
    return next != null ? next.connect(server) : new Socket(server.getAddress(), server.getPort());
  }

  /** Sends the message and prints the echo. Returns the exit status. */
  int converse(Socket socket, byte[] message, OutputStream stdout) throws Exception {
    if (next != null) {
      return next.converse(socket, message, stdout);
    }
    first.send(socket, message);
    first.receive(socket.getInputStream(), message.length, stdout);
    return SUCCESS;
  }

  void send(Socket socket, byte[] message) throws Exception {
    if (next != null) {
      next.send(socket, message);
      return;
    }
    socket.getOutputStream().write(message);
  }

  /** Prints a number of bytes of the echo. */
  void receive(InputStream in, int owed, OutputStream stdout) throws Exception {
    if (next != null) {
      next.receive(in, owed, stdout);
      return;
    }
    byte[] buffer = new byte[READ_SIZE];
    int received = 0;
    while (received < owed) {
      int length = some(in, buffer, Math.min(buffer.length, owed - received));
      stdout.write(buffer, 0, length);
      received += length;
    }
  }

  /** What is done before the socket is closed. */
  void finish(Socket socket) throws Exception {
    if (next != null) {
      next.finish(socket);
    }
  }

  /**
   * Reads some bytes, at least one.
   *
   * @throws EOFException at the end of the stream
   */
  static int some(InputStream in, byte[] buffer, int most) throws IOException {
    int length = in.read(buffer, 0, most);
    if (length < 0) {
      throw new EOFException("the server ended the connection before the echo was complete");
    }
    return length;
  }

  /** Reads one byte more than is owed at most, until it is all there or the stream ends. */
  static byte[] all(InputStream in, int owed) throws IOException {
    byte[] echo = in.readNBytes(owed);
    if (echo.length < owed) {
      throw new EOFException("the server ended the connection before the echo was complete");
    }
    return echo;
  }

  static void resetAtClose(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
  }
}
