package dev.echospec.capture;

import dev.echospec.engine.Replay;
import dev.echospec.file.IoErrors;
import dev.echospec.file.SearchPath;
import dev.echospec.folder.ReportException;
import dev.echospec.server.TcpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Captures the packets of one conversation into a file of its own. Another thread may close it, as
 * an interrupted kit does.
 */
public final class ConversationCapture implements Replay.Witness, AutoCloseable {
  /**
   * Wait for the ends of connections that the kit has closed: a server that never closes its side
   * would be waited for in vain.
   */
  private static final long LONGEST_CLOSE = TimeUnit.SECONDS.toNanos(1);

  private static final long LONGEST_WRITE = TimeUnit.SECONDS.toNanos(10);
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(5);

  private final Path file;
  private final CaptureProgram program;
  private final EndMark mark;
  private @Nullable PacketCapture capture;
  private @Nullable InetSocketAddress server;
  private boolean written;
  private boolean closed;

  private ConversationCapture(Path file, CaptureProgram program, EndMark mark) {
    this.file = file;
    this.program = program;
    this.mark = mark;
  }

  /**
   * Finds a program that captures, tries it, and makes the file.
   *
   * @param file which must not be there
   * @param path where programs are
   * @throws ReportException if the file is there or cannot be made
   * @throws CaptureException if this machine has no such program, or lets none capture
   */
  public static ConversationCapture open(Path file, SearchPath path) throws ReportException {
    make(file);
    try {
      return new ConversationCapture(file, working(path, file), new EndMark());
    } catch (CaptureException e) {
      remove(file);
      throw e;
    } catch (IOException e) {
      remove(file);
      throw new CaptureException("Packets cannot be captured: " + IoErrors.inWords(e));
    }
  }

  private static void make(Path file) throws ReportException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new ReportException(file + " is there and is not overwritten: choose another file");
    }
    try {
      // There is a folder: a root, which has none, is there.
      Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
      Files.createFile(file);
    } catch (IOException e) {
      throw new ReportException(
          "the capture cannot be written to " + file + ": " + IoErrors.inWords(e));
    }
  }

  private static CaptureProgram working(SearchPath path, Path file) {
    List<CaptureProgram> programs = CaptureProgram.find(path);
    Optional<CaptureException> first = Optional.empty();
    for (CaptureProgram program : programs) {
      try {
        new PacketCapture(program, CapturePoint.loopback(), "udp port 9", file).close();
        return program;
      } catch (CaptureException e) {
        first = first.or(() -> Optional.of(e));
      }
    }
    throw first.orElseGet(
        () ->
            new CaptureException(
                "Neither dumpcap nor tcpdump is there, or this user may run neither: install one of"
                    + " them, or leave out --capture"));
  }

  @Override
  public synchronized void begins(InetSocketAddress server) {
    if (closed || (capture != null && server.equals(this.server))) {
      return;
    }
    stop();
    this.server = server;
    CapturePoint point = CapturePoint.of(server, mark.address());
    capture = new PacketCapture(program, point.device(), point.filter(), file);
  }

  /**
   * Waits for the last packets and ends the capture.
   *
   * @throws CaptureException if they are not all in the file
   */
  @Override
  public synchronized void ended() {
    if (capture == null) {
      return;
    }
    awaitCloses();
    try {
      written = mark.reaches(file, capture::isRunning, System.nanoTime() + LONGEST_WRITE);
    } catch (IOException e) {
      throw new CaptureException(
          "The capture cannot be written to " + file + ": " + IoErrors.inWords(e));
    } finally {
      stop();
    }
    if (!written) {
      throw new CaptureException(
          "The capture in "
              + file
              + " is not whole: "
              + program.name()
              + " ended early or lost packets");
    }
  }

  /** Returns the name of the program that captures. */
  public String program() {
    return program.name();
  }

  /** Returns where the packets are. */
  public Path file() {
    return file;
  }

  private void awaitCloses() {
    long until = System.nanoTime() + LONGEST_CLOSE;
    while (System.nanoTime() - until < 0
        && !Thread.currentThread().isInterrupted()
        && TcpSocket.all().stream()
            .anyMatch(socket -> socket.remote().equals(server) && socket.isUnderWay())) {
      LockSupport.parkNanos(POLL);
    }
  }

  private void stop() {
    if (capture != null) {
      capture.close();
      capture = null;
    }
  }

  /** Ends the program, and removes a file in which there is nothing. */
  @Override
  public synchronized void close() {
    boolean began = server != null;
    closed = true;
    stop();
    mark.close();
    if (!began) {
      remove(file);
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // An empty file is left.
    }
  }
}
