package dev.echospec.play;

import dev.echospec.script.Payload;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
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

/** One connection of a play: the socket, what is to be written, and what came back. */
final class Connection {
  /** A server that answers with this much more than it owes has shown enough. */
  private static final long ENOUGH = 64 << 10;

  /**
   * What may be sent and not yet be back, in a long stream. It fits into a processor's cache;
   * without a bound megabytes queue up in the kernel, no cache holds them, and the rate is half.
   */
  private static final long WINDOW = 384 << 10;

  /**
   * Up to so many bytes have no window, but go out as fast as the kernel takes them. It is more
   * than its buffers hold, so that how a server copes with full ones is seen as ever.
   */
  private static final long LONGEST_WITHOUT_WINDOW = 16 << 20;

  /** When nothing has moved for so long, one write more is made, window or not. */
  private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(1);

  private final int connection;
  private final TranscriptRecorder log;
  private final Expectation expectation;
  private final ArrayDeque<Outgoing> outbound = new ArrayDeque<>(2);
  private SocketChannel channel;
  private SelectionKey key;
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
  private long read;
  private long lastMove;
  private long divergedAt;
  private byte[] rest = Received.NOTHING.rest();

  Connection(int connection, UnaryOperator<byte[]> oracle, TranscriptRecorder log) {
    this.connection = connection;
    this.log = log;
    this.expectation = new Expectation(oracle);
  }

  /**
   * Starts to connect; with luck it is done at once.
   *
   * @return what this machine is short of for that, if so; then it can be tried again
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
      // Of no use here; but what this socket leaves in TIME_WAIT then keeps nobody from binding its
      // port, which is needed to end the server's side of another connection (target.TimeWait).
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      connected = channel.connect(address) || channel.finishConnect();
      if (connected) {
        log.connected(connection);
      }
    } catch (IOException | RuntimeException e) {
      Optional<Shortage.Of> shortage = Shortage.Of.in(e);
      if (shortage.isPresent()) {
        abandon();
        return shortage;
      }
      notConnected(e);
    }
    return Optional.empty();
  }

  /** Closes a socket that never was a connection. */
  private void abandon() {
    if (hasChannel()) {
      try {
        channel.close();
      } catch (IOException e) {
        // Nothing is left that could be done with it.
      }
    }
  }

  private void notConnected(Exception why) {
    ended = true;
    writeBroken = true;
    String message = String.valueOf(why.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("reset")) {
      // The handshake was done, and the reset came before we looked.
      log.connected(connection);
      log.wasReset(connection);
      return;
    }
    boolean refused = why instanceof ConnectException && message.contains("refused");
    log.notConnected(
        connection, refused ? Event.NotConnected.Why.REFUSED : Event.NotConnected.Why.IMPOSSIBLE);
  }

  /**
   * The connect was not waited for any longer.
   *
   * @param patient whether the server had all the time that was its due
   */
  void giveUpConnecting(boolean patient) {
    ended = true;
    writeBroken = true;
    if (patient) {
      log.notConnected(connection, Event.NotConnected.Why.NO_ANSWER);
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
      log.stalled(connection, sent, Duration.ofNanos(System.nanoTime() - lastMove));
    }
    readingStopped = false;
  }

  /** Where a Read of so many bytes is over; what is not owed is not waited for. */
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

  /** Whether the script ended with this connection open, and its echo still to come. */
  boolean isOwedAnAnswer() {
    return isOpen() && received < queued;
  }

  /** Whether either side could still send on it. */
  boolean isOpen() {
    return connected && !ended;
  }

  boolean hasReceivedAll() {
    return received >= queued;
  }

  boolean hasReceived(long mark) {
    return received >= mark;
  }

  /** When something last moved here, in the clock of System.nanoTime. */
  long lastMove() {
    return lastMove;
  }

  void touch() {
    lastMove = System.nanoTime();
  }

  /** When the first byte came that is not owed; 0 if none did. */
  long divergedAt() {
    return divergedAt;
  }

  boolean hasShownEnough() {
    return received - Math.max(sent, expectation.matched()) > ENOUGH;
  }

  /**
   * Does what can be done without waiting.
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
        log.connected(connection);
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
   * How many bytes may be written now. It is 0 only within a {@link #MOMENT} of the last byte that
   * came or went, so nothing is held back for ever: a server that answers late, or waits for the
   * end of the stream, gets all of it, if more slowly.
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
        log.sent(outgoing.step(), connection, sent);
      }
      if (halfCloseWanted && !halfClosed && !writeBroken) {
        // Where the server ended first, a FIN would leave its port in TIME_WAIT: see close.
        if (!ended) {
          channel.shutdownOutput();
        }
        halfClosed = true;
        moved = true;
      }
    } catch (IOException e) {
      // The peer reset. What it had sent before may still be there to read.
      writeBroken = true;
      outbound.clear();
      log.wasReset(connection);
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
        log.endOfStream(connection);
        return true;
      }
      if (count == 0) {
        return false;
      }
      received += count;
      log.got(connection, received);
      check(buffer.flip());
      return true;
    } catch (IOException e) {
      ended = true;
      endedUnexpectedly = true;
      if (!writeBroken) {
        writeBroken = true;
        outbound.clear();
        log.wasReset(connection);
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
      log.diverged(connection, expectation.matched(), sent);
    }
    int room = Math.min(Received.KEPT - rest.length, arrived.remaining());
    if (room > 0) {
      int before = rest.length;
      rest = Arrays.copyOf(rest, before + room);
      arrived.get(rest, before, room);
    }
  }

  /**
   * Says what to wake up for; a link that waits for nothing wakes nobody.
   *
   * @return how long to sleep at most: what is held back is looked at again after a {@link #MOMENT}
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
    return heldBack ? MOMENT : Long.MAX_VALUE;
  }

  /**
   * Closes without waiting. Where the peer ended first or owes something, with a reset: a server
   * that died is then free to bind its port again, instead of finding it in TIME_WAIT.
   */
  void close(boolean reset) {
    if (hasChannel()) {
      try {
        if (reset || endedUnexpectedly || hasSomethingUnread()) {
          channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
      } catch (IOException | RuntimeException e) {
        // It is closed below all the same.
      }
      try {
        channel.close();
      } catch (IOException e) {
        // Nothing is left that could be done with it.
      }
    }
    ended = true;
    writeBroken = true;
  }

  /** There is no channel if the system is out of descriptors. */
  private boolean hasChannel() {
    return channel != null && channel.isOpen();
  }

  /** An end of stream that nobody has looked at; or bytes, at which the kernel resets anyway. */
  private boolean hasSomethingUnread() throws IOException {
    return connected && !ended && channel.read(ByteBuffer.allocate(1)) != 0;
  }

  boolean isRegistered() {
    return key != null;
  }

  Received received() {
    return new Received(sent, received, expectation.matched(), rest);
  }
}
