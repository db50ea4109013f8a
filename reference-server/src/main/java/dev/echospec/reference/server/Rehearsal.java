package dev.echospec.reference.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * One conversation of the server with itself, once in the life of a JVM, before the first client.
 * The JDK opens a file descriptor of its own when it closes its first socket; if clients hold all
 * descriptors at that moment, that JVM can never close a socket again.
 */
final class Rehearsal {
  private static final int BOUND_MILLIS = 1000;

  static {
    hold();
  }

  private Rehearsal() {}

  /** Returns once the rehearsal is over, in this call or an earlier one. */
  static void once() {
    // The static initializer holds it.
  }

  private static void hold() {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
      // The accepted connection may be another process's, and silent.
      listener.setSoTimeout(BOUND_MILLIS);
      try (Socket served = listener.accept()) {
        served.setSoTimeout(BOUND_MILLIS);
        client.getOutputStream().write(new byte[1]);
        client.shutdownOutput();
        new Conversation(served, ServerOptions.tutorial(), ServerLog.silent()).hold();
      }
    } catch (IOException e) {
      // A server works without it; a real problem shows when it starts.
    }
  }
}
