package dev.echospec.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that does with each connection what a test says. */
final class EchoStandIn implements AutoCloseable {
  private final ServerSocket listening;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "stand-in");
            thread.setDaemon(true);
            return thread;
          });

  /** What is done with a connection; it is closed afterwards. */
  interface Behaviour {
    void serve(Socket socket) throws IOException;
  }

  /** What happens to a byte. */
  interface ByteMap {
    int apply(int b);
  }

  EchoStandIn(Behaviour behaviour) {
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(() -> accept(behaviour));
  }

  /** Answers each byte as soon as it comes. */
  static Behaviour echo(ByteMap map) {
    return socket -> {
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[1 << 16];
      for (int count; (count = in.read(buffer)) > 0; ) {
        for (int i = 0; i < count; i++) {
          buffer[i] = (byte) map.apply(buffer[i]);
        }
        socket.getOutputStream().write(buffer, 0, count);
      }
    };
  }

  static int upper(int b) {
    return b >= 'a' && b <= 'z' ? b - 32 : b;
  }

  static int swapped(int b) {
    return b >= 'A' && b <= 'Z' ? b + 32 : upper(b);
  }

  /** Keeps the connection open until the test is over. */
  static void stay() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept(Behaviour behaviour) {
    while (true) {
      try {
        Socket socket = listening.accept();
        threads.execute(() -> serve(behaviour, socket));
      } catch (IOException e) {
        // The test is over.
        return;
      }
    }
  }

  private static void serve(Behaviour behaviour, Socket socket) {
    try (socket) {
      behaviour.serve(socket);
    } catch (IOException e) {
      // The client has gone, which is its right.
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
