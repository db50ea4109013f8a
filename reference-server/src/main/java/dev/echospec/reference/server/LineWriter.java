package dev.echospec.reference.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes lines from a thread of its own, so that an output that is not read (a full pipe, a stopped
 * terminal) cannot block a server. While the output is read, no line is lost: a caller waits for
 * room, up to {@link #PATIENCE}. After that, lines are left out and counted until the output moves
 * again.
 */
final class LineWriter implements AutoCloseable {
  private static final int ROOM_BYTES = 1024 * 1024;
  private static final int COST_OF_AN_ENTRY = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration CLOSE_BOUND = Duration.ofSeconds(2);

  private static final Entry END = new Entry(new byte[0], 0);

  private final PrintStream out;
  private final String notShown;
  private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();

  /** Fair, so that small entries cannot keep a large one waiting for ever. */
  private final Semaphore room = new Semaphore(ROOM_BYTES, true);

  private final AtomicLong dropped = new AtomicLong();
  private final Thread writer = new Thread(this::writeUntilClosed, "echospec-server-dialogue");
  private volatile boolean stalled;

  /**
   * Starts the thread.
   *
   * @param out receives the lines; its errors are ignored
   * @param notShown a format with one {@code %s}, the number of lines that were left out
   */
  LineWriter(PrintStream out, String notShown) {
    this.out = out;
    this.notShown = notShown;
    writer.setDaemon(true);
    writer.start();
  }

  /** Writes some lines without other lines between them. */
  void write(String... lines) {
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(UTF_8);
    int cost = Math.min(bytes.length + COST_OF_AN_ENTRY, ROOM_BYTES);
    if (takeRoom(cost)) {
      queue.add(new Entry(bytes, cost));
    } else {
      dropped.addAndGet(lines.length);
    }
  }

  private boolean takeRoom(int cost) {
    try {
      long patienceMillis = stalled ? 0 : PATIENCE.toMillis();
      boolean taken = room.tryAcquire(cost, patienceMillis, TimeUnit.MILLISECONDS);
      if (!taken) {
        stalled = true;
      }
      return taken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void writeUntilClosed() {
    try {
      for (Entry entry = queue.take(); entry != END; entry = queue.take()) {
        out.write(entry.bytes, 0, entry.bytes.length);
        stalled = false;
        room.release(entry.cost);
        if (queue.isEmpty()) {
          mentionDropped();
          out.flush();
        }
      }
      mentionDropped();
      out.flush();
    } catch (InterruptedException e) {
      // Only the owner of the process can interrupt this thread; the lines end here.
      Thread.currentThread().interrupt();
    }
  }

  private void mentionDropped() {
    long count = dropped.getAndSet(0);
    if (count > 0) {
      byte[] bytes = (notShown.formatted(count) + "\n").getBytes(UTF_8);
      out.write(bytes, 0, bytes.length);
    }
  }

  /** Writes the queued lines, within two seconds. */
  @Override
  public void close() {
    queue.add(END);
    try {
      writer.join(CLOSE_BOUND.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Entry(byte[] bytes, int cost) {}
}
