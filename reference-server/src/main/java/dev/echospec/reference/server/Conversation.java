package dev.echospec.reference.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** One connection: read, transform and write until the client has ended its side. */
final class Conversation {
  private final Socket socket;
  private final ServerOptions options;
  private final ServerLog log;

  Conversation(Socket socket, ServerOptions options, ServerLog log) {
    this.socket = socket;
    this.options = options;
    this.log = log;
  }

  /**
   * Serves the connection. Whatever the client does, this returns normally with the socket closed.
   * There is no time limit.
   */
  void hold() {
    InetSocketAddress client = (InetSocketAddress) socket.getRemoteSocketAddress();
    try (socket) {
      socket.setTcpNoDelay(true);
      // Without keep-alive, a client whose machine lost its power would occupy its thread for ever.
      socket.setKeepAlive(true);
      echo(socket.getInputStream(), socket.getOutputStream());
      log.ended(client);
    } catch (IOException | OutOfMemoryError e) {
      log.lost(client);
    }
  }

  private void echo(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[options.readSize()];
    for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
      log.received(buffer, length);
      options.transform().apply(buffer, 0, length);
      out.write(buffer, 0, length);
    }
  }
}
