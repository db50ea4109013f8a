package dev.echospec.tap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * One direction of a connection. It holds the bytes of one read at most: until the sink has taken
 * them, nothing more is read, so that a slow reader slows the writer as it would without the relay,
 * and each write of the source that arrives by itself becomes one write to the sink.
 */
final class Flow {
  /** Most bytes of one read. More are cut into several writes. */
  static final int CAPACITY = 64 * 1024;

  /** Reads before another connection gets its turn. */
  private static final int TURNS = 16;

  private final Side from;
  private final SocketChannel source;
  private final SocketChannel sink;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(CAPACITY).limit(0);

  private boolean ended;
  private boolean sinkGone;
  private long blockedAt;
  private boolean stalled;

  Flow(Side from, SocketChannel source, SocketChannel sink) {
    this.from = from;
    this.source = source;
    this.sink = sink;
  }

  /** Why a turn ended. */
  enum Turn {
    /** Nothing more can be moved now. */
    DONE,
    /** The source ended its stream. */
    END,
    /** The source reset the connection. */
    SOURCE_RESET,
    /** The sink refused what was written to it: it reset the connection, or has closed it. */
    SINK_RESET
  }

  /** Receives what a read returned. */
  interface Reads {
    void read(Side from, byte[] bytes);
  }

  /** Moves what can be moved without waiting. */
  Turn turn(Reads reads) {
    for (int i = 0; i < TURNS && !ended && !sinkGone; i++) {
      if (!flush()) {
        return Turn.SINK_RESET;
      }
      if (isBlocked()) {
        return Turn.DONE;
      }
      buffer.clear();
      int read = -1;
      boolean reset = false;
      try {
        read = source.read(buffer);
      } catch (IOException e) {
        reset = true;
      }
      buffer.flip();
      if (read <= 0) {
        return reset ? Turn.SOURCE_RESET : read == 0 ? Turn.DONE : Turn.END;
      }
      blockedAt = System.nanoTime();
      byte[] bytes = new byte[read];
      buffer.duplicate().get(bytes);
      // Forwarded first: recording must not delay it.
      boolean flushed = flush();
      reads.read(from, bytes);
      if (!flushed) {
        return Turn.SINK_RESET;
      }
    }
    return Turn.DONE;
  }

  private boolean flush() {
    if (!buffer.hasRemaining()) {
      return true;
    }
    int before = buffer.remaining();
    try {
      sink.write(buffer);
    } catch (IOException e) {
      return false;
    }
    if (buffer.remaining() < before) {
      blockedAt = System.nanoTime();
    }
    return true;
  }

  /** The source has ended its stream, or cannot be read from any more. */
  void end() {
    ended = true;
  }

  boolean hasEnded() {
    return ended;
  }

  /** Nothing reaches the sink any more: what waits for it is dropped, and nothing more is read. */
  void loseSink() {
    sinkGone = true;
    buffer.position(buffer.limit());
  }

  boolean isSinkGone() {
    return sinkGone;
  }

  /** Whether bytes wait for the sink. */
  boolean isBlocked() {
    return buffer.hasRemaining();
  }

  /** Whether bytes of the source are wanted. */
  boolean wantsToRead() {
    return !ended && !sinkGone && !isBlocked();
  }

  /**
   * Returns whether the sink has begun to stall since the last call: nothing has been taken of the
   * bytes that wait for it.
   */
  boolean beginsToStall(Duration bound) {
    boolean begins = isBlocked() && !stalled && System.nanoTime() - blockedAt >= bound.toNanos();
    stalled |= begins;
    return begins;
  }

  /** Returns whether the sink has stopped stalling since the last call. */
  boolean endsToStall() {
    boolean ends = stalled && !isBlocked();
    stalled &= !ends;
    return ends;
  }

  Side from() {
    return from;
  }

  Side to() {
    return from.other();
  }
}
