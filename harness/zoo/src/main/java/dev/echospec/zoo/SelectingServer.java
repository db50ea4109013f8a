package dev.echospec.zoo;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** Serves all connections in one thread with a selector; each has a buffer for what it is owed. */
abstract class SelectingServer extends ZooServer {
  /**
   * A connection can be read from, or written to.
   *
   * @param owed its buffer
   */
  abstract void ready(SelectionKey key, SocketChannel channel, ByteBuffer owed) throws IOException;

  /** What one read takes at most. */
  int bufferSize() {
    return READ_SIZE;
  }

  @Override
  ServerSocket newListener() throws IOException {
    return ServerSocketChannel.open().socket();
  }

  @Override
  void acceptLoop(ServerSocket listener) throws IOException {
    ServerSocketChannel channel = listener.getChannel();
    try (Selector events = Selector.open()) {
      channel.configureBlocking(false);
      channel.register(events, SelectionKey.OP_ACCEPT);
      try {
        while (!isStopped()) {
          events.select(); // The server's end interrupts it.
          for (SelectionKey key : events.selectedKeys()) {
            if (key.isValid() && key.isAcceptable()) {
              accept(channel, events);
            } else if (key.isValid()) {
              serve(key);
            }
          }
          events.selectedKeys().clear();
        }
      } finally {
        for (SelectionKey key : events.keys()) {
          key.channel().close();
        }
      }
    }
  }

  @Override
  void serve(Socket socket) {
    throw new UnsupportedOperationException("the accept loop serves");
  }

  private void accept(ServerSocketChannel listener, Selector events) throws IOException {
    SocketChannel accepted = listener.accept();
    if (accepted != null) {
      accepted.configureBlocking(false);
      accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
      accepted.register(events, SelectionKey.OP_READ, ByteBuffer.allocate(bufferSize()));
    }
  }

  private void serve(SelectionKey key) throws IOException {
    try {
      ready(key, (SocketChannel) key.channel(), (ByteBuffer) key.attachment());
    } catch (IOException e) {
      key.channel().close(); // This client went away; the others stay.
    }
  }

  /**
   * Reads once, and puts the answer into the buffer.
   *
   * @return false at the end of the stream: the connection is closed then
   */
  static boolean readInto(ByteBuffer owed, SocketChannel channel) throws IOException {
    if (channel.read(owed.clear()) < 0) {
      channel.close();
      return false;
    }
    owed.flip();
    byte[] answer = upper(Arrays.copyOf(owed.array(), owed.limit()));
    owed.put(answer).flip();
    return true;
  }

  /** Writes what fits, and asks to be told when more does, or when there is more to read. */
  static void writeFrom(ByteBuffer owed, SocketChannel channel, SelectionKey key)
      throws IOException {
    channel.write(owed);
    key.interestOps(owed.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }
}
