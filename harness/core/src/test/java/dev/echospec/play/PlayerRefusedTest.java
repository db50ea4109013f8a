package dev.echospec.play;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.play.Player.OnceWrong;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.server.TestPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
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
  @Test
  void aScriptIsOverWhenItsFirstConnectIsRefused() throws IOException {
    Script script =
        Script.of(new Step.Connect(0), new Step.Send(0, Payload.of("a")), new Step.Connect(1));
    try (Socket unheard = TestPort.unheard();
        Player player = new Player()) {
      Transcript seen =
          player.play(
              script,
              (InetSocketAddress) unheard.getLocalSocketAddress(),
              UnaryOperator.identity(),
              Patience.of(Duration.ofSeconds(5)),
              OnceWrong.END_SOON);

      assertThat(seen.events()).hasSize(1);
      assertThat(seen.events().get(0)).isInstanceOf(Event.NotConnected.class);
    }
  }
}
