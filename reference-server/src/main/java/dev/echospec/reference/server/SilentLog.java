package dev.echospec.reference.server;

import java.net.InetSocketAddress;

/** Discards everything. */
final class SilentLog implements ServerLog {
  static final SilentLog INSTANCE = new SilentLog();

  private SilentLog() {}

  @Override
  public void listening(String host, int port) {}

  @Override
  public void waiting() {}

  @Override
  public void connected(InetSocketAddress client) {}

  @Override
  public void received(byte[] bytes, int length) {}

  @Override
  public void ended(InetSocketAddress client) {}

  @Override
  public void lost(InetSocketAddress client) {}

  @Override
  public void acceptFailed(Throwable cause) {}

  @Override
  public void close() {}
}
