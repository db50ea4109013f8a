package dev.echospec.client.play;

import dev.echospec.client.play.Conversation.End;
import dev.echospec.client.play.Conversation.Segment;
import dev.echospec.client.script.ServerScript;
import dev.echospec.client.script.ServerStep;
import dev.echospec.client.script.ServerStep.Answer;
import dev.echospec.client.script.ServerStep.HalfClose;
import dev.echospec.client.script.ServerStep.Pause;
import dev.echospec.client.script.ServerStep.Read;
import dev.echospec.client.script.ServerStep.Send;
import dev.echospec.judge.Oracle;
import dev.echospec.script.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The server's end of one connection: plays the script on it, without blocking. */
final class Peer {
  /** A client sends this many bytes beyond its message before the server stops reading. */
  private static final int SURPLUS = 1 << 20;

  private static final int MOST_SEGMENTS = 1000;

  /** A server that gathers answers what is there after this pause of the client. */
  private static final long GATHER_NANOS = Duration.ofMillis(100).toNanos();

  private final SocketChannel channel;
  private final SelectionKey key;
  private final ServerScript script;
  private final Oracle oracle;
  private final long began;
  private final Received received = new Received();
  private final List<Segment> segments = new ArrayList<>();
  private final List<Segment> writes = new ArrayList<>();
  private ByteBuffer pending = ByteBuffer.allocate(0);
  private long answered;
  private int step;
  private long readBefore;
  private long answeredInStep;
  private long pausedUntil;
  private boolean pausing;
  private long lastMove;
  private long lastByte;
  private End end = End.OPEN;
  private long endedAt;
  private boolean closed;
  private boolean broken;
  private boolean frozen;

