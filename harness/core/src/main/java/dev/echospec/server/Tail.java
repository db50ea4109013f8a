package dev.echospec.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Reads a stream to its end, so that its writer never blocks, and keeps the last 8 KiB.
 * Thread-safe.
 */
public final class Tail {
  private static final int KEPT = 8 << 10;

  private final byte[] ring = new byte[KEPT];
  private long count;
  private boolean ended;

  /**
   * Makes a tail that follows a stream in a thread of its own.
   *
   * @param stream is closed at its end
   * @param name of the thread
   */
  public static Tail of(InputStream stream, String name) {
    Tail tail = new Tail();
    Thread thread = new Thread(() -> tail.follow(stream), name);
    thread.setDaemon(true);
    thread.start();
    return tail;
  }

  private void follow(InputStream stream) {
    byte[] buffer = new byte[8 << 10];
    try (stream) {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        keep(buffer, n);
      }
    } catch (IOException e) {
      // The process is gone and its pipe with it: what was read stays.
    } finally {
      end();
    }
  }

  /** Marks the end of the stream. */
  public synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Returns true once the stream has ended. */
  public synchronized boolean hasEnded() {
    return ended;
  }

  /**
   * Waits for the end of the stream, which another holder of its writing end may keep open.
   *
   * @param millis bound of the wait
   */
  public synchronized void awaitEnd(long millis) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      for (long left = millis; !ended && left > 0; ) {
        wait(left);
        left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Adds bytes.
   *
   * @param bytes of which the first are added
   * @param n how many of them
   */
  public synchronized void keep(byte[] bytes, int n) {
    for (int i = 0; i < n; i++) {
      ring[(int) (count++ % KEPT)] = bytes[i];
    }
  }

  /** Returns the last 8 KiB as text, without a first line that has lost its beginning. */
  public synchronized String text() {
    int length = (int) Math.min(count, KEPT);
    byte[] last = new byte[length];
    for (int i = 0; i < length; i++) {
      last[i] = ring[(int) ((count - length + i) % KEPT)];
    }
    String text = new String(last, StandardCharsets.UTF_8);
    int line = count > KEPT ? text.indexOf('\n') : -1;
    return text.substring(line + 1).stripTrailing();
  }
}
