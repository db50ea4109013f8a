package dev.echospec.target;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A server that the kit starts as a command, and starts again when it has ended. */
public final class CommandTarget implements Target {
  private static final String HOST = "127.0.0.1";

  /** How long the fixed port's owner may take to answer the question whether it is there. */
  private static final int LOOK_MILLIS = 1000;

  /** How long the end of what a dead process said may take to come through the pipe. */
  private static final int LAST_WORDS_MILLIS = 300;

  private final List<String> command;
  private final int fixedPort;
  private volatile Process process;
  private ProcessTree tree;
  private Tail stderr;
  private InetSocketAddress address;

  /**
   * @param command program and arguments; {@code {port}} and {@code {host}} are substituted
   * @param fixedPort where it listens if no argument holds {@code {port}}
   */
  public CommandTarget(List<String> command, int fixedPort) {
    this.command = List.copyOf(command);
    this.fixedPort = fixedPort;
  }

  @Override
  public String name() {
    return "-- " + Words.joined(command);
  }

  /**
   * @return whether the command is told its port, so that each start can have a new one
   */
  public boolean isToldItsPort() {
    return command.stream().anyMatch(argument -> argument.contains("{port}"));
  }

  @Override
  public void start() throws TargetException {
    stop();
    int port = isToldItsPort() ? freePort() : fixedPort;
    address = new InetSocketAddress(HOST, port);
    if (!isToldItsPort()) {
      refuseTakenPort();
    }
    String mark = UUID.randomUUID().toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            command.stream()
                .map(a -> a.replace("{port}", Integer.toString(port)).replace("{host}", HOST))
                .toList());
    builder.environment().put(ProcessTree.MARK, mark);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new TargetException(
          "The command "
              + command.get(0)
              + " cannot be started: check that it exists and may be run.");
    }
    tree = new ProcessTree(process, mark);
    stderr = new Tail(process.getErrorStream());
    drain(stderr, "stderr");
    drain(new Tail(process.getInputStream()), "stdout");
  }

  private static void drain(Tail tail, String name) {
    Thread thread = new Thread(tail, "echospec: " + name + " of the target");
    thread.setDaemon(true);
    thread.start();
  }

  private static int freePort() throws TargetException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new TargetException("No free port was found: " + e.getMessage());
    }
  }

  /** Otherwise a stranger would be tested in its place. */
  private void refuseTakenPort() throws TargetException {
    try (Socket socket = new Socket()) {
      socket.connect(address, LOOK_MILLIS);
    } catch (ConnectException e) {
      return;
    } catch (IOException e) {
      // Something is there that does not accept.
    }
    throw new TargetException(
        "Something listens on port "
            + fixedPort
            + " already: stop it, or name the port that the command listens on with --port, or put"
            + " {port} into its arguments.");
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
      // What a dying server said is the reason of its death: none of it may be missing.
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
    if (process != null) {
      tree.end();
      process = null;
    }
  }
}
