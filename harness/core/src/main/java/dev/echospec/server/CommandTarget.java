package dev.echospec.server;

import dev.echospec.play.Shortage;
import dev.echospec.script.ShellWords;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A server that the kit starts as a process, and restarts when it has ended. Thread-safe where an
 * interrupted run needs that: another thread may close it during a start.
 */
public final class CommandTarget implements Target {
  private static final String HOST = "127.0.0.1";
  private static final String OTHER_HOST = "::1";
  private static final int FREE_PORT_TRIES = 100;

  /** Bound of the wait for the end of stderr after the process has ended. */
  private static final int LAST_WORDS_MILLIS = 300;

  private final List<String> command;
  private final FixedPort port;
  private final TargetEnvironment environment;
  private final String mark = UUID.randomUUID().toString();
  private @Nullable Watchdog watchdog;

  /** Guards start and end: an interrupted kit ends the server from another thread. */
  private final Object life = new Object();

  private boolean closed;
  private volatile @Nullable Process process;
  private @Nullable ProcessTree tree;
  private @Nullable Tail stderr;
  private String host = HOST;
  private @Nullable InetSocketAddress address;
  private Optional<String> heldUp = Optional.empty();
  private Optional<String> left = Optional.empty();

  /**
   * Makes a target with {@link TargetEnvironment#DEFAULT}.
   *
   * @param command program and arguments; {@code {port}} and {@code {host}} are substituted
   * @param fixedPort where it listens if no argument holds {@code {port}}
   */
  public CommandTarget(List<String> command, int fixedPort) {
    this(command, fixedPort, TargetEnvironment.DEFAULT);
  }

  /**
   * Starts nothing yet.
   *
   * @param command program and arguments; {@code {port}} and {@code {host}} are substituted
   * @param fixedPort where it listens if no argument holds {@code {port}}
   * @param environment what it inherits
   */
  public CommandTarget(List<String> command, int fixedPort, TargetEnvironment environment) {
    this.command = List.copyOf(command);
    this.port = new FixedPort(fixedPort, List.of(HOST, OTHER_HOST));
    this.environment = environment;
  }

  @Override
  public String name() {
    return "-- " + ShellWords.line(command);
  }

  /** Returns whether the command is told its port, so that each start can use a new one. */
  public boolean isToldItsPort() {
    return isToldItsPort(command);
  }

  static boolean isToldItsPort(List<String> command) {
    return command.stream().anyMatch(argument -> argument.contains("{port}"));
  }

  @Override
  public void start() throws TargetException {
    synchronized (life) {
      if (closed) {
        throw new TargetException("The run was stopped before the server was started.");
      }
      stop();
      begin();
    }
  }

  private void begin() throws TargetException {
    int number = isToldItsPort() ? freePort() : port.number();
    address = new InetSocketAddress(host, number);
    if (!isToldItsPort()) {
      refuseTakenPort();
      heldUp = port.cleared();
    }
    if (watchdog == null) {
      watchdog = Watchdog.over(ProcessTree.MARK + "=" + mark).orElse(null);
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            command.stream()
                .map(a -> a.replace("{port}", Integer.toString(number)).replace("{host}", HOST))
                .toList());
    UserLocale.restore(builder.environment());
    environment.reduce(builder.environment());
    builder.environment().put(ProcessTree.MARK, mark);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new TargetException(
          "The command "
              + command.get(0)
              + " cannot be started: "
              + Shortage.behind(e).orElse("check that it exists and may be run")
              + ".");
    }
    tree = new ProcessTree(process, mark);
    stderr = Tail.of(process.getErrorStream(), "echospec: stderr of the target");
    Tail.of(process.getInputStream(), "echospec: stdout of the target");
  }

  /** Returns a port that is free on both loopback addresses: the server may bind either. */
  private static int freePort() throws TargetException {
    for (int i = 0; i < FREE_PORT_TRIES; i++) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
        int port = socket.getLocalPort();
        if (!FixedPort.isHere(OTHER_HOST)) {
          return port;
        }
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getByName(OTHER_HOST))) {
          return other.getLocalPort();
        } catch (BindException e) {
          // Taken on the other address: try the next.
        }
      } catch (IOException e) {
        throw new TargetException("No free port was found: " + e.getMessage());
      }
    }
    throw new TargetException("No port was found that is free on " + HOST + " and " + OTHER_HOST);
  }

  /** Changes to the other loopback address, which a server that is told no host may have bound. */
  @Override
  public void lookElsewhere() {
    String other = host.equals(HOST) ? OTHER_HOST : HOST;
    if (command.stream().noneMatch(argument -> argument.contains("{host}"))
        && FixedPort.isHere(other)) {
      host = other;
      address = new InetSocketAddress(host, address.getPort());
    }
  }

  /** Refuses a port that another process listens on: the kit would test that process. */
  private void refuseTakenPort() throws TargetException {
    if (port.isListenedOn()) {
      throw new PortTakenException(
          "Something listens on port "
              + port.number()
              + " already"
              + port.listener().map(pid -> ", process " + pid).orElse("")
              + ": stop it, or name the port that the command listens on with --port, or put"
              + " {port} into its arguments.");
    }
  }

  @Override
  public boolean hasFixedPort() {
    return !isToldItsPort();
  }

  @Override
  public Optional<String> heldUp() {
    return heldUp;
  }

  @Override
  public Optional<String> portInUse() {
    synchronized (life) {
      if (closed || isToldItsPort() || isRunning()) {
        return Optional.empty();
      }
      return port.isListenedOn()
          ? Optional.of("something else listens on port " + port.number())
          : port.cleared();
    }
  }

  private boolean isRunning() {
    return process != null && process.isAlive();
  }

  @Override
  public List<String> notes() {
    return left.stream().toList();
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public Optional<String> death() {
    Process current = process;
    if (current == null || current.isAlive()) {
      return Optional.empty();
    }
    return Optional.of(ExitStatus.words(current.exitValue()));
  }

  @Override
  public String lastWords() {
    if (stderr == null) {
      return "";
    }
    Process current = process;
    if (current == null || !current.isAlive()) {
      // What a server prints at its end explains the end, so wait for all of it.
      stderr.awaitEnd(LAST_WORDS_MILLIS);
    }
    return stderr.text();
  }

  @Override
  public boolean canRestart() {
    return true;
  }

  @Override
  public Optional<Resources> resources() {
    return process == null ? Optional.empty() : tree.resources();
  }

  @Override
  public void stop() {
    synchronized (life) {
      if (process != null) {
        tree.end();
        if (isPortStillTaken()) {
          tree.endDetached(address.getPort());
          bound().awaitEndOfListener();
        }
        process = null;
      }
    }
  }

  private boolean isPortStillTaken() {
    return bound().isListenedOn();
  }

  /** The port of the latest start, also if the command was told it. */
  private FixedPort bound() {
    return new FixedPort(address.getPort(), List.of(HOST, OTHER_HOST));
  }

  @Override
  public void close() {
    synchronized (life) {
      boolean started = tree != null;
      closed = true;
      stop();
      if (started) {
        // Also processes that do not listen on the port now.
        tree.endDetached(address.getPort());
        left =
            isPortStillTaken()
                ? Optional.of(
                    "something still listens on port "
                        + address.getPort()
                        + " after the target was ended: it could not be told from a stranger's, and"
                        + " was left alone")
                : Optional.empty();
      }
      if (watchdog != null) {
        watchdog.close();
        watchdog = null;
      }
    }
  }
}
