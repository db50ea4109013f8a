package dev.echospec.play;

import dev.echospec.script.Payload;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a play: its socket, the writes in progress, and the comparison of what arrives.
 */
final class Connection {
  /** Excess bytes after which the reply is known to be wrong, and the play ends. */
  private static final long ENOUGH = 64 << 10;

  /**
   * Most bytes in flight in a long stream. They fit into a processor cache; without a bound
   * megabytes queue up in the kernel, and the rate is half.
   */
  private static final long WINDOW = 384 << 10;

  /**
   * Streams up to this length have no window. It is larger than the socket buffers, so
   * back-pressure is still exercised.
   */
  private static final long LONGEST_WITHOUT_WINDOW = 16 << 20;

  /** Most bytes owed of a message whose parts are acknowledged at once. */
  private static final long SMALL = 4 << 10;

  /** Linux can acknowledge at once; other systems, and runtimes without jdk.net, have no option. */
  private static final Optional<SocketOption<Boolean>> QUICK_ACKNOWLEDGEMENT =
      quickAcknowledgement();

  /** Idle time after which the window is ignored for one write, in nanoseconds. */
  private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(1);

  private final int connection;
  private final TranscriptRecorder recorder;
  private final Expectation expectation;
  private final ArrayDeque<Outgoing> outbound = new ArrayDeque<>(2);
  private @Nullable SocketChannel channel;
  private @Nullable SelectionKey key;
  private boolean connected;
  private boolean readingStopped;
  private boolean halfCloseWanted;
  private boolean halfClosed;
  private boolean writeBroken;
  private boolean ended;
  private boolean endedUnexpectedly;
  private long queued;
  private long sent;
  private long received;
  private long acknowledged;
  private long read;
  private long lastMove;
  private long divergedAt;
  private byte[] rest = Received.NOTHING.rest();

  Connection(int connection, UnaryOperator<byte[]> oracle, TranscriptRecorder recorder) {
    this.connection = connection;
    this.recorder = recorder;
    this.expectation = new Expectation(oracle);
  }

  /**
   * Starts to connect. On the loopback interface the connection is often established at once.
   *
   * @return the resource that this machine lacks for it; the connect can then be tried again. Empty
   *     otherwise, also if the connect failed
   */
  Optional<Shortage.Of> connect(InetSocketAddress address) {
    lastMove = System.nanoTime();
    try {
      // A socket of the address's own family spares system calls: Java's default is IPv6 for both.
      channel =
          SocketChannel.open(
              address.getAddress() instanceof Inet4Address
                  ? StandardProtocolFamily.INET
                  : StandardProtocolFamily.INET6);
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      // Lets a server bind the port of this socket while the socket is in TIME_WAIT: ending the
      // server's side of another connection needs that (server.TimeWait).
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      connected = channel.connect(address) || channel.finishConnect();
      if (connected) {
        recorder.connected(connection);
      }
    } catch (IOException | RuntimeException e) {
      Optional<Shortage.Of> shortage = Shortage.Of.in(e);
      if (shortage.isPresent()) {
        closeChannel();
        return shortage;
      }
      notConnected(e);
    }
    return Optional.empty();
  }

  /** Closes the socket, if there is one; errors leave nothing to do. */
  private void closeChannel() {
    if (hasChannel()) {
      try {
        channel.close();
      } catch (IOException e) {
        // Nothing is left to do.
      }
    }
  }

  private void notConnected(Exception why) {
    ended = true;
    writeBroken = true;
    String message = String.valueOf(why.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("reset")) {
      // The server accepted the connection and reset it before finishConnect.
      recorder.connected(connection);
      recorder.wasReset(connection);
      return;
    }
    boolean refused = why instanceof ConnectException && message.contains("refused");
    recorder.notConnected(
        connection, refused ? Event.NotConnected.Why.REFUSED : Event.NotConnected.Why.IMPOSSIBLE);
  }

  /**
   * Ends a connect that is still pending.
   *
   * @param patient whether the server had its full time to accept
   */
  void giveUpConnecting(boolean patient) {
    ended = true;
    writeBroken = true;
    if (patient) {
      recorder.notConnected(connection, Event.NotConnected.Why.NO_ANSWER);
    }
  }

