package dev.echospec.reference.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * One conversation of the server with itself, once in the life of a JVM, before the first client.
 * The JDK opens a file descriptor of its own when the first socket is closed; if none is free at
 * that moment, because clients hold them all, no socket of that JVM can be closed ever after.
 */
final class Rehearsal {
  private static final int BOUND_MILLIS = 1000;

  static {
    hold();
  }

  private Rehearsal() {}

  /** Returns when the rehearsal was held, by this call or an earlier one. */
  static void once() {
    // The initializer of this class does it.
  }

  private static void hold() {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
      // A stranger may have come first, and say nothing.
      listener.setSoTimeout(BOUND_MILLIS);
      try (Socket served = listener.accept()) {
        served.setSoTimeout(BOUND_MILLIS);
        client.getOutputStream().write(new byte[1]);
        client.shutdownOutput();
        new Conversation(served, ServerOptions.tutorial(), ServerLog.silent()).hold();
      }
    } catch (IOException e) {
      // A server can do without; what really is wrong shows when it starts.
    }
  }
}
