package dev.echospec.play;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A direct buffer that a long stream is written from: of any other the virtual machine makes a
 * direct copy at each write, which takes a tenth of the time of a stream. There is one for each
 * player, since direct buffers are freed only by a collection. Two streams at once are rare: the
 * second is written from the heap.
 */
final class StreamBuffer {
  private @Nullable ByteBuffer direct;
  private boolean lent;

  /**
   * Returns a buffer whose capacity is at least as great, to be given back.
   *
   * @param size in bytes
   */
  ByteBuffer lend(int size) {
    if (lent) {
      return ByteBuffer.allocate(size);
    }
    ByteBuffer buffer = direct;
    if (buffer == null || buffer.capacity() < size) {
      buffer = ByteBuffer.allocateDirect(size);
      direct = buffer;
    }
    lent = true;
    return buffer.clear();
  }

  /** Takes a buffer back. The next stream overwrites it. */
  void giveBack(ByteBuffer buffer) {
    if (buffer == direct) {
      lent = false;
    }
  }
}
