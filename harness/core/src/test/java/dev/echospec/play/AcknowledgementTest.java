package dev.echospec.play;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Oracle;
import dev.echospec.play.Player.OnceWrong;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The player does not let a server wait for an acknowledgement. */
@Timeout(60)
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux can acknowledge at once")
class AcknowledgementTest {
  /** More than the first segments of a connection, which Linux acknowledges at once. */
  private static final int ROUNDS = 60;

  /** Least time by which Linux delays an acknowledgement: TCP_DELACK_MIN. */
  private static final Duration DELAY = Duration.ofMillis(40);

  @Test
  void aServerThatWritesByteByByteUnderNaglesAlgorithmDoesNotStall() {
    List<Step> steps = new ArrayList<>(List.of(new Step.Connect(0)));
    for (int round = 0; round < ROUNDS; round++) {
      steps.add(new Step.Send(0, Payload.of("abc")));
      steps.add(new Step.Read(0, Step.EVERYTHING));
    }
    steps.add(new Step.HalfClose(0));
    steps.add(new Step.ReadToEnd(0));

    try (LittleServer server = new LittleServer(AcknowledgementTest::echoByteByByte);
        Player player = new Player()) {
      Transcript seen =
          player.play(
              new Script(steps),
              server.address(),
              Oracle.UPPER,
              Patience.of(Duration.ofSeconds(20)),
              OnceWrong.END_SOON);

      assertThat(seen.received(0).matched()).isEqualTo(3 * ROUNDS);
      assertThat(seen.elapsed()).isLessThan(DELAY.multipliedBy(ROUNDS / 2));
    }
  }

  private static void echoByteByByte(Socket socket) throws Exception {
    socket.setTcpNoDelay(false);
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    for (int b; (b = in.read()) >= 0; ) {
      out.write(b >= 'a' && b <= 'z' ? b - 32 : b);
    }
  }
}