  /**
   * Takes over a connection.
   *
   * @param channel not blocking, closed by this peer
   * @param key of the channel
   * @param began when the run began, as {@link System#nanoTime} counts
   */
  Peer(SocketChannel channel, SelectionKey key, ServerScript script, Oracle oracle, long began)
      throws IOException {
    this.channel = channel;
    this.key = key;
    this.script = script;
    this.oracle = oracle;
    this.began = began;
    this.lastMove = System.nanoTime();
    this.lastByte = lastMove;
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  /** When something was sent, received or begun last. */
  long lastMove() {
    return lastMove;
  }

  boolean isOpen() {
    return !closed && end == End.OPEN;
  }

  private boolean isPlayed() {
    return !broken && step >= script.steps().size() && !pending.hasRemaining();
  }

  /** Reads what is there and plays as many steps as can be played now. */
  void turn(ByteBuffer buffer) {
    if (closed) {
      return;
    }
    try {
      read(buffer);
      play();
      flush();
      if (!closed && step >= script.steps().size() && end != End.OPEN && !pending.hasRemaining()) {
        close();
      }
    } catch (IOException e) {
      broken = !isPlayed();
      ended(End.RESET);
      close();
    }
    if (!closed) {
      boolean reads = end == End.OPEN && !isSurplus();
      key.interestOps(
          (reads ? SelectionKey.OP_READ : 0)
              | (pending.hasRemaining() ? SelectionKey.OP_WRITE : 0));
    }
  }

  private boolean isSurplus() {
    return received.size() >= script.message().length() + SURPLUS;
  }

  private void read(ByteBuffer buffer) throws IOException {
    while (end == End.OPEN && !isSurplus()) {
      buffer.clear();
      int count = channel.read(buffer);
      if (count < 0) {
        ended(End.CLOSED);
        return;
      }
      if (count == 0) {
        return;
      }
      lastMove = System.nanoTime();
      lastByte = lastMove;
      received.write(buffer.array(), 0, count);
      if (segments.size() < MOST_SEGMENTS) {
        segments.add(new Segment(Duration.ofNanos(lastMove - began), count));
      }
    }
  }

  private void ended(End how) {
    if (end == End.OPEN) {
      end = how;
      endedAt = System.nanoTime();
      lastMove = endedAt;
    }
  }

  /** The client has ended: what the server has not done by now, it does not do any more. */
  void freeze() {
    frozen = true;
  }

  private void play() throws IOException {
    while (!closed && !frozen && step < script.steps().size() && !pending.hasRemaining()) {
      if (!isDone(script.steps().get(step))) {
        return;
      }
      step++;
      lastMove = System.nanoTime();
    }
  }

  private boolean isDone(ServerStep now) throws IOException {
    if (now instanceof Read read) {
      long target = Math.min(script.message().length(), readBefore + read.bytes());
      if (received.size() < target && end == End.OPEN) {
        return false;
      }
      readBefore = target;
      return true;
    }
    if (now instanceof Answer answer) {
      return isAnswered(answer);
    }
    if (now instanceof Pause pause) {
      long time = System.nanoTime();
      if (!pausing) {
        pausing = true;
        pausedUntil = time + Duration.ofMillis(pause.millis()).toNanos();
      }
      pausing = pausedUntil - time > 0;
      return !pausing;
    }
    if (now instanceof Send send) {
      pending = ByteBuffer.wrap(send.payload().bytes(0, (int) send.payload().length()));
      flush();
      return true;
    }
    if (now instanceof HalfClose) {
      channel.shutdownOutput();
      return true;
    }
    // A reset; nothing follows it.
    close();
    return true;
  }

  private boolean isAnswered(Answer answer) throws IOException {
    long left = Math.min(script.message().length() - answered, answer.bytes() - answeredInStep);
    long there = Math.min(left, received.size() - answered);
    boolean gathers =
        answer.bytes() != ServerStep.EVERYTHING
            && there < left
            && end == End.OPEN
            && System.nanoTime() - lastByte < GATHER_NANOS;
    if (there > 0 && !gathers) {
      byte[] echo = oracle.apply(received.range(answered, there));
      answered += there;
      answeredInStep += there;
      left -= there;
      pending = ByteBuffer.wrap(left > 0 ? echo : withWhatFollows(echo));
      flush();
    }
    boolean done = left <= 0 || end != End.OPEN && received.size() <= answered;
    if (done) {
      answeredInStep = 0;
    }
    return done;
  }

  /**
   * Adds what is to be sent right behind the last byte of an answer: in a write of its own it might
   * come after the client has gone.
   */
  private byte[] withWhatFollows(byte[] echo) {
    if (step + 1 < script.steps().size() && script.steps().get(step + 1) instanceof Send send) {
      step++;
      byte[] more = send.payload().bytes(0, (int) send.payload().length());
      byte[] both = Arrays.copyOf(echo, echo.length + more.length);
      System.arraycopy(more, 0, both, echo.length, more.length);
      return both;
    }
    return echo;
  }

  private void flush() throws IOException {
    while (pending.hasRemaining()) {
      int count = channel.write(pending);
      if (count == 0) {
        return;
      }
      lastMove = System.nanoTime();
      if (writes.size() < MOST_SEGMENTS) {
        writes.add(new Segment(Duration.ofNanos(lastMove - began), count));
      }
    }
  }

  /** When the peer wants a turn even though nothing happens, as nanoTime counts; 0 for never. */
  long wakeAt() {
    if (closed || step >= script.steps().size()) {
      return 0;
    }
    if (pausing) {
      return pausedUntil;
    }
    return received.size() > answered ? lastByte + GATHER_NANOS : 0;
  }

  boolean isPausing() {
    return pausing;
  }

  /** Closes the kit's end; with a reset if the client has not ended its side. */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (end == End.OPEN) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
    } catch (IOException e) {
      // It is gone already.
    }
    try {
      channel.close();
    } catch (IOException e) {
      // As above.
    }
  }

  Conversation seen() {
    byte[] bytes = received.toByteArray();
    return new Conversation(
        Payload.of(bytes),
        bytes.length,
        segments,
        writes,
        Math.max(0, answered - pending.remaining()),
        isPlayed(),
        end,
        end == End.OPEN ? Duration.ZERO : Duration.ofNanos(endedAt - began));
  }

  /** Bytes that came, of which a range can be copied without copying all. */
  private static final class Received extends ByteArrayOutputStream {
    byte[] range(long from, long length) {
      return Arrays.copyOfRange(buf, (int) from, (int) (from + length));
    }
  }
}
