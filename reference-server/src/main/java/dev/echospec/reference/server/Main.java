package dev.echospec.reference.server;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicReference;

/** The reference server as a program. */
public final class Main {
  /** Exit code: SIGTERM or SIGINT stopped the server, or help was printed. */
  public static final int STOPPED = 0;

  /** Exit code: the command line is wrong. */
  public static final int USAGE = 2;

  /** Exit code: the address or port cannot be listened on. */
  public static final int CANNOT_LISTEN = 3;

  private static final int FIRST_UNPRIVILEGED_PORT = 1024;

  private static final String HELP =
      """
      Usage: %1$s [OPTION]...
      An echo server that is correct: it answers every byte, ASCII letters in upper case.

        --host H         name or address to listen on (localhost)
        --port N         port, 0 for any free one (10000)
        --read-size N    the most bytes in one read, 1 to 16777216 (16)
        --backlog N      connections that may wait to be accepted (1)
        --concurrent     serve many clients at once, not one after another
        --transform T    upper: a-z become A-Z; identity: nothing changes, RFC 862 (upper)
        --lang L         language of the dialogue, en or ru (en)
        --quiet          no dialogue
        --help           this text

      It runs until SIGTERM or SIGINT (Ctrl+C), which end it with exit code 0. Other exit
      codes: 2 wrong usage, 3 cannot listen.

      Example: many clients at once, on port 7007, without a word:
        %1$s --port 7007 --concurrent --read-size 65536 --backlog 128 --quiet
      """;

  private Main() {}

  /** Runs the server until the process is told to stop. */
  public static void main(String[] args) {
    System.exit(run("java -jar reference-server.jar", args, System.out, System.err));
  }

  /**
   * Parses the arguments and serves until the process gets SIGTERM or SIGINT, which end the
   * <em>process</em> with exit code 0, or until the calling thread is interrupted.
   *
   * @param program the command as the user typed it; for the help and the messages
   * @param args the options
   * @param out for the dialogue, in UTF-8 whatever its own encoding, and the help
   * @param err for one line that says what is wrong
   * @return the exit code
   */
  public static int run(String program, String[] args, PrintStream out, PrintStream err) {
    try {
      CommandLine line = CommandLine.parse(args);
      if (line.help()) {
        out.print(HELP.formatted(program));
        out.flush();
        return STOPPED;
      }
      return serve(program, line, out, err);
    } catch (UsageException e) {
      err.println(program + ": " + e.getMessage() + " (see " + program + " --help)");
      return USAGE;
    }
  }

  private static int serve(String program, CommandLine line, PrintStream out, PrintStream err) {
    ServerOptions options = line.options();
    AtomicReference<ReferenceServer> started = new AtomicReference<>();
    ServerLog log = line.quiet() ? ServerLog.silent() : ServerLog.dialogue(options.language(), out);
    Thread stop = new Thread(() -> stop(started.get(), log), "echospec-server-stop");
    try (log) {
      // The hook is set before the server announces itself: a caller that waits for the
      // announcement may stop it at once.
      Runtime.getRuntime().addShutdownHook(stop);
      try (ReferenceServer server = ReferenceServer.start(options, log)) {
        started.set(server);
        warnOfOpenness(program, server, err);
        server.awaitClose();
      } finally {
        forget(stop);
      }
      return STOPPED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return STOPPED;
    } catch (IllegalStateException e) {
      // The process got its signal before it had started properly.
      return STOPPED;
    } catch (IOException e) {
      err.println(program + ": " + whyNot(options, e));
      return CANNOT_LISTEN;
    }
  }

  /** Warns about who can connect if the server listens beyond the loopback interface. */
  private static void warnOfOpenness(String program, ReferenceServer server, PrintStream err) {
    InetAddress address = server.address();
    if (address.isLoopbackAddress()) {
      return;
    }
    err.println(
        program
            + ": listens on "
            + (address.isAnyLocalAddress()
                ? "every address of this machine"
                : address.getHostAddress() + ", an address that is not of this machine alone")
            + ": any computer that reaches it can connect to port "
            + server.port()
            + " (--host localhost keeps it to this machine)");
    err.flush();
  }

  /**
   * Ends the process with {@link #STOPPED}: a JVM that a signal stops would exit with 128 plus its
   * number.
   *
   * @param server null if it has not started
   */
  private static void stop(ReferenceServer server, ServerLog log) {
    if (server != null) {
      server.close();
    }
    log.close();
    Runtime.getRuntime().halt(STOPPED);
  }

  private static void forget(Thread stop) {
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (IllegalStateException e) {
      // The hook is running already.
    }
  }

  private static String whyNot(ServerOptions options, IOException e) {
    String host = options.host();
    int port = options.port();
    if (e instanceof UnknownHostException) {
      return "the name '"
          + host
          + "' does not resolve: give --host a name or address of this"
          + " machine, such as localhost";
    }
    if (isForeign(host)) {
      return "'"
          + host
          + "' is not an address of this machine: give --host one that is, such as"
          + " localhost";
    }
    String remedy =
        port > 0 && port < FIRST_UNPRIVILEGED_PORT
            ? "ports below 1024 may need privileges, or another program has it; choose another"
            : "if another program has it, stop that or choose another";
    return "cannot listen on "
        + host
        + " port "
        + port
        + " ("
        + e.getMessage()
        + "): "
        + remedy
        + " with --port (0 takes any free one)";
  }

  private static boolean isForeign(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      return !address.isAnyLocalAddress()
          && !address.isLoopbackAddress()
          && NetworkInterface.getByInetAddress(address) == null;
    } catch (IOException e) {
      return false;
    }
  }
}
