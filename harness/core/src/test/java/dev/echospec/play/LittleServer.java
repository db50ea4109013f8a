package dev.echospec.play;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server whose behaviour a test gives, on one thread or one for each connection. */
public final class LittleServer implements AutoCloseable {
  private final ServerSocket listening;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Behaviour behaviour;
  private final Thread acceptor;

  /** Serves a connection, which is closed afterwards. */
  public interface Behaviour {
    /** Serves one client; an exception ends the conversation. */
    void serve(Socket socket) throws Exception;
  }

  /** Serves connections concurrently on a free port. */
  public LittleServer(Behaviour behaviour) {
    this(behaviour, 0, true);
  }

  /** Serves one connection after the other on a free port. */
  public static LittleServer sequential(Behaviour behaviour, int backlog) {
    return new LittleServer(behaviour, 0, false, backlog);
  }

  /** Serves on a port, concurrently or one connection after the other. */
  public LittleServer(Behaviour behaviour, int port, boolean concurrent) {
    this(behaviour, port, concurrent, 100);
  }

  private LittleServer(Behaviour behaviour, int port, boolean concurrent, int backlog) {
    this.behaviour = behaviour;
    try {
      listening = new ServerSocket(port, backlog, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    acceptor = start(() -> acceptAll(concurrent));
  }

  private static Thread start(Runnable work) {
    Thread thread = new Thread(work, "little server");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void acceptAll(boolean concurrent) {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        sockets.add(socket);
        if (concurrent) {
          start(() -> serve(socket));
        } else {
          serve(socket);
        }
      } catch (IOException e) {
        // The listener was closed, or the client is gone.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      behaviour.serve(socket);
    } catch (Exception e) {
      // The conversation is over.
    } finally {
      sockets.remove(socket);
    }
  }

  /** Its address. */
  public InetSocketAddress address() {
    return new InetSocketAddress("127.0.0.1", listening.getLocalPort());
  }

  /** A correct server: upper-cases ASCII. */
  public static void echo(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    byte[] buffer = new byte[1 << 16];
    for (int count; (count = in.read(buffer)) > 0; ) {
      for (int i = 0; i < count; i++) {
        if (buffer[i] >= 'a' && buffer[i] <= 'z') {
          buffer[i] -= 32;
        }
      }
      out.write(buffer, 0, count);
    }
  }

  /** Reads and answers nothing until the client ends. */
  public static void silent(Socket socket) throws IOException {
    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    block();
  }

  /** Neither reads nor writes until the test ends. */
  public static void block() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : sockets) {
        socket.close();
      }
      // The port becomes free only once the thread has left accept.
      acceptor.interrupt();
      acceptor.join(TimeUnit.SECONDS.toMillis(20));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