  void send(int step, Payload payload) {
    queued += payload.length();
    if (writeBroken || ended || payload.length() == 0) {
      return;
    }
    expectation.expect(payload);
    outbound.add(new Outgoing(step, payload));
  }

  void halfClose() {
    halfCloseWanted = true;
  }

  void stopReading() {
    readingStopped = true;
  }

  void resumeReading() {
    if (readingStopped && isOpen() && !outbound.isEmpty()) {
      recorder.stalled(connection, sent, Duration.ofNanos(System.nanoTime() - lastMove));
    }
    readingStopped = false;
  }

  /** Stream offset at which a read step completes, capped at what the server owes. */
  long readMark(long bytes) {
    read = queued - read < bytes ? queued : read + bytes;
    return read;
  }

  int connectionNumber() {
    return connection;
  }

  boolean isConnecting() {
    return !connected && !ended;
  }

  boolean hasEnded() {
    return ended;
  }

  boolean isReadingStopped() {
    return readingStopped;
  }

  boolean hasWritten() {
    return outbound.isEmpty() && halfClosed == halfCloseWanted || writeBroken;
  }

  /** Whether the connection is open and part of its echo is missing. */
  boolean isOwedAnAnswer() {
    return isOpen() && received < queued;
  }

  /** Whether the connection is established and has not ended. */
  boolean isOpen() {
    return connected && !ended;
  }

  /** True if no byte has come: the server may not have accepted it yet. */
  boolean mayBeQueued() {
    return received == 0;
  }

  boolean hasReceivedAll() {
    return received >= queued;
  }

  boolean hasReceived(long mark) {
    return received >= mark;
  }

  /** Time of the last byte in or out, as System.nanoTime counts. */
  long lastMove() {
    return lastMove;
  }

  void touch() {
    lastMove = System.nanoTime();
  }

  /** Time of the first byte that is not owed, as System.nanoTime counts; 0 if there was none. */
  long divergedAt() {
    return divergedAt;
  }

  boolean hasShownEnough() {
    return received - Math.max(sent, expectation.matched()) > ENOUGH;
  }

  /**
   * Connects, writes and reads as far as possible without blocking.
   *
   * @param buffer room to read into
   * @return whether anything moved
   */
  boolean turn(ByteBuffer buffer) {
    boolean moved = false;
    if (isConnecting()) {
      try {
        if (!channel.finishConnect()) {
          return false;
        }
        connected = true;
        moved = true;
        recorder.connected(connection);
      } catch (IOException e) {
        notConnected(e);
        return true;
      }
    }
    moved |= write();
    moved |= read(buffer);
    if (moved) {
      lastMove = System.nanoTime();
    }
    return moved;
  }

  /**
   * How many bytes may be written now. It is 0 only within a {@link #MOMENT} of the last byte in or
   * out, so a server that answers late, or at the end of the stream, still gets all bytes, if more
   * slowly.
   */
  private long room() {
    if (queued <= LONGEST_WITHOUT_WINDOW
        || readingStopped
        || ended
        || System.nanoTime() - lastMove >= MOMENT) {
      return Long.MAX_VALUE;
    }
    return Math.max(0, WINDOW - (sent - received));
  }

  private boolean write() {
    boolean moved = false;
    try {
      while (!outbound.isEmpty() && !writeBroken) {
        long room = room();
        if (room == 0) {
          return moved;
        }
        Outgoing outgoing = outbound.peek();
        int count = outgoing.write(channel, room);
        sent += count;
        moved |= count > 0;
        if (!outgoing.done()) {
          return moved;
        }
        outbound.remove();
        recorder.sent(outgoing.step(), connection, sent);
      }
      if (halfCloseWanted && !halfClosed && !writeBroken) {
        // If the server ended first, a FIN would leave its port in TIME_WAIT: see close.
        if (!ended) {
          channel.shutdownOutput();
        }
        halfClosed = true;
        moved = true;
      }
    } catch (IOException e) {
      // The peer reset. Bytes that it sent before may still be readable.
      writeBroken = true;
      outbound.clear();
      recorder.wasReset(connection);
      moved = true;
    }
    return moved;
  }

