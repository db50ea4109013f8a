package dev.echospec.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small server in this process, on 127.0.0.1. It accepts in a thread of its own and serves each
 * connection in another. A subclass overrides the one thing it does differently: {@link #serve},
 * {@link #finish}, {@link #dispatch} or {@link #acceptLoop}.
 *
 * <p>A connection that fails ends that conversation and nothing else. What ends the whole server,
 * as an uncaught exception ends a process, is {@link #die}.
 */
public abstract class ZooServer implements AutoCloseable {
  /** What one read takes at most, unless a subclass says otherwise. */
  static final int READ_SIZE = 16 * 1024;

  private static final Duration CLOSE_BOUND = Duration.ofSeconds(5);

  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final ExecutorService conversations =
      Executors.newCachedThreadPool(namedThreads(getClass().getSimpleName()));

  /** Null before the start. */
  private volatile Thread acceptor;

  private ServerSocket listener;
  private Layers layers = new Layers(List.of());
  private volatile boolean dead;
  private volatile String lastWords;

  /** One conversation, from accept to its end. The socket is closed by {@link #finish}. */
  abstract void serve(Socket socket) throws IOException;

  /**
   * Binds and starts to accept.
   *
   * @param port the port to bind, or 0 for one that is free
   */
  final void start(int port) throws IOException {
    listener = newListener();
    try {
      listener.setReuseAddress(true);
      prepare(listener);
      listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), backlog());
    } catch (IOException e) {
      close();
      throw e;
    }
    // Not in the constructor, which a thread must not see the object from.
    acceptor = new Thread(this::accept, "zoo-" + name() + "-accept");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  /** Puts content faults in front of this one; before the start. */
  final void behind(List<TransformingServer> faults) {
    layers = new Layers(faults);
  }

  public final String name() {
    return getClass().getSimpleName();
  }

  public final int port() {
    return listener.getLocalPort();
  }

  /** False once the server died by its own fault. */
  public final boolean alive() {
    return !dead;
  }

  /** What a process would have printed to its stderr as it died. */
  public final Optional<String> lastWords() {
    return Optional.ofNullable(lastWords);
  }

  /** Returns once the server has died or was closed. */
  final void awaitEnd() throws InterruptedException {
    stopped.await();
  }

  @Override
  public final void close() {
    stop();
    layers.close();
    conversations.shutdownNow();
    try {
      Thread accepting = acceptor;
      if (accepting != null) {
        accepting.join(CLOSE_BOUND.toMillis());
      }
      if (accepting != null && accepting.isAlive()
          || !conversations.awaitTermination(CLOSE_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(name() + " still runs " + CLOSE_BOUND + " after its close");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  ServerSocket newListener() throws IOException {
    return new ServerSocket();
  }

  /** Sets options on the listener before it is bound. */
  void prepare(ServerSocket listener) throws IOException {}

  int backlog() {
    return 128;
  }

  /**
   * Accepts until the server is stopped. A loop that returns leaves the listener open, unserved.
   */
  void acceptLoop(ServerSocket listener) throws IOException {
    while (true) {
      admit(listener.accept());
    }
  }

  /** Sets options on an accepted connection. */
  void prepare(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
  }

  /** Takes an accepted connection in: from here on it is closed on every path. */
  final void admit(Socket socket) {
    open.add(socket);
    try {
      dispatch(() -> converse(socket));
    } catch (RejectedExecutionException e) {
      release(socket);
    }
    if (isStopped()) {
      release(socket);
    }
  }

  /** Runs a conversation: here, in a thread of its own. */
  void dispatch(Runnable conversation) {
    conversations.execute(conversation);
  }

  /** Ends a conversation, however it went. */
  void finish(Socket socket) throws IOException {
    release(socket);
  }

  /** Closes a connection and forgets it. */
  final void release(Socket socket) {
    open.remove(socket);
    closeQuietly(socket);
  }

  /**
   * Ends this server as an uncaught error ends a process: the listener and every connection go.
   *
   * @param words what the process would have printed
   * @return an exception to throw, so that the conversation ends, too
   */
  final IOException die(String words) {
    lastWords = words;
    dead = true;
    stop();
    return new IOException(words);
  }

  final boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /** Waits; the one way to wait in the zoo. Ends early, with an exception, when the server ends. */
  final void pause(Duration time) throws IOException {
    try {
      if (stopped.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new InterruptedIOException("the server ended");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server ended");
    }
  }

  /** One read. Returns what it gave, or null at the end of the stream. */
  static byte[] receive(InputStream in, int atMost) throws IOException {
    byte[] buffer = new byte[atMost];
    int n = in.read(buffer);
    return n < 0 ? null : Arrays.copyOf(buffer, n);
  }

  /** The transform that every server owes: a to z become A to Z, all else stays. */
  static byte[] upper(byte[] bytes) {
    byte[] answer = bytes.clone();
    for (int i = 0; i < answer.length; i++) {
      answer[i] = (byte) upper(answer[i]);
    }
    return answer;
  }

  static int upper(int b) {
    return b >= 'a' && b <= 'z' ? b - ('a' - 'A') : b;
  }

  /**
   * Closes the listener and every connection; waits for nothing, so that any thread may call it.
   */
  private void stop() {
    stopped.countDown();
    if (listener != null) {
      closeQuietly(listener);
    }
    open.forEach(this::release);
    Thread accepting = acceptor;
    if (accepting != null) {
      accepting.interrupt();
    }
  }

  private void accept() {
    try {
      acceptLoop(listener);
    } catch (IOException e) {
      if (!isStopped()) {
        die(e.toString()); // Out of descriptors, most likely: no server serves on without a
        // listener.
      }
    }
  }

  private void converse(Socket socket) {
    try {
      prepare(socket);
      serve(layers.over(socket, this));
    } catch (IOException | RejectedExecutionException e) {
      // The client went away, or this server did. Neither concerns any other conversation.
    } finally {
      try {
        finish(socket);
      } catch (IOException e) {
        release(socket);
      }
    }
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      // It is gone all the same.
    }
  }

  private static ThreadFactory namedThreads(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "zoo-" + name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
