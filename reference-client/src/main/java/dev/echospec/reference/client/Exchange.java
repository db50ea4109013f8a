package dev.echospec.reference.client;

import dev.echospec.reference.client.Outcome.End;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * Sends a text and reads its echo over a connected channel. Reading and writing alternate on one
 * thread: a client that sent everything first would deadlock with a text larger than all buffers on
 * the way, since the server stops reading when its echo is not read.
 */
final class Exchange {
  private static final int WRITE_SIZE = 64 * 1024;

  private final SocketChannel channel;
  private final ClientOptions options;
  private final ClientLog log;
  private final ByteBuffer unsent;
  private final ByteBuffer chunk;
  private final int expected;
  private final ByteArrayOutputStream reply = new ByteArrayOutputStream();

  /**
   * Renewed by received bytes, not by sent ones: the kernel goes on taking a few bytes now and then
   * for a server that no longer reads.
   */
  private Deadline deadline;

  private boolean writable = true;
  private boolean broken;

  Exchange(SocketChannel channel, byte[] text, ClientOptions options, ClientLog log) {
    this.channel = channel;
    this.options = options;
    this.log = log;
    this.unsent = ByteBuffer.wrap(text);
    this.chunk = ByteBuffer.allocate(options.readSize());
    this.expected = text.length;
    this.deadline = Deadline.in(options.timeout());
  }

  /** Runs until the echo is complete, or cannot become so. */
  Outcome run() throws IOException, InterruptedException {
    try (Selector selector = Selector.open()) {
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      while (unsent.hasRemaining() || owed()) {
        send();
        if (broken && !owed()) {
          return outcome(End.RESET);
        }
        int length = owed() ? read() : 0;
        if (length < 0) {
          return outcome(broken ? End.RESET : End.ENDED_EARLY);
        }
        if (length == 0) {
          if (deadline.passed()) {
            return outcome(End.TIMED_OUT);
          }
          await(selector, key);
        }
      }
    }
    return outcome(End.COMPLETE);
  }

  private boolean owed() {
    return reply.size() < expected;
  }

  private void send() {
    if (broken || !writable || !unsent.hasRemaining()) {
      return;
    }
    // In pieces: a channel copies the whole remainder of a heap buffer before each write.
    int wanted = Math.min(unsent.remaining(), WRITE_SIZE);
    try {
      int written = channel.write(unsent.slice().limit(wanted));
      unsent.position(unsent.position() + written);
      writable = written == wanted;
    } catch (IOException e) {
      // Bytes that the server sent before it went away can still be read.
      broken = true;
    }
  }

  private int read() {
    chunk.clear();
    try {
      int length = channel.read(chunk);
      if (length > 0) {
        reply.write(chunk.array(), 0, length);
        log.received(chunk.array(), length, !owed());
        deadline = Deadline.in(options.timeout());
      }
      return length;
    } catch (IOException e) {
      broken = true;
      return -1;
    }
  }

  private void await(Selector selector, SelectionKey key) throws IOException, InterruptedException {
    int read = owed() ? SelectionKey.OP_READ : 0;
    int write = !broken && unsent.hasRemaining() ? SelectionKey.OP_WRITE : 0;
    key.interestOps(read | write);
    selector.selectedKeys().clear();
    selector.select(deadline.selectMillis());
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    writable = writable || key.isWritable();
  }

  private Outcome outcome(End end) {
    return Outcome.exchanged(end, reply.toByteArray(), expected);
  }
}
