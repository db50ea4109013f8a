package dev.echospec.client.play;

import dev.echospec.script.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps the first bytes that a client prints, and counts and drops the others. Thread-safe. */
public final class Capture extends OutputStream {
  private final int most;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final CountDownLatch ended = new CountDownLatch(1);
  private long total;

  /**
   * Keeps nothing yet.
   *
   * @param most number of bytes to keep
   */
  public Capture(int most) {
    this.most = most;
  }

  /** Follows a stream to its end in a thread of its own, so that its writer never blocks. */
  static Capture of(InputStream stream, int most) {
    Capture capture = new Capture(most);
    Thread thread = new Thread(() -> capture.follow(stream), "echospec: stdout of the client");
    thread.setDaemon(true);
    thread.start();
    return capture;
  }

  private void follow(InputStream stream) {
    byte[] buffer = new byte[16 << 10];
    try (stream) {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        write(buffer, 0, n);
      }
    } catch (IOException e) {
      // The process is gone and its pipe with it: what was read stays.
    } finally {
      ended.countDown();
    }
  }

  @Override
  public synchronized void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int count) {
    kept.write(bytes, from, Math.min(count, most - kept.size()));
    total += count;
  }

  /**
   * Waits for the end of the stream, which another holder of its writing end may keep open.
   *
   * @return false if it has not ended in time
   */
  boolean awaitEnd(long millis) {
    try {
      return ended.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Returns what was kept by now. */
  public synchronized Captured captured() {
    return new Captured(Payload.of(kept.toByteArray()), total);
  }
}
