package dev.echospec.play;

import dev.echospec.script.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A payload of which the kernel has taken a part. */
final class Outgoing {
  /** Periods in one buffer, so that one write can offer some 256 KiB. */
  private static final int PERIODS = 4;

  private final int step;
  private final int period;
  private final long length;
  private final ByteBuffer buffer;
  private long written;

  Outgoing(int step, Payload payload) {
    this.step = step;
    this.length = payload.length();
    byte[] bytes = payload.period();
    this.period = bytes.length;
    if (length > period) {
      // On the heap: a direct buffer is freed only by a collection, and these are short-lived.
      buffer = ByteBuffer.allocate(PERIODS * period);
      for (int i = 0; i < PERIODS; i++) {
        buffer.put(bytes);
      }
    } else {
      buffer = ByteBuffer.wrap(bytes);
    }
  }

  int step() {
    return step;
  }

  boolean done() {
    return written == length;
  }

  /**
   * Writes as much as the kernel takes now.
   *
   * @param room most bytes to write
   * @return the number of bytes written
   */
  int write(SocketChannel channel, long room) throws IOException {
    int at = (int) (written % period);
    long most = Math.min(room, length - written);
    buffer.clear();
    buffer.position(at).limit((int) Math.min(buffer.capacity(), at + most));
    int count = channel.write(buffer);
    written += count;
    return count;
  }
}
