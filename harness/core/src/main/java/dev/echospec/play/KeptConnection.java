package dev.echospec.play;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A connection that stays open while scripts are played on others. But for {@link #open} it waits
 * for nothing: what has come is seen when it is next looked at. Not for use by more than one thread
 * at a time.
 */
public final class KeptConnection implements AutoCloseable {
  private static final int BUFFER = 1024;

  private final SocketChannel channel;
  private final UnaryOperator<byte[]> oracle;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private ByteBuffer owed = ByteBuffer.allocate(0);
  private State state = State.OPEN;

  /** How such a connection is. */
  public enum State {
    /** It is open, and all that came was owed. */
    OPEN,
    /** The server has ended it, in order or with a reset. */
    ENDED,
    /** Something came that was not owed. */
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
   * @param patience how long that may take
   * @return the connection; empty if there is none by then, whatever the reason
   */
  public static Optional<KeptConnection> open(
      InetSocketAddress address, UnaryOperator<byte[]> oracle, Duration patience) {
    SocketChannel channel = null;
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
   * Writes a short message.
   *
   * @param message what the server has to echo
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
   * Reads what has come.
   *
   * @return how the connection is now; it never becomes open again
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
    owed.position(owed.position() + came.remaining());
    return same;
  }

  /**
   * @return whether all that was sent has come back, as far as was looked
   */
  public boolean hasItsEcho() {
    return !owed.hasRemaining();
  }

  /** Ends it with a reset, which leaves nothing at the server's port. */
  public void abort() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      // It is gone already.
    }
    close(channel);
  }

  /** Ends it in order. */
  @Override
  public void close() {
    close(channel);
  }

  private static void close(SocketChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // Nothing is left that could be done with it.
      }
    }
  }
}
