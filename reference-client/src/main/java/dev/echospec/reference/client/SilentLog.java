package dev.echospec.reference.client;

/** Discards everything. */
final class SilentLog implements ClientLog {
  static final SilentLog INSTANCE = new SilentLog();

  private SilentLog() {}

  @Override
  public void connecting(String host, int port) {}

  @Override
  public void sending(byte[] text) {}

  @Override
  public void received(byte[] bytes, int length, boolean last) {}

  @Override
  public void closing() {}
}
