package dev.echospec.reference.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server that does what a test says with the one connection it accepts, then closes it. */
final class ScriptedServer implements AutoCloseable {
  private static final int BOUND_MILLIS = 30_000;

  /** What to do with a connection. */
  @FunctionalInterface
  interface Script {
    void play(Socket client) throws IOException;
  }

  private final ServerSocket listener;
  private final Thread thread;
  private volatile Socket client;

  ScriptedServer(Script script) throws IOException {
    listener = new ServerSocket(0, 10, InetAddress.getByName("localhost"));
    listener.setSoTimeout(BOUND_MILLIS);
    thread = new Thread(() -> serve(script), "test-scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Answers as an echo server does, until the end of the stream. */
  static void echo(Socket client) throws IOException {
    byte[] buffer = new byte[65536];
    for (int n = client.getInputStream().read(buffer);
        n >= 0;
        n = client.getInputStream().read(buffer)) {
      client.getOutputStream().write(buffer, 0, n);
    }
  }

  /** Keeps the connection open in silence until the other side ends it. */
  static void ignore(Socket client) throws IOException {
    client.getInputStream().skip(Long.MAX_VALUE);
    client.getInputStream().read();
  }

  private void serve(Script script) {
    try (Socket accepted = listener.accept()) {
      client = accepted;
      accepted.setSoTimeout(BOUND_MILLIS);
      script.play(accepted);
    } catch (IOException e) {
      // The client, or the test, closed first.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    Socket accepted = client;
    if (accepted != null) {
      accepted.close();
    }
    try {
      thread.join(BOUND_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
