package dev.echospec.play;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Oracle;
import dev.echospec.play.Event.EndOfStream;
import dev.echospec.play.Event.GaveUp;
import dev.echospec.play.Player.OnceWrong;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step.Connect;
import dev.echospec.script.Step.HalfClose;
import dev.echospec.script.Step.Read;
import dev.echospec.script.Step.ReadToEnd;
import dev.echospec.script.Step.ResumeReading;
import dev.echospec.script.Step.Send;
import dev.echospec.script.Step.StopReading;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A long stream is sent only a window ahead of its echo, but a server that answers late receives
 * all of it.
 */
@Timeout(120)
class LongStreamTest {
  private static final int MEBI = 1 << 20;

  /** Bytes that a server echoes before it changes its behaviour. */
  private static final int FIRST = 20 * MEBI;

  @Test
  void aServerThatWaitsForTheEndGetsEverything() {
    Transcript seen = play(LongStreamTest::atTheEnd, conversation(FIRST + 8 * MEBI));
    assertWhole(seen, FIRST + 8 * MEBI);
  }

  @Test
  void aServerThatBeginsToWaitForTheEndGetsEverything() {
    Transcript seen =
        play(
            socket -> {
              passOn(socket, FIRST);
              atTheEnd(socket);
            },
            conversation(FIRST + 12 * MEBI));
    assertWhole(seen, FIRST + 12 * MEBI);
  }

  @Test
  void aServerThatWaitsForMoreGetsMore() {
    Transcript seen =
        play(
            socket -> {
              passOn(socket, FIRST);
              boolean more = true;
              while (more) {
                more = passOnLump(socket, 5 * MEBI);
              }
            },
            conversation(FIRST + 44 * MEBI));
    assertWhole(seen, FIRST + 44 * MEBI);
  }

  @Test
  void aConnectionThatIsNotWaitedForGetsEverythingToo() {
    CountDownLatch first = new CountDownLatch(1);
    Payload large = new Payload.Generated(2, FIRST + 12 * MEBI, Alphabet.ANY);
    Transcript seen =
        play(
            socket -> {
              if (socket.getInputStream().read() == 'a') {
                socket.getOutputStream().write('A');
                passOn(socket, FIRST);
                atTheEnd(socket);
                first.countDown();
              } else {
                // The second connection is answered only after the first has its whole echo.
                first.await();
                socket.getOutputStream().write('B');
                LittleServer.echo(socket);
              }
            },
            Script.of(
                new Connect(0),
                new Connect(1),
                new Send(0, Payload.of("a")),
                new Read(0, 1),
                new StopReading(0),
                new Send(0, large),
                new HalfClose(0),
                new ResumeReading(0),
                new Send(1, Payload.of("b")),
                new Read(1, 1),
                new HalfClose(1),
                new ReadToEnd(1),
                new ReadToEnd(0)));
    assertThat(seen.received(0).matched()).isEqualTo(1 + large.length());
    assertThat(seen.received(1).matched()).isEqualTo(1);
  }

  @Test
  void aLongStreamIsCheckedToItsLastByte() {
    Transcript seen =
        play(
            socket -> {
              passOn(socket, FIRST + 9 * MEBI);
              int wrong = socket.getInputStream().read() ^ 0x80;
              socket.getOutputStream().write(wrong);
              LittleServer.echo(socket);
            },
            conversation(FIRST + 10 * MEBI));
    assertThat(seen.received(0).matched()).isEqualTo(FIRST + 9 * MEBI);
  }

  private static Script conversation(int length) {
    return Script.conversation(new Payload.Generated(1, length, Alphabet.ANY));
  }

  private static Transcript play(LittleServer.Behaviour behaviour, Script script) {
    try (LittleServer server = new LittleServer(behaviour);
        Player player = new Player()) {
      return player.play(
          script,
          server.address(),
          Oracle.UPPER,
          Patience.of(Duration.ofSeconds(20)),
          OnceWrong.END_SOON);
    }
  }

  private static void assertWhole(Transcript seen, long length) {
    assertThat(seen.received(0).matched()).isEqualTo(length);
    assertThat(seen.first(EndOfStream.class, 0)).isPresent();
    assertThat(seen.first(GaveUp.class, 0)).isEmpty();
  }

  private static void atTheEnd(Socket socket) throws IOException {
    answer(socket, socket.getInputStream().readAllBytes());
  }

  /** Echoes this many bytes as they arrive. */
  private static void passOn(Socket socket, int length) throws IOException {
    InputStream in = socket.getInputStream();
    for (int left = length; left > 0; ) {
      byte[] some = in.readNBytes(Math.min(left, 1 << 16));
      answer(socket, some);
      left -= some.length;
    }
  }

  /**
   * Answers once this many bytes, or the last ones, have arrived; returns whether more may follow.
   */
  private static boolean passOnLump(Socket socket, int length) throws IOException {
    byte[] lump = socket.getInputStream().readNBytes(length);
    answer(socket, lump);
    return lump.length == length;
  }

  private static void answer(Socket socket, byte[] bytes) throws IOException {
    socket.getOutputStream().write(Oracle.UPPER.apply(bytes));
  }
}
