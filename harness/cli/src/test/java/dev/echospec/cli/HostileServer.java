package dev.echospec.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
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
  private static final int ONE_IN = 20;
  private static final int BYTES_TO_LIVE = 100_000;
  private static final int MUCH = 4 << 20;

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
    /** Sends fifty bytes a second, for ever. */
    DRIPS,
    /** Sends a byte a second, for ever. */
    DRIPS_SLOWLY,
    /** Accepts, and never reads nor sends. */
    NEVER_READS,
    /** Sends before it is spoken to, then echoes. */
    GREETS,
    /** Answers whole lines only. */
    LINES,
    /** Echoes, and now and then resets instead. */
    RESETS_AT_RANDOM,
    /** Echoes, and now and then closes instead. */
    CLOSES_AT_RANDOM,
    /** Sends megabytes for each byte. */
    AMPLIFIES,
    /** Listens with a full backlog. */
    NEVER_ACCEPTS,
    /** Runs but never listens. */
    NEVER_LISTENS,
    /** Says why on stderr and ends. */
    ENDS_AT_ONCE,
    /** Echoes, and ends as a process without a word after some connections. */
    DIES,
    /** Echoes, and ends as a process at a byte that nobody can foretell. */
    DIES_AT_RANDOM,
    /** Echoes; after some connections another process takes the port over, and this one ends. */
    SWAPS,
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
    listener = new ServerSocket();
    // One that takes over begins before the other has ended.
    listener.setOption(StandardSocketOptions.SO_REUSEPORT, mode == Mode.SWAPS || isHeir());
    listener.bind(new InetSocketAddress("127.0.0.1", port), backlog);
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
        if (isHeir()) {
          System.out.println("listens");
        }
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
        if (accepted.incrementAndGet() > DYING_AFTER && mode == Mode.DIES) {
          die();
          return;
        }
        if (accepted.get() > DYING_AFTER && mode == Mode.SWAPS) {
          swap();
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

  /** Whether this process was started by one that it is to succeed. */
  private static boolean isHeir() {
    return Boolean.getBoolean("heir");
  }

  private void swap() throws IOException {
    List<String> heir = new ArrayList<>(command(Mode.ECHO, Integer.toString(port())));
    heir.add(1, "-Dheir=true");
    Process next = new ProcessBuilder(heir).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    // It says a word once it listens.
    next.getInputStream().read();
    Runtime.getRuntime().halt(0);
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
        case DRIPS -> drip(out, 20);
        case DRIPS_SLOWLY -> drip(out, 1000);
        case NEVER_READS -> {}
        case GREETS -> {
          out.write("220 ready\r\n".getBytes(StandardCharsets.US_ASCII));
          echo(socket, in, out);
        }
        case LINES -> lines(in, out);
        case AMPLIFIES -> amplify(in, out);
        default -> echo(socket, in, out);
      }
      if (mode == Mode.SILENT || mode == Mode.NEVER_READS) {
        new CountDownLatch(1).await();
      }
    } catch (IOException e) {
      // The client has gone, which is its right.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void echo(Socket socket, InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[16 << 10];
    for (int count; (count = in.read(buffer)) > 0; ) {
      boolean now = ThreadLocalRandom.current().nextInt(ONE_IN) == 0;
      if (now && (mode == Mode.RESETS_AT_RANDOM || mode == Mode.CLOSES_AT_RANDOM)) {
        socket.setSoLinger(mode == Mode.RESETS_AT_RANDOM, 0);
        return;
      }
      if (mode == Mode.DIES_AT_RANDOM
          && ThreadLocalRandom.current().nextInt(BYTES_TO_LIVE) < count) {
        out.write(upper(buffer, ThreadLocalRandom.current().nextInt(count)));
        Runtime.getRuntime().halt(7);
      }
      out.write(upper(buffer, count));
    }
  }

  private static byte[] upper(byte[] buffer, int count) {
    byte[] upper = Arrays.copyOf(buffer, count);
    for (int i = 0; i < count; i++) {
      upper[i] = (byte) (upper[i] >= 'a' && upper[i] <= 'z' ? upper[i] - 32 : upper[i]);
    }
    return upper;
  }

  private static void lines(InputStream in, OutputStream out) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] buffer = new byte[16 << 10];
    for (int count; (count = in.read(buffer)) > 0; ) {
      for (int i = 0; i < count; i++) {
        line.write(buffer[i]);
        if (buffer[i] == '\n') {
          out.write(upper(line.toByteArray(), line.size()));
          line.reset();
        }
      }
    }
  }

  private static void amplify(InputStream in, OutputStream out) throws IOException {
    byte[] much = new byte[MUCH];
    byte[] buffer = new byte[16 << 10];
    for (int count; (count = in.read(buffer)) > 0; ) {
      Arrays.fill(much, upper(buffer, 1)[0]);
      for (int i = 0; i < count; i++) {
        out.write(much);
      }
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

  private static void drip(OutputStream out, int millis) throws IOException {
    while (!Thread.currentThread().isInterrupted()) {
      out.write('A');
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
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
