package com.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Serves all its clients in one thread. */
public final class NioEchoServer implements AutoCloseable {
  private static final int BACKLOG = 512;

  private final Selector selector;
  private final ServerSocketChannel listener;

  private NioEchoServer(Selector selector, ServerSocketChannel listener) {
    this.selector = selector;
    this.listener = listener;
  }

  /** Listens on a port of the loopback address; 0 takes a free one. */
  public static NioEchoServer listen(int port) throws IOException {
    Selector selector = Selector.open();
    ServerSocketChannel listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
    NioEchoServer server = new NioEchoServer(selector, listener);
    Thread thread = new Thread(server::serve, "nio echo server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  /** Returns where it listens. */
  public InetSocketAddress address() throws IOException {
    return (InetSocketAddress) listener.getLocalAddress();
  }

  private void serve() {
    try {
      while (selector.isOpen()) {
        selector.select(this::ready);
        if (!listener.isOpen()) {
          end();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (!key.isValid()) {
        return;
      }
      if (key.isAcceptable()) {
        accept();
      } else {
        ((Conversation) key.attachment()).advance(key);
      }
    } catch (IOException e) {
      // A client that resets its connection ends its own conversation only.
      close(key);
    }
  }

  private void accept() throws IOException {
    SocketChannel channel = listener.accept();
    if (channel != null) {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new Conversation(channel));
    }
  }

  private static void close(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }

  private void end() throws IOException {
    selector.keys().forEach(NioEchoServer::close);
    selector.close();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    selector.wakeup();
  }

  /** What one client has sent and not got back yet: never more than the buffer holds. */
  private static final class Conversation {
    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
    private boolean ended;

    Conversation(SocketChannel channel) {
      this.channel = channel;
    }

    void advance(SelectionKey key) throws IOException {
      if (key.isReadable()) {
        int from = buffer.position();
        ended = channel.read(buffer) < 0;
        upper(from);
      }
      buffer.flip();
      channel.write(buffer);
      buffer.compact();
      boolean owes = buffer.position() > 0;
      if (ended && !owes) {
        channel.close();
        return;
      }
      key.interestOps(
          (owes ? SelectionKey.OP_WRITE : 0)
              | (!ended && buffer.hasRemaining() ? SelectionKey.OP_READ : 0));
    }

    private void upper(int from) {
      for (int i = from; i < buffer.position(); i++) {
        byte b = buffer.get(i);
        if (b >= 'a' && b <= 'z') {
          buffer.put(i, (byte) (b - 'a' + 'A'));
        }
      }
    }
  }
}
