package dev.echospec.zoo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server behind content faults still knows its connections. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class LayersTest {
  @Test
  void aServerThatCountsConnectionsFindsTheOneThatItMeans() throws IOException {
    assertThat(answers("WordsInSecondConversation", "a\n", "b\n"))
        .containsExactly("A\r\n", "B\r\nready\n");
  }

  @Test
  void aServerThatReadsAheadFindsWhatItRead() throws IOException {
    assertThat(answers("StopsAcceptingOnReset", "ab\n")).containsExactly("AB\r\n");
  }

  /** Returns the answers of a server behind one that translates line ends. */
  private static List<String> answers(String carrier, String... sent) throws IOException {
    ZooServer server = Zoo.start(List.of(Zoo.named("LfToCrlf")), Zoo.named(carrier), 0);
    try {
      List<String> answers = new ArrayList<>();
      for (String text : sent) {
        answers.add(answer(server, text));
      }
      return answers;
    } finally {
      server.close();
    }
  }

  private static String answer(ZooServer server, String sent) throws IOException {
    try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), server.port())) {
      socket.getOutputStream().write(sent.getBytes(US_ASCII));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }
}
