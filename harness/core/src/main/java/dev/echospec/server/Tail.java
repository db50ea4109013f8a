package dev.echospec.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Reads a stream to its end, so that its writer never blocks, and keeps only the last of it. */
public final class Tail implements Runnable {
  private static final int KEPT = 8 << 10;

  private final InputStream stream;
  private final byte[] ring = new byte[KEPT];
  private long count;
  private boolean ended;

  /** Is given what there is to keep instead of reading it. */
  public Tail() {
    this(InputStream.nullInputStream());
  }

  public Tail(InputStream stream) {
    this.stream = stream;
  }

  @Override
  public void run() {
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

  /** Nothing more will come. */
  public synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Waits for the end of the stream, but not for long: whoever else has it may live on. */
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

  public synchronized void keep(byte[] bytes, int n) {
    for (int i = 0; i < n; i++) {
      ring[(int) (count++ % KEPT)] = bytes[i];
    }
  }

  /** What was read last, as text; a line that is no longer whole is left out. */
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
