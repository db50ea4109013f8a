package dev.echospec.play;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A connection that stays open while scripts are played on others. Only {@link #open} blocks:
 * arrived bytes are checked at the next call. Not for use by more than one thread at a time.
 */
public final class KeptConnection implements AutoCloseable {
  private static final int BUFFER = 1024;

  private final SocketChannel channel;
  private final UnaryOperator<byte[]> oracle;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private ByteBuffer owed = ByteBuffer.allocate(0);
  private State state = State.OPEN;

  /** The state of such a connection. */
  public enum State {
    /** It is open, and every received byte was owed. */
    OPEN,
    /** The server closed or reset it. */
    ENDED,
    /** The server sent a byte that was not owed. */
    WRONG
  }

  private KeptConnection(SocketChannel channel, UnaryOperator<byte[]> oracle) {
    this.channel = channel;
    this.oracle = oracle;
  }

  /**
   * Connects.
   *
   * @param address where the server is
   * @param oracle the map from bytes sent to bytes owed; keeps the length
   * @param patience bound of the connect
   * @return the connection; empty if the connect failed or took longer
   */
  public static Optional<KeptConnection> open(
      InetSocketAddress address, UnaryOperator<byte[]> oracle, Duration patience) {
    @Nullable SocketChannel channel = null;
    try {
      channel = SocketChannel.open();
      channel.socket().connect(address, (int) patience.toMillis());
      channel.configureBlocking(false);
      return Optional.of(new KeptConnection(channel, oracle));
    } catch (IOException e) {
      close(channel);
      return Optional.empty();
    }
  }

  /**
   * Writes a short message. If the connection is no longer open, this does nothing.
   *
   * @param message bytes that the server has to echo; at most what the socket buffer takes at once
   */
  public void send(byte[] message) {
    look();
    if (state == State.OPEN) {
      byte[] echo = oracle.apply(message);
      owed = ByteBuffer.allocate(owed.remaining() + echo.length).put(owed).put(echo).flip();
      try {
        channel.write(ByteBuffer.wrap(message));
      } catch (IOException e) {
        state = State.ENDED;
      }
    }
  }

  /**
   * Reads the bytes that have arrived.
   *
   * @return the state of the connection now; it never becomes open again
   */
  public State look() {
    try {
      while (state == State.OPEN) {
        int n = channel.read(buffer.clear());
        if (n <= 0) {
          state = n < 0 ? State.ENDED : state;
          return state;
        }
        state = isOwed(buffer.flip()) ? state : State.WRONG;
      }
    } catch (IOException e) {
      state = State.ENDED;
    }
    return state;
  }

  private boolean isOwed(ByteBuffer came) {
    if (came.remaining() > owed.remaining()) {
      return false;
    }
    boolean same = came.equals(owed.slice(owed.position(), came.remaining()));
    if (same) {
      owed.position(owed.position() + came.remaining());
    }
    return same;
  }

  /** Returns whether the whole echo had arrived at the last {@link #look}. */
  public boolean hasItsEcho() {
    return !owed.hasRemaining();
  }

  /** Resets the connection, which leaves nothing in TIME_WAIT at the server's port. */
  public void abort() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      // The connection is gone already.
    }
    close(channel);
  }

  /** Closes the connection with a FIN. */
  @Override
  public void close() {
    close(channel);
  }

  private static void close(@Nullable SocketChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // Nothing is left to do.
      }
    }
  }
}
