package dev.echospec.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for tests, which run side by side and open thousands of sockets of their own. */
public final class TestPort {
  private static final String HOST = "127.0.0.1";

  /** Below the range from which the kernel gives a port to a socket that names none. */
  private static final int FIRST = 20_000;

  private static final int END = 32_000;
  private static final int TRIES = 100;

  private TestPort() {}

  /** Returns a port that a server can bind, and that the kernel gives to nobody meanwhile. */
  public static int free() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Taken: try another.
      }
    }
    throw new IllegalStateException("no port is free");
  }

  /** Returns a socket that has a port and does not listen: connects to it are refused. */
  public static Socket unheard() throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(HOST, 0));
    return socket;
  }
}
