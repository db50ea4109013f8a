package dev.echospec.reference.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A correct echo server: the tutorial's server without its faults, or RFC 862 with {@link
 * Transform#IDENTITY}. It answers any bytes as they arrive, sends the whole echo when a client ends
 * its side, and then closes. No client can end it.
 *
 * <p>Its threads are daemons: they end at {@link #close()}, and do not keep a program alive.
 */
public final class ReferenceServer implements AutoCloseable {
  private static final Duration STOP_BOUND = Duration.ofSeconds(5);
  private static final long FIRST_PAUSE_MILLIS = 5;
  private static final long LONGEST_PAUSE_MILLIS = 1000;

  private final ServerOptions options;
  private final ServerLog log;
  private final ServerSocket listener;
  private final InetAddress address;
  private final int port;
  private final Thread acceptor;
  private final ExecutorService conversations;
  private final CountDownLatch stopping = new CountDownLatch(1);

  /** Guarded by itself. */
  private final Set<Socket> open = new HashSet<>();

  private ReferenceServer(ServerOptions options, ServerLog log, ServerSocket listener) {
    this.options = options;
    this.log = log;
    this.listener = listener;
    this.address = listener.getInetAddress();
    this.port = listener.getLocalPort();
    String name = "echospec-server-" + port;
    this.acceptor = new Thread(this::acceptUntilStopped, name + "-accept");
    this.acceptor.setDaemon(true);
    AtomicLong count = new AtomicLong();
    this.conversations =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, name + "-client-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Binds, listens and starts to accept. When this returns, clients can connect.
   *
   * @param options how to listen and answer
   * @param log receives the events; the caller closes it after the server
   * @return a running server; the caller must close it
   * @throws java.net.UnknownHostException if the host does not resolve
   * @throws java.net.BindException if the port is taken, or the address is not this machine's
   * @throws IOException if the system refuses otherwise
   */
  public static ReferenceServer start(ServerOptions options, ServerLog log) throws IOException {
    Rehearsal.once();
    ServerSocket listener = new ServerSocket();
    try {
      // Allows a port whose last connections are still in TIME_WAIT.
      listener.setReuseAddress(true);
      listener.bind(
          new InetSocketAddress(InetAddress.getByName(options.host()), options.port()),
          options.backlog());
      ReferenceServer server = new ReferenceServer(options, log, listener);
      log.listening(options.host(), server.port());
      server.acceptor.start();
      return server;
    } catch (IOException | RuntimeException | Error e) {
      listener.close();
      throw e;
    }
  }

  /** The port it listens on, 1 to 65535. */
  public int port() {
    return port;
  }

  /** The address it listens on. */
  public InetAddress address() {
    return address;
  }

  /**
   * Blocks until {@link #close()} is called, without a time limit.
   *
   * @throws InterruptedException if the waiting thread is interrupted; the server runs on
   */
  public void awaitClose() throws InterruptedException {
    stopping.await();
  }

  /**
   * Stops accepting, resets open connections and joins the threads, within five seconds. A second
   * call does nothing.
   */
  @Override
  public void close() {
    List<Socket> unfinished;
    synchronized (open) {
      stopping.countDown();
      unfinished = List.copyOf(open);
    }
    closeQuietly(listener);
    unfinished.forEach(ReferenceServer::reset);
    conversations.shutdown();
    long deadline = System.nanoTime() + STOP_BOUND.toNanos();
    try {
      TimeUnit.NANOSECONDS.timedJoin(acceptor, STOP_BOUND.toNanos());
      conversations.awaitTermination(
          Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void acceptUntilStopped() {
    long pauseMillis = FIRST_PAUSE_MILLIS;
    log.waiting();
    while (!isStopping()) {
      try {
        serve(listener.accept());
        pauseMillis = FIRST_PAUSE_MILLIS;
        if (!isStopping()) {
          log.waiting();
        }
      } catch (IOException | OutOfMemoryError e) {
        // Too many open files, or no memory for a thread: both pass when other clients leave.
        if (!isStopping()) {
          log.acceptFailed(e);
          pause(pauseMillis);
          pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
        }
      }
    }
  }

  private void serve(Socket socket) {
    if (!register(socket)) {
      reset(socket);
      return;
    }
    log.connected((InetSocketAddress) socket.getRemoteSocketAddress());
    if (!options.concurrent()) {
      hold(socket);
      return;
    }
    try {
      conversations.execute(() -> hold(socket));
    } catch (RejectedExecutionException e) {
      // The server stopped after the socket was registered; close() resets it as well.
      reset(socket);
    } catch (OutOfMemoryError e) {
      unregister(socket);
      reset(socket);
      throw e;
    }
  }

  private void hold(Socket socket) {
    try {
      new Conversation(socket, options, log).hold();
    } finally {
      unregister(socket);
    }
  }

  private boolean register(Socket socket) {
    synchronized (open) {
      return !isStopping() && open.add(socket);
    }
  }

  private void unregister(Socket socket) {
    synchronized (open) {
      open.remove(socket);
    }
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void pause(long millis) {
    try {
      stopping.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // No code of this class interrupts this thread; an early retry is harmless.
    }
  }

  /**
   * Resets an unfinished connection. An orderly end would look like a complete echo to the client,
   * and its TIME_WAIT would keep the port from a server without SO_REUSEADDR.
   */
  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // The connection has closed in the meantime.
    }
  }

  private static void closeQuietly(ServerSocket listener) {
    try {
      listener.close();
    } catch (IOException e) {
      // The descriptor is gone in any case.
    }
  }
}
