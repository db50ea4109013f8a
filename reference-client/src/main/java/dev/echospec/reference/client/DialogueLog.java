package dev.echospec.reference.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;

/** The tutorial's dialogue, in one language. */
final class DialogueLog implements ClientLog {
  private final Language words;
  private final PrintStream out;
  private final ShownText reply = new ShownText();

  DialogueLog(Language language, PrintStream out) {
    this.words = language;
    this.out = out;
  }

  @Override
  public void connecting(String host, int port) {
    line(words.connecting.formatted(host, port));
  }

  @Override
  public void sending(byte[] text) {
    line(words.sending + new ShownText().next(text, text.length, true));
  }

  @Override
  public void received(byte[] bytes, int length, boolean last) {
    line(words.received + reply.next(bytes, length, last));
  }

  @Override
  public void closing() {
    line(words.closing);
  }

  private void line(String text) {
    byte[] bytes = (text + "\n").getBytes(UTF_8);
    out.write(bytes, 0, bytes.length);
    out.flush();
  }
}
