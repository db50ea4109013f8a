package dev.echospec.play;

import dev.echospec.script.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A payload on its way into the kernel. */
final class Outgoing {
  /** Periods in one buffer, so that a write can hand over some 256 KiB at once. */
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
      // On the heap: what is direct is freed only with a collection, and such buffers come and go.
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
   * Hands over what the kernel takes now.
   *
   * @param room no more than that
   * @return how much it was
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
