package dev.echospec.capture;

import dev.echospec.play.Shortage;
import dev.echospec.server.ProcessTree;
import dev.echospec.server.Tail;
import dev.echospec.server.UserLocale;
import dev.echospec.server.Watchdog;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A program that captures, from the moment at which it sees packets until it is ended. */
final class PacketCapture implements AutoCloseable {
  /** Name of the environment variable by which the program is found if the kit is killed. */
  static final String MARK = "ECHOSPEC_CAPTURE";

  private static final long LONGEST_START = TimeUnit.SECONDS.toNanos(10);
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(2);

  /** Bound of the wait for the end of stderr after the program has ended. */
  private static final int LAST_WORDS_MILLIS = 2000;

  private final Process process;
  private final ProcessTree tree;
  private final Optional<Watchdog> watchdog;
  private final Tail stderr;

  /**
   * Starts the program, and waits until it captures, at most 10 s.
   *
   * @param program what to start
   * @param device name of the network interface
   * @param filter which packets, in the language of libpcap
   * @param file where they go; what is in it is lost
   * @throws CaptureException if it does not capture
   */
  PacketCapture(CaptureProgram program, String device, String filter, Path file) {
    String mark = UUID.randomUUID().toString();
    ProcessBuilder builder =
        new ProcessBuilder(program.command(device, filter))
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectOutput(Redirect.to(file.toFile()));
    UserLocale.restore(builder.environment());
    builder.environment().put(MARK, mark);
    watchdog = Watchdog.over(MARK + "=" + mark);
    try {
      process = builder.start();
    } catch (IOException e) {
      watchdog.ifPresent(Watchdog::close);
      throw new CaptureException(
          program.name() + " cannot be started: " + Shortage.behind(e).orElse(e.getMessage()));
    }
    tree = new ProcessTree(process, MARK, mark);
    stderr = Tail.of(process.getErrorStream(), "echospec: stderr of the capture");
    if (!isReady(program)) {
      close();
      throw new CaptureException(program.complaint(device, stderr.text()));
    }
  }

  private boolean isReady(CaptureProgram program) {
    long until = System.nanoTime() + LONGEST_START;
    while (!program.isCapturing(stderr.text())) {
      if (!process.isAlive()) {
        stderr.awaitEnd(LAST_WORDS_MILLIS);
        return program.isCapturing(stderr.text());
      }
      if (System.nanoTime() - until >= 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(POLL);
    }
    return true;
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** Ends the program with SIGTERM, at which it writes what it holds; two seconds later SIGKILL. */
  @Override
  public void close() {
    tree.end();
    watchdog.ifPresent(Watchdog::close);
  }
}
