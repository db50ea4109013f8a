package dev.echospec.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A server that no kit should fall for: {@code java dev.echospec.cli.HostileServer MODE PORT}. Most
 * modes are no echo server at all; some echo as they should and are a nuisance as processes.
 */
final class HostileServer implements AutoCloseable {
  private static final int DYING_AFTER = 25;
  private static final int NO_ROOM = 8;

  private final Mode mode;
  private final boolean isProcess;
  private final ServerSocket listener;
  private final List<Socket> held = new ArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "hostile");
            thread.setDaemon(true);
            return thread;
          });

  /** What it does to its clients, or to who started it. */
  enum Mode {
    /** Echoes as it should. */
    ECHO,
    /** Speaks another protocol: answers a line, whole or not, with an error. */
    HTTP,
    /** Sends as fast as it can, for ever. */
    ENDLESS,
    /** Reads everything, answers nothing. */
    SILENT,
    /** Accepts and closes. */
    CLOSES,
    /** Accepts and resets. */
    RESETS,
    /** Sends a byte now and then, for ever. */
    DRIPS,
    /** Listens with a full backlog. */
    NEVER_ACCEPTS,
    /** Runs but never listens. */
    NEVER_LISTENS,
    /** Says why on stderr and ends. */
    ENDS_AT_ONCE,
    /** Echoes, and ends as a process without a word after some connections. */
    DIES,
    /** Echoes, and writes to stderr as fast as it can. */
    FLOODS_STDERR,
    /** Echoes, and does not end when asked to. */
    IGNORES_SIGTERM,
    /** Lets a child serve, which ignores SIGTERM and outlives its parent. */
    FORKS
  }

  private HostileServer(Mode mode, int port, boolean isProcess) throws IOException {
    this.mode = mode;
    this.isProcess = isProcess;
    int backlog = mode == Mode.NEVER_ACCEPTS ? 1 : 200;
    listener = new ServerSocket(port, backlog, InetAddress.getByName("127.0.0.1"));
  }

  /** Starts one in this process, on a free port. */
  static HostileServer start(Mode mode) throws IOException {
    HostileServer server = new HostileServer(mode, 0, false);
    server.begin();
    return server;
  }

  /** Runs one as a process. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Mode mode = Mode.valueOf(args[0]);
    int port = Integer.parseInt(args[1]);
    switch (mode) {
      case ENDS_AT_ONCE -> {
        System.err.println("hostile: the first line of its stderr");
        System.err.println("hostile: no such table: \u001b[31mclients");
        System.exit(9);
      }
      case FORKS -> fork(port);
      case NEVER_LISTENS -> await();
      default -> {
        new HostileServer(mode, port, true).begin();
        if (mode == Mode.IGNORES_SIGTERM) {
          // The virtual machine waits for it in vain, and serves on meanwhile.
          Runtime.getRuntime().addShutdownHook(new Thread(HostileServer::await));
        }
        while (mode == Mode.FLOODS_STDERR) {
          System.err.println("hostile: one of very many lines on stderr");
        }
        await();
      }
    }
  }

  /** The command that runs one as a process. */
  static List<String> command(Mode mode, String port) {
    return Kit.java(HostileServer.class, mode.name(), port);
  }

  int port() {
    return listener.getLocalPort();
  }

  private static void fork(int port) throws IOException, InterruptedException {
    ProcessBuilder child =
        new ProcessBuilder(command(Mode.IGNORES_SIGTERM, Integer.toString(port)));
    child.inheritIO().start().waitFor();
  }

  private static void await() {
    while (true) {
      LockSupport.park();
    }
  }

  private void begin() throws IOException {
    if (mode == Mode.NEVER_ACCEPTS) {
      fillBacklog();
    } else {
      threads.execute(this::accept);
    }
  }

  private void fillBacklog() throws IOException {
    for (int i = 0; i < NO_ROOM; i++) {
      Socket socket = new Socket();
      held.add(socket);
      try {
        socket.connect(listener.getLocalSocketAddress(), 100);
      } catch (SocketTimeoutException e) {
        return;
      }
    }
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = listener.accept();
        if (mode == Mode.DIES && accepted.incrementAndGet() > DYING_AFTER) {
          die();
          return;
        }
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        // The test is over.
        return;
      }
    }
  }

  /** As a process it is gone; in a test nobody listens any more. */
  private void die() throws IOException {
    if (isProcess) {
      Runtime.getRuntime().halt(7);
    }
    close();
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      switch (mode) {
        case HTTP -> http(in, out);
        case ENDLESS -> endless(out);
        case SILENT -> in.transferTo(OutputStream.nullOutputStream());
        case CLOSES -> {}
        case RESETS -> socket.setSoLinger(true, 0);
        case DRIPS -> drip(out);
        default -> echo(in, out);
      }
      if (mode == Mode.SILENT) {
        new CountDownLatch(1).await();
      }
    } catch (IOException e) {
      // The client has gone, which is its right.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void echo(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[16 << 10];
    for (int count; (count = in.read(buffer)) > 0; ) {
      for (int i = 0; i < count; i++) {
        buffer[i] = (byte) (buffer[i] >= 'a' && buffer[i] <= 'z' ? buffer[i] - 32 : buffer[i]);
      }
      out.write(buffer, 0, count);
    }
  }

  private static void http(InputStream in, OutputStream out) throws IOException {
    int b = in.read();
    if (b >= 0) {
      while (b >= 0 && b != '\n') {
        b = in.read();
      }
      String page = "<h1>Bad Request</h1>\n";
      String answer =
          "HTTP/1.1 400 Bad Request\r\nContent-Length: "
              + page.length()
              + "\r\nConnection: close\r\n\r\n"
              + page;
      out.write(answer.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void endless(OutputStream out) throws IOException {
    byte[] much = "All work and no play makes a dull server. ".repeat(1000).getBytes();
    while (true) {
      out.write(much);
    }
  }

  private static void drip(OutputStream out) throws IOException {
    while (!Thread.currentThread().isInterrupted()) {
      out.write('A');
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    listener.close();
    for (Socket socket : held) {
      socket.close();
    }
  }
}
