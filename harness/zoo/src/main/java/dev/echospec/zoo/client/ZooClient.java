package dev.echospec.zoo.client;

import dev.echospec.client.EchoClient;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A correct client: connects, sends the message, prints the echo piece by piece until it is
 * complete, and closes. It gives up after three seconds without a byte. Its subclasses override the
 * one step that they do otherwise.
 */
public abstract class ZooClient implements EchoClient {
  static final int SUCCESS = 0;
  static final int FAILURE = 1;
  static final int READ_SIZE = 4096;

  /** More than the longest delay that a client must bear with. */
  static final int PATIENCE_MILLIS = 3000;

  ZooClient() {}

  @Override
  public int run(InetSocketAddress server, byte[] message, OutputStream stdout) throws Exception {
    try (Socket socket = connect(server)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      int status = converse(socket, message, stdout);
      finish(socket);
      return status;
    }
  }

  /** Returns a connected socket. */
  Socket connect(InetSocketAddress server) throws IOException, InterruptedException {
    return new Socket(server.getAddress(), server.getPort());
  }

  /** Sends the message and prints the echo. Returns the exit status. */
  int converse(Socket socket, byte[] message, OutputStream stdout) throws Exception {
    send(socket, message);
    receive(socket.getInputStream(), message.length, stdout);
    return SUCCESS;
  }

  void send(Socket socket, byte[] message) throws Exception {
    socket.getOutputStream().write(message);
  }

  /** Prints so many bytes of the echo. */
  void receive(InputStream in, int owed, OutputStream stdout) throws Exception {
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
    // Nothing more.
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