  private boolean read(ByteBuffer buffer) {
    if (ended || readingStopped || !connected) {
      return false;
    }
    try {
      buffer.clear();
      int count = channel.read(buffer);
      if (count < 0) {
        ended = true;
        endedUnexpectedly = !halfClosed || received < sent;
        recorder.endOfStream(connection);
        return true;
      }
      if (count == 0) {
        return false;
      }
      received += count;
      recorder.got(connection, received);
      check(buffer.flip());
      return true;
    } catch (IOException e) {
      ended = true;
      endedUnexpectedly = true;
      if (!writeBroken) {
        writeBroken = true;
        outbound.clear();
        recorder.wasReset(connection);
      }
      return true;
    }
  }

  private void check(ByteBuffer arrived) {
    if (divergedAt == 0) {
      if (expectation.take(arrived, sent)) {
        return;
      }
      divergedAt = System.nanoTime();
      recorder.diverged(connection, expectation.matched(), sent);
    }
    int room = Math.min(Received.KEPT - rest.length, arrived.remaining());
    if (room > 0) {
      int before = rest.length;
      rest = Arrays.copyOf(rest, before + room);
      arrived.get(rest, before, room);
    }
  }

  /**
   * Prepares a wait: registers the events to wake up for, if any.
   *
   * @return how long to sleep at most, in nanoseconds: a write that the window holds back is tried
   *     again after a {@link #MOMENT}
   */
  long watch(Selector selector) throws IOException {
    boolean writes = !outbound.isEmpty() && !writeBroken;
    boolean heldBack = writes && room() == 0;
    int interest = 0;
    if (isConnecting()) {
      interest = SelectionKey.OP_CONNECT;
    } else if (hasChannel()) {
      interest =
          (ended || readingStopped ? 0 : SelectionKey.OP_READ)
              | (writes && !heldBack ? SelectionKey.OP_WRITE : 0);
    }
    if (key == null) {
      if (interest != 0) {
        key = channel.register(selector, interest, this);
      }
    } else if (key.isValid() && key.interestOps() != interest) {
      key.interestOps(interest);
    }
    acknowledge();
    return heldBack ? MOMENT : Long.MAX_VALUE;
  }

  /**
   * Acknowledges what has come of an echo before a wait for its end. A server that writes small
   * pieces under Nagle's algorithm keeps the second one back until the first is acknowledged, which
   * the kernel delays by 40 ms or more (RFC 1122, section 4.2.3.2). It stays delayed where much is
   * owed: each acknowledgement calls forth a segment, and they would all be tiny.
   */
  private void acknowledge() throws IOException {
    if (QUICK_ACKNOWLEDGEMENT.isPresent()
        && received > acknowledged
        && isOwedAnAnswer()
        && queued - received <= SMALL
        && !readingStopped) {
      acknowledged = received;
      channel.setOption(QUICK_ACKNOWLEDGEMENT.get(), true);
    }
  }

  /**
   * Closes without waiting. If the peer ended first or owes something, it resets: the port of a
   * server that died then has no connection in TIME_WAIT, and the server can bind it again.
   */
  void close(boolean reset) {
    if (hasChannel()) {
      try {
        if (reset || endedUnexpectedly || hasSomethingUnread()) {
          channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
      } catch (IOException | RuntimeException e) {
        // Closing below still works, with a FIN.
      }
      closeChannel();
    }
    ended = true;
    writeBroken = true;
  }

  @SuppressWarnings("unchecked") // The option of this name is a boolean.
  private static Optional<SocketOption<Boolean>> quickAcknowledgement() {
    try (SocketChannel any = SocketChannel.open()) {
      return any.supportedOptions().stream()
          .filter(option -> option.name().equals("TCP_QUICKACK"))
          .map(option -> (SocketOption<Boolean>) option)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The channel is null if the system is out of descriptors. */
  private boolean hasChannel() {
    return channel != null && channel.isOpen();
  }

  /** Unread data or an unread FIN: closing now makes the kernel send a reset. */
  private boolean hasSomethingUnread() throws IOException {
    return connected && !ended && channel.read(ByteBuffer.allocate(1)) != 0;
  }

  Received received() {
    return new Received(sent, received, expectation.matched(), rest);
  }
}
