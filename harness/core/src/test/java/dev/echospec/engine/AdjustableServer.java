package dev.echospec.engine;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** Serves many clients at once, with settings that a test can change. */
final class AdjustableServer implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
  private final int size;
  volatile long pauseNanos;
  volatile int pauses;
  volatile long beforeEndNanos;
  volatile int idleMillis;
  volatile boolean resets;
  volatile boolean loses;

  AdjustableServer(int size) throws IOException {
    this.size = size;
    begin(this::serve);
  }

  private static void begin(Runnable work) {
    Thread thread = new Thread(work, "little server");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  private void serve() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        begin(() -> converse(socket));
      } catch (IOException e) {
        // The test is over.
      }
    }
  }

  private void converse(Socket client) {
    try (Socket socket = client) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(idleMillis);
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[size];
      int left = pauses;
      for (int n; (n = in.read(buffer)) > 0; ) {
        // Probes are of one byte.
        int kept = loses && n > 1 ? n - 1 : n;
        socket.getOutputStream().write(LittleTarget.upper(Arrays.copyOf(buffer, kept)));
        if (left-- > 0) {
          LockSupport.parkNanos(pauseNanos);
        }
      }
      LockSupport.parkNanos(beforeEndNanos);
      if (resets) {
        socket.setSoLinger(true, 0);
      }
    } catch (SocketTimeoutException e) {
      // Closed for being idle.
    } catch (IOException e) {
      // The client is gone.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
