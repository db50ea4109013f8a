package dev.echospec.client.play;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.client.play.ClientUnderTest.Messages;
import dev.echospec.client.script.Host;
import dev.echospec.script.ShellWords;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * How a client is called: the words of its command line, in which host, port and message are
 * replaced, and what it does whatever it is told.
 *
 * @param words program and arguments; of a container, what stands behind its image
 * @param port that the client connects to, from 1 to 65535; 0 if its words hold {@link #PORT}
 * @param sends what it always sends; empty if it is told the message, or reads it from its standard
 *     input
 */
public record ClientCall(List<String> words, int port, Optional<String> sends) {
  /** Replaced by the host, in any word of the command. */
  public static final String HOST = "{host}";

  /** Replaced by the port. */
  public static final String PORT = "{port}";

  /** Replaced by the message. */
  public static final String MESSAGE = "{message}";

  /**
   * Copies the words, and drops the port of a client that is told one for each run.
   *
   * @throws IllegalArgumentException if the client would not be told what it must be; for the user
   */
  public ClientCall {
    words = List.copyOf(words);
    port = has(words, PORT) ? 0 : port;
    if (sends.isPresent() && has(words, MESSAGE)) {
      throw new IllegalArgumentException(
          "give either --sends or {message} in the command, not both");
    }
  }

  private static boolean has(List<String> words, String placeholder) {
    return words.stream().anyMatch(word -> word.contains(placeholder));
  }

  /** Returns the options of the command line that say the same, with a space behind each. */
  public String options() {
    return (port == 0 ? "" : "--port " + port + " ")
        + sends.map(text -> "--sends " + ShellWords.quoted(text) + " ").orElse("");
  }

  /** Returns which messages the client can be given. */
  public Messages messages() {
    return sends.isPresent() ? Messages.FIXED : has(words, MESSAGE) ? Messages.TEXT : Messages.ANY;
  }

  /** Returns the message that it always sends; empty unless that is fixed. */
  public Optional<byte[]> fixedMessage() {
    return sends.map(text -> text.getBytes(UTF_8));
  }

  /** Returns the hosts that it can be told; only {@link Host#NAME} if it is told none. */
  public List<Host> hosts() {
    return has(words, HOST) ? List.of(Host.values()) : List.of(Host.NAME);
  }

  /**
   * Returns the words of one run.
   *
   * @param server where to connect
   * @param message what to send
   */
  public List<String> words(InetSocketAddress server, byte[] message) {
    String text = new String(message, UTF_8);
    return words.stream()
        .map(
            word ->
                word.replace(HOST, server.getHostString())
                    .replace(PORT, Integer.toString(server.getPort()))
                    .replace(MESSAGE, text))
        .toList();
  }
}
