package dev.echospec.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.client.play.ClientUnderTest;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client is told to send.
 *
 * @param words what it is, for people
 * @param bytes not to be changed
 */
record Message(String words, byte[] bytes) {
  private static final List<Message> USUAL =
      List.of(
          of("12 letters, a blank and a sign among them", "Hello World!"),
          of("a line of UTF-8", "Gr\u00fc\u00dfe, \u4e16\u754c \ud83c\udf0d: \u0131 stays.\n"),
          of("20,000 letters", "abcdefghijklmnopqrstuvwxy".repeat(800)));

  private static Message of(String words, String text) {
    return new Message(words, text.getBytes(UTF_8));
  }

  /**
   * Returns what a client can be told: the message that it always sends, or a short one, one that
   * is more than ASCII, and one that no single read takes in.
   */
  static List<Message> of(ClientUnderTest client) {
    if (client.fixedMessage().isPresent()) {
      return List.of(new Message("what it always sends", client.fixedMessage().get()));
    }
    if (client.messages() == ClientUnderTest.Messages.ANY) {
      return USUAL;
    }
    List<Message> words = new ArrayList<>();
    for (Message message : USUAL) {
      // A word of a command line has no control characters here, as in the client's own run.
      words.add(of(message.words, new String(message.bytes, UTF_8).strip()));
    }
    return words;
  }
}
