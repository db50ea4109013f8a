package dev.echospec.play;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Oracle;
import dev.echospec.play.Event.Diverged;
import dev.echospec.play.Event.GaveUp;
import dev.echospec.play.Event.NotConnected;
import dev.echospec.play.Event.NotConnected.Why;
import dev.echospec.play.Player.OnceWrong;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step.Connect;
import dev.echospec.script.Step.Pause;
import dev.echospec.server.TestPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that cannot be reached is reported as such, and no other connection is. */
@Timeout(60)
class PlayerConnectsTest {
  private static final Patience SHORT = new Patience(Duration.ofMillis(600), Duration.ofSeconds(2));
  private static final Payload ABC = Payload.of("abc");

  private final Player player = new Player();

  @AfterEach
  void closePlayer() {
    player.close();
  }

  private Transcript play(InetSocketAddress address, Script script, OnceWrong onceWrong) {
    return player.play(script, address, Oracle.UPPER, SHORT, onceWrong);
  }

  @Test
  void nobodyListens() throws IOException {
    try (Socket unheard = TestPort.unheard()) {
      Transcript seen =
          play(
              (InetSocketAddress) unheard.getLocalSocketAddress(),
              Script.conversation(ABC),
              OnceWrong.END_SOON);

      NotConnected not = seen.first(NotConnected.class, 0).orElseThrow();
      assertThat(not.why()).isEqualTo(Why.REFUSED);
      assertThat(not.step()).isZero();
      assertThat(seen.received(0)).isEqualTo(Received.NOTHING);
    }
  }

  @Test
  void anAddressThatIsNone() {
    Transcript seen =
        play(
            InetSocketAddress.createUnresolved("nowhere.invalid", 7),
            Script.conversation(ABC),
            OnceWrong.END_SOON);

    assertThat(seen.first(NotConnected.class, 0).orElseThrow().why()).isEqualTo(Why.IMPOSSIBLE);
  }

  @Test
  void aFullBacklog() throws IOException {
    try (FullBacklog full = new FullBacklog()) {
      full.fill();
      Transcript seen = play(full.address(), Script.conversation(ABC), OnceWrong.END_SOON);

      assertThat(seen.first(NotConnected.class, 0).orElseThrow().why()).isEqualTo(Why.NO_ANSWER);
      assertThat(seen.received(0)).isEqualTo(Received.NOTHING);
    }
  }

  @Test
  void aConnectThatIsCutShortByAWrongByteElsewhereIsNotBlamed() throws Exception {
    try (FullBacklog full = new FullBacklog()) {
      Thread server =
          new Thread(
              () -> {
                try (Socket socket = full.accept()) {
                  full.fill();
                  LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(600));
                  socket.getOutputStream().write("hello".getBytes(UTF_8));
                  LittleServer.silent(socket);
                } catch (IOException e) {
                  // The test is over.
                }
              });
      server.setDaemon(true);
      server.start();
      Script script = Script.of(new Connect(0), new Pause(200), new Connect(1));
      Transcript seen =
          player.play(
              script,
              full.address(),
              Oracle.UPPER,
              Patience.of(Duration.ofSeconds(20)),
              OnceWrong.END_SOON);

      assertThat(seen.first(Diverged.class, 0)).isPresent();
      assertThat(seen.first(NotConnected.class, 1)).isEmpty();
      assertThat(seen.first(GaveUp.class, 1)).isEmpty();
    }
  }
}
