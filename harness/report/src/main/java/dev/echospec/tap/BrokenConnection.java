package dev.echospec.tap;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Tells a connection that was reset, without reading what waits on it. */
final class BrokenConnection {
  private BrokenConnection() {}

  /**
   * Returns whether the connection was reset. A channel that is connected is never ready to be
   * connected, unless the kernel reports an error: then it is ready for whatever was asked.
   *
   * @param channel connected, in non-blocking mode, its output not shut down
   */
  static boolean is(SocketChannel channel) throws IOException {
    try (Selector selector = Selector.open()) {
      channel.register(selector, SelectionKey.OP_CONNECT);
      return selector.selectNow() > 0;
    }
  }
}
