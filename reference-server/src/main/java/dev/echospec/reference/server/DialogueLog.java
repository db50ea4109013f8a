package dev.echospec.reference.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.net.InetSocketAddress;

/** The tutorial's dialogue, in one language. The lines of one event stay together. */
final class DialogueLog implements ServerLog {
  private static final char REPLACEMENT = '\uFFFD';

  private final Language words;
  private final LineWriter lines;

  DialogueLog(Language language, PrintStream out) {
    this.words = language;
    this.lines = new LineWriter(out, language.notShown);
  }

  @Override
  public void listening(String host, int port) {
    lines.write(words.starting.formatted(host, port));
  }

  @Override
  public void waiting() {
    lines.write(words.waiting);
  }

  @Override
  public void connected(InetSocketAddress client) {
    lines.write(words.connected + tuple(client));
  }

  @Override
  public void received(byte[] bytes, int length) {
    lines.write(words.received + shown(bytes, length), words.processing, words.replying);
  }

  @Override
  public void ended(InetSocketAddress client) {
    // The tutorial's server prints the empty last read as well.
    lines.write(words.received, words.noData + tuple(client));
  }

  @Override
  public void lost(InetSocketAddress client) {
    lines.write(words.lost + tuple(client));
  }

  @Override
  public void acceptFailed(Throwable cause) {
    lines.write(words.acceptFailed + cause.getMessage());
  }

  @Override
  public void close() {
    lines.close();
  }

  /** Formats an address as Python does. */
  private static String tuple(InetSocketAddress client) {
    return "('" + client.getAddress().getHostAddress() + "', " + client.getPort() + ")";
  }

  /**
   * Decodes bytes for a terminal; control characters are replaced, so that a client cannot control
   * it.
   */
  private static String shown(byte[] bytes, int length) {
    StringBuilder text = new StringBuilder(new String(bytes, 0, length, UTF_8));
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r') {
        text.setCharAt(i, REPLACEMENT);
      }
    }
    return text.toString();
  }
}
