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
  private final int size;
  private final StreamBuffer streams;
  private long written;

  /**
   * Nothing of it is written yet.
   *
   * @param streams what a payload is written from that is longer than its period
   */
  Outgoing(int step, Payload payload, StreamBuffer streams) {
    this.streams = streams;
    this.step = step;
    this.length = payload.length();
    byte[] bytes = payload.period();
    this.period = bytes.length;
    if (length > period) {
      size = PERIODS * period;
      buffer = streams.lend(size);
      for (int i = 0; i < PERIODS; i++) {
        buffer.put(bytes);
      }
    } else {
      size = period;
      buffer = ByteBuffer.wrap(bytes);
    }
  }

  /** Nothing more is written. */
  void end() {
    streams.giveBack(buffer);
  }

  int step() {
    return step;
  }

  long left() {
    return length - written;
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
    buffer.position(at).limit((int) Math.min(size, at + most));
    int count = channel.write(buffer);
    written += count;
    return count;
  }
}
