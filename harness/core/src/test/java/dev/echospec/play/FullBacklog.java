package dev.echospec.play;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A listener whose backlog is full, so that further connects get no answer. */
final class FullBacklog implements AutoCloseable {
  private final ServerSocket listening;
  private final List<SocketChannel> waiting = new ArrayList<>();

  FullBacklog() throws IOException {
    listening = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
  }

  InetSocketAddress address() {
    return new InetSocketAddress("127.0.0.1", listening.getLocalPort());
  }

  /** Accepts the first client. */
  Socket accept() throws IOException {
    return listening.accept();
  }

  void fill() throws IOException {
    for (int i = 0; i < 4; i++) {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.connect(address());
      waiting.add(channel);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (SocketChannel channel : waiting) {
      channel.close();
    }
  }
}
