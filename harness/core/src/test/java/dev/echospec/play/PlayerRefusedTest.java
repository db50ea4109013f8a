package dev.echospec.play;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.play.Player.OnceWrong;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * If the first connect is refused, the play ends: a later connect must not be the first of a server
 * that starts just then.
 */
@Timeout(60)
class PlayerRefusedTest {
  private static InetSocketAddress closed() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
    }
  }

  @Test
  void aScriptIsOverWhenItsFirstConnectIsRefused() throws IOException {
    Script script =
        Script.of(new Step.Connect(0), new Step.Send(0, Payload.of("a")), new Step.Connect(1));
    try (Player player = new Player()) {
      Transcript seen =
          player.play(
              script,
              closed(),
              UnaryOperator.identity(),
              Patience.of(Duration.ofSeconds(5)),
              OnceWrong.END_SOON);

      assertThat(seen.events()).hasSize(1);
      assertThat(seen.events().get(0)).isInstanceOf(Event.NotConnected.class);
    }
  }
}
