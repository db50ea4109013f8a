package dev.echospec.zoo;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * Each connection is a channel that never blocks: a write may take less than it was given, and what
 * becomes of the rest is for a subclass to say.
 */
abstract class ChannelServer extends ZooServer {
  /** A conversation: its channel, a selector of its own, and what that last said. */
  static final class Line {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer buffer = ByteBuffer.allocate(READ_SIZE);

    private Line(SocketChannel channel, Selector events) throws IOException {
      this.channel = channel;
      this.key = channel.register(events, 0);
    }

    /** Waits until something can be read, or written; for ever, if the time is 0. */
    boolean await(int interest, long millis) throws IOException {
      key.interestOps(interest);
      int ready = key.selector().select(millis);
      key.selector().selectedKeys().clear();
      return ready > 0 || !channel.isOpen();
    }

    /** The answer to one read, which is empty if there was nothing to read; null at the end. */
    ByteBuffer answer() throws IOException {
      int n = channel.read(buffer.clear());
      return n < 0 ? null : ByteBuffer.wrap(upper(Arrays.copyOf(buffer.array(), n)));
    }

    /** Writes what the kernel takes. */
    void write(ByteBuffer bytes) throws IOException {
      channel.write(bytes);
    }
  }

  /** Answers everything that comes, until the end of the stream. */
  abstract void converse(Line line) throws IOException;

  @Override
  ServerSocket newListener() throws IOException {
    return ServerSocketChannel.open().socket();
  }

  @Override
  void serve(Socket socket) throws IOException {
    SocketChannel channel = socket.getChannel();
    channel.configureBlocking(false);
    try (Selector events = Selector.open()) {
      converse(new Line(channel, events));
    }
  }
}
