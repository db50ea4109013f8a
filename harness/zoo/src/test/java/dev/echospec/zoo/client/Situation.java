package dev.echospec.zoo.client;

import dev.echospec.client.EchoClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A server that answers each of its connections in one way, and a client that runs against it.
 *
 * @param name of the situation
 * @param host as the user of the client writes it
 * @param message that the client is to send
 * @param answer what the server does; null if nobody listens
 */
record Situation(String name, String host, byte[] message, @Nullable Answer answer) {
  /** A client that ends by itself does so in this time. */
  private static final long BOUND_MILLIS = 6000;

  private static final long LEAVE_MILLIS = 2000;

  /** What a server does with a connection. */
  @FunctionalInterface
  interface Answer {
    void to(Socket socket, InputStream in, OutputStream out) throws Exception;
  }

  /**
   * What became of a run.
   *
   * @param ended whether the client ended in time, by itself
   * @param status its exit status; -1 if it did not end by itself
   * @param printed what it printed
   * @param sent what arrived at the server on each connection on which something did
   * @param open whether a connection was left open
   */
  record Outcome(boolean ended, int status, byte[] printed, List<byte[]> sent, boolean open) {}

  @Override
  public String toString() {
    return name;
  }

  Situation(String name, byte[] message, @Nullable Answer answer) {
    this(name, "127.0.0.1", message, answer);
  }

  /** Runs the client. */
  Outcome run(EchoClient client) throws Exception {
    if (answer == null) {
      try (Socket unheard = new Socket()) {
        // Bound and not listening: no other test's server gets the port meanwhile.
        unheard.bind(new InetSocketAddress(host, 0));
        return run(client, unheard.getLocalPort(), List.of());
      }
    }
    Queue<Talk> talks = new ConcurrentLinkedQueue<>();
    try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName(host))) {
      background(
          () -> {
            while (true) {
              Talk talk = new Talk(listener.accept(), answer);
              talks.add(talk);
              background(talk::run);
            }
          });
      return run(client, listener.getLocalPort(), talks);
    }
  }

  private Outcome run(EchoClient client, int port, Collection<Talk> talks) throws Exception {
    InetSocketAddress server = new InetSocketAddress(host, port);
    Bounded stdout = new Bounded();
    FutureTask<Integer> run = new FutureTask<>(() -> client.run(server, message, stdout));
    Thread thread = background(run::run);
    boolean ended = true;
    int status = -1;
    try {
      status = run.get(BOUND_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      status = 1;
    } catch (TimeoutException e) {
      ended = false;
    }
    boolean open = ended && talks.stream().anyMatch(talk -> !talk.isLeft());
    for (Talk talk : talks) {
      talk.reset();
    }
    thread.interrupt();
    thread.join(LEAVE_MILLIS);
    if (thread.isAlive()) {
      throw new AssertionError("the client does not return when its run is over");
    }
    List<byte[]> sent = new ArrayList<>();
    talks.stream().map(Talk::sent).filter(bytes -> bytes.length > 0).forEach(sent::add);
    return new Outcome(ended, status, stdout.bytes(), sent, open);
  }

  /** Work that a test leaves behind when it is over. */
  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  private static Thread background(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Exception e) {
                // The connection or the listener was closed.
              }
            },
            "zoo client test");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** One connection of the server. */
  private static final class Talk {
    private final Socket socket;
    private final Answer answer;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final FutureTask<Void> left = new FutureTask<>(() -> null);

    Talk(Socket socket, Answer answer) {
      this.socket = socket;
      this.answer = answer;
    }

    void run() throws Exception {
      InputStream in =
          new InputStream() {
            @Override
            public int read() throws IOException {
              byte[] one = new byte[1];
              return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int from, int most) throws IOException {
              int length = socket.getInputStream().read(buffer, from, most);
              if (length > 0) {
                synchronized (sent) {
                  sent.write(buffer, from, length);
                }
              }
              return length;
            }
          };
      try (socket) {
        answer.to(socket, in, socket.getOutputStream());
        in.transferTo(OutputStream.nullOutputStream());
      } catch (SocketException e) {
        // The client reset the connection, or the run is over.
      } finally {
        left.run();
      }
    }

    boolean isLeft() {
      try {
        left.get(1, TimeUnit.SECONDS);
        return true;
      } catch (TimeoutException e) {
        return false;
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }

    byte[] sent() {
      synchronized (sent) {
        return sent.toByteArray();
      }
    }

    void reset() throws IOException {
      if (!socket.isClosed()) {
        socket.setSoLinger(true, 0);
        socket.close();
      }
    }
  }

  /** Keeps what is printed, up to two megabytes: some clients never stop. */
  private static final class Bounded extends OutputStream {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      if (kept.size() < 2 << 20) {
        kept.write(bytes, from, length);
      }
    }

    synchronized byte[] bytes() {
      return kept.toByteArray();
    }
  }
}
