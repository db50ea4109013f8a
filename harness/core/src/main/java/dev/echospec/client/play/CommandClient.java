package dev.echospec.client.play;

import dev.echospec.client.script.Host;
import dev.echospec.play.Shortage;
import dev.echospec.script.ShellWords;
import dev.echospec.server.LinuxProc;
import dev.echospec.server.ProcessTree;
import dev.echospec.server.Tail;
import dev.echospec.server.TargetEnvironment;
import dev.echospec.server.UserLocale;
import dev.echospec.server.Watchdog;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client that is a command: each run is a process, which is ended with all that it started. */
public final class CommandClient implements ClientUnderTest {
  /** Marks all processes of all runs, so that what a killed kit leaves behind can be ended. */
  private static final String SESSION = "ECHOSPEC_CLIENT";

  /** Marks the processes of one run. */
  private static final String RUN = "ECHOSPEC_CLIENT_RUN";

  private static final String LAUNCH_MECHANISM = "jdk.lang.Process.launchMechanism";

  /** The first Java in which the kernel's vfork is on its way out. */
  private static final int WITHOUT_VFORK = 24;

  static {
    // A try is a process, and Java's default starts each by way of a helper program, which doubles
    // the cost of a small client. Has no effect once this virtual machine has started a process.
    if (LinuxProc.isHere()
        && Runtime.version().feature() < WITHOUT_VFORK
        && System.getProperty(LAUNCH_MECHANISM) == null) {
      System.setProperty(LAUNCH_MECHANISM, "VFORK");
    }
  }

  private static final int MOST_KEPT = 4 << 20;

  /** The end of the output comes with the end of the process, unless a child holds it. */
  private static final int OUTPUT_MILLIS = 200;

  private final ClientCall call;
  private final TargetEnvironment environment;
  private final String session = UUID.randomUUID().toString();
  private @Nullable Watchdog watchdog;
  private @Nullable ProcessTree all;

  /**
   * Starts nothing yet.
   *
   * @param call program and arguments, in which host, port and message are replaced
   * @param environment what it inherits
   */
  public CommandClient(ClientCall call, TargetEnvironment environment) {
    this.call = call;
    this.environment = environment;
  }

  @Override
  public String name() {
    return call.options() + "-- " + ShellWords.line(call.words());
  }

  @Override
  public Messages messages() {
    return call.messages();
  }

  @Override
  public Optional<byte[]> fixedMessage() {
    return call.fixedMessage();
  }

  @Override
  public int fixedPort() {
    return call.port();
  }

  @Override
  public List<Host> hosts() {
    return call.hosts();
  }

  @Override
  public boolean hasStderr() {
    return true;
  }

  @Override
  public ClientRun start(InetSocketAddress server, byte[] message, String caseId, Runnable ended)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(call.words(server, message));
    UserLocale.restore(builder.environment());
    environment.reduce(builder.environment());
    String mark = UUID.randomUUID().toString();
    builder.environment().put(SESSION, session);
    builder.environment().put(RUN, mark);
    builder.environment().put(CASE, caseId);
    boolean takesInput = messages() == Messages.ANY;
    if (!takesInput) {
      builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    }
    watch();
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new IOException(
          "The command "
              + call.words().get(0)
              + " cannot be started: "
              + Shortage.behind(e).orElse("check that it exists and may be run")
              + ".");
    }
    Run run = new Run(process, new ProcessTree(process, RUN, mark), server.getPort());
    remember(process);
    process.onExit().thenRun(ended);
    if (takesInput) {
      feed(process.getOutputStream(), message);
    }
    return run;
  }

  private synchronized void watch() {
    if (watchdog == null) {
      watchdog = Watchdog.over(SESSION + "=" + session).orElse(null);
    }
  }

  /** Any process of the session will do: the tree of the session is known by its mark. */
  private synchronized void remember(Process process) {
    if (all == null) {
      all = new ProcessTree(process, SESSION, session);
    }
  }

  /** A client that does not read its input must not hold up the kit. */
  private static void feed(OutputStream stdin, byte[] message) {
    Thread thread =
        new Thread(
            () -> {
              try (stdin) {
                stdin.write(message);
              } catch (IOException e) {
                // It has ended, or closed its input: what it sent shows how much it has read.
              }
            },
            "echospec: stdin of the client");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public synchronized void sweep() {
    if (all != null) {
      all.end();
    }
  }

  @Override
  public synchronized void close() {
    sweep();
    if (watchdog != null) {
      watchdog.close();
      watchdog = null;
    }
  }

  private static final class Run implements ClientRun {
    private final Process process;
    private final ProcessTree tree;
    private final int port;
    private final Capture stdout;
    private final Tail stderr;

    Run(Process process, ProcessTree tree, int port) {
      this.process = process;
      this.tree = tree;
      this.port = port;
      this.stdout = Capture.of(process.getInputStream(), MOST_KEPT);
      this.stderr = Tail.of(process.getErrorStream(), "echospec: stderr of the client");
    }

    @Override
    public Optional<Integer> status() {
      return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
    }

    @Override
    public Optional<Duration> processorTime() {
      return tree.processorTime();
    }

    @Override
    public Duration waitedForProcessor() {
      return tree.waitedForProcessor();
    }

    @Override
    public void end() {
      boolean byItself = !process.isAlive();
      if (byItself && isOutputOver()) {
        return;
      }
      tree.end();
      if (byItself) {
        tree.endDetached(port);
      }
      try {
        process.waitFor(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      isOutputOver();
    }

    private boolean isOutputOver() {
      boolean over = stdout.awaitEnd(OUTPUT_MILLIS);
      stderr.awaitEnd(OUTPUT_MILLIS);
      return over && stderr.hasEnded();
    }

    @Override
    public Captured stdout() {
      return stdout.captured();
    }

    @Override
    public String stderr() {
      return stderr.text();
    }
  }
}
