package dev.echospec.play;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Oracle;
import dev.echospec.play.Event.Diverged;
import dev.echospec.play.Event.EndOfStream;
import dev.echospec.play.Event.GaveUp;
import dev.echospec.play.Event.WasReset;
import dev.echospec.play.Player.OnceWrong;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.script.Step.Connect;
import dev.echospec.script.Step.HalfClose;
import dev.echospec.script.Step.Pause;
import dev.echospec.script.Step.Read;
import dev.echospec.script.Step.ReadToEnd;
import dev.echospec.script.Step.Send;
import dev.echospec.script.Step.StopReading;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the peer does, a play ends and says why. */
@Timeout(60)
class PlayerDeadlinesTest {
  private static final Patience SHORT = new Patience(Duration.ofMillis(600), Duration.ofSeconds(2));
  private static final Payload ABC = Payload.of("abc");
  private static final Payload LARGE = new Payload.Generated(1, 64 << 20, Alphabet.ANY);

  private final Player player = new Player();

  @AfterEach
  void closePlayer() {
    player.close();
  }

  private Transcript play(InetSocketAddress address, Script script, OnceWrong onceWrong) {
    return player.play(script, address, Oracle.UPPER, SHORT, onceWrong);
  }

  private Transcript play(LittleServer.Behaviour behaviour, Script script) {
    try (LittleServer server = new LittleServer(behaviour)) {
      return play(server.address(), script, OnceWrong.END_SOON);
    }
  }

  @Test
  void silence() {
    Transcript seen = play(LittleServer::silent, Script.conversation(ABC));

    GaveUp gaveUp = seen.first(GaveUp.class, 0).orElseThrow();
    assertThat(gaveUp.step()).isEqualTo(3);
    assertThat(gaveUp.silence()).isGreaterThanOrEqualTo(SHORT.answer());
    assertThat(seen.received(0)).isEqualTo(new Received(3, 0, 0, new byte[0]));
  }

  @Test
  void aServerThatStartsAProcessForEachClientIsNotLate() {
    List<Step> steps = new ArrayList<>();
    int clients = 60;
    for (int i = 0; i < clients; i++) {
      steps.addAll(List.of(new Connect(i), new Step.Close(i)));
    }
    steps.addAll(
        List.of(
            new Connect(clients),
            new Send(clients, ABC),
            new HalfClose(clients),
            new ReadToEnd(clients)));
    Duration start = SHORT.answer().dividedBy(40);
    LittleServer.Behaviour forks =
        socket -> {
          LockSupport.parkNanos(start.toNanos());
          socket.getOutputStream().write("ABC".getBytes(UTF_8));
        };
    try (LittleServer server = new LittleServer(forks, 0, false)) {
      Transcript seen = play(server.address(), new Script(steps), OnceWrong.END_SOON);

      assertThat(seen.first(GaveUp.class, clients)).isEmpty();
      assertThat(seen.received(clients).length()).isEqualTo(3);
    }
  }

  @Test
  void silenceInAReadEndsThePlayThere() {
    Script script = Script.of(new Connect(0), new Send(0, ABC), new Read(0, 1), new Send(0, ABC));
    Transcript seen = play(LittleServer::silent, script);

    assertThat(seen.first(GaveUp.class, 0).orElseThrow().step()).isEqualTo(2);
    assertThat(seen.received(0).sent()).isEqualTo(3);
  }

  @Test
  void silenceAfterTheLastStep() {
    Transcript seen = play(LittleServer::silent, Script.of(new Connect(0), new Send(0, ABC)));

    assertThat(seen.first(GaveUp.class, 0).orElseThrow().step()).isEqualTo(2);
  }

  @Test
  void whatNoStepWaitsForIsSeenInALongAftermath() {
    Script script = Script.of(new Connect(0), new Connect(1));
    LittleServer.Behaviour greetsLate =
        socket -> {
          LockSupport.parkNanos(SHORT.answer().dividedBy(3).toNanos());
          socket.getOutputStream().write('!');
          LittleServer.block();
        };
    try (LittleServer server = new LittleServer(greetsLate)) {
      Transcript seen =
          player.play(
              script, server.address(), Oracle.UPPER, SHORT.lingering(), OnceWrong.END_SOON);

      assertThat(seen.received(0).length()).isEqualTo(1);
    }
  }

  @Test
  void aLongAftermathEndsSoonAfterAnEndThatNoStepWaitsFor() {
    Script script = Script.of(new Connect(0), new Connect(1));
    Patience longest = new Patience(SHORT.answer(), SHORT.connect(), Duration.ofSeconds(30));
    AtomicInteger clients = new AtomicInteger();
    LittleServer.Behaviour hangsUpOnTheFirst =
        socket -> {
          if (clients.getAndIncrement() > 0) {
            LittleServer.block();
          }
        };
    try (LittleServer server = new LittleServer(hangsUpOnTheFirst, 0, false)) {
      Transcript seen =
          player.play(script, server.address(), Oracle.UPPER, longest, OnceWrong.END_SOON);

      assertThat(seen.first(Event.EndOfStream.class, 0)).isPresent();
      assertThat(seen.elapsed()).isLessThan(longest.aftermath());
    }
  }

  @Test
  void aServerThatDoesNotReadAtAll() {
    Transcript seen = play(socket -> LittleServer.block(), Script.conversation(LARGE));

    assertThat(seen.first(GaveUp.class, 0).orElseThrow().step()).isEqualTo(1);
    assertThat(seen.received(0).sent()).isLessThan(LARGE.length());
  }

  @Test
  void aServerThatDoesNotReadWhileNobodyReadsFromIt() {
    Script script =
        Script.of(
            new Connect(0), new StopReading(0), new Send(0, LARGE), new HalfClose(0), new Pause(1));
    Transcript seen = play(socket -> LittleServer.block(), script);

    assertThat(seen.first(GaveUp.class, 0).orElseThrow().step()).isEqualTo(5);
  }

  /** Each byte is in time; all of them would take half an hour. */
  @Test
  void oneByteAtATime() {
    LittleServer.Behaviour slow =
        socket -> {
          while (true) {
            socket.getOutputStream().write('A');
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
          }
        };
    Script script = Script.conversation(Payload.of("a".repeat(100_000)));
    Transcript seen = play(slow, script);

    assertThat(seen.first(Diverged.class, 0)).isEmpty();
    assertThat(seen.first(GaveUp.class, 0)).as("it was never silent").isEmpty();
    assertThat(seen.first(Event.TimeUp.class, 0).orElseThrow().step()).isEqualTo(3);
    assertThat(seen.isCutShort()).isTrue();
    assertThat(seen.elapsed()).isGreaterThanOrEqualTo(SHORT.total(script));
  }

  @Test
  void theEndOfTheRunIsTheEndOfThePlay() {
    try (LittleServer server = new LittleServer(LittleServer::silent)) {
      player.endBy(System.nanoTime());
      Transcript seen = play(server.address(), Script.conversation(ABC), OnceWrong.END_SOON);

      assertThat(seen.isCutShort()).isTrue();
      assertThat(seen.first(GaveUp.class, 0)).isEmpty();
      assertThat(seen.first(Event.NotConnected.class, 0)).isEmpty();
    }
  }

  @Test
  void aPauseBeyondTheEndOfTheRunIsCutShort() {
    Script script = Script.of(new Connect(0), new Pause(60_000));
    try (LittleServer server = new LittleServer(LittleServer::silent)) {
      player.endBy(System.nanoTime() + SHORT.answer().toNanos());
      Transcript seen = play(server.address(), script, OnceWrong.END_SOON);

      assertThat(seen.isCutShort()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void endlessData(OnceWrong onceWrong) {
    LittleServer.Behaviour endless =
        socket -> {
          OutputStream out = socket.getOutputStream();
          while (true) {
            out.write(new byte[1 << 16]);
          }
        };
    try (LittleServer server = new LittleServer(endless)) {
      for (Script script :
          List.of(
              Script.conversation(ABC),
              Script.conversation(LARGE),
              Script.of(new Connect(0), new Pause(30_000)),
              Script.of(new Connect(0), new Connect(1), new Pause(30_000)))) {
        Transcript seen = play(server.address(), script, onceWrong);

        Event wrong =
            seen.events().stream().filter(Diverged.class::isInstance).findFirst().orElseThrow();
        assertThat(seen.received(wrong.connection()).rest()).hasSize(Received.KEPT);
        assertThat(seen.events()).hasSizeLessThan(12);
      }
    }
  }

  @Test
  void resetAtOnce() {
    LittleServer.Behaviour resets = socket -> socket.setSoLinger(true, 0);
    Script script =
        Script.of(
            new Connect(0),
            new Pause(50),
            new Send(0, LARGE),
            new Read(0, Step.EVERYTHING),
            new HalfClose(0),
            new ReadToEnd(0));
    Transcript seen = play(resets, script);

    assertThat(seen.events()).filteredOn(WasReset.class::isInstance).hasSize(1);
    assertThat(seen.first(GaveUp.class, 0)).isEmpty();
  }

  @Test
  void aReplyBeforeAResetIsRead() {
    LittleServer.Behaviour answersAndResets =
        socket -> {
          socket.getInputStream().readNBytes(3);
          socket.getOutputStream().write("ABC".getBytes(UTF_8));
          // Unread input makes the close a reset.
          while (socket.getInputStream().available() == 0) {
            Thread.onSpinWait();
          }
        };
    Script script = Script.of(new Connect(0), new Send(0, ABC), new Read(0, 3), new Send(0, LARGE));
    Transcript seen = play(answersAndResets, script);

    assertThat(seen.received(0).matched()).isEqualTo(3);
    assertThat(seen.first(WasReset.class, 0)).isPresent();
    assertThat(seen.first(GaveUp.class, 0)).isEmpty();
  }

  @Test
  void aServerThatClosesAtOnce() {
    Transcript seen = play(socket -> {}, Script.conversation(LARGE, ABC));

    assertThat(seen.first(GaveUp.class, 0)).isEmpty();
    assertThat(
            seen.first(EndOfStream.class, 0).isPresent()
                || seen.first(WasReset.class, 0).isPresent())
        .isTrue();
  }

  @Test
  void aSilentConnectionDoesNotHideTheOthers() {
    Script script =
        Script.of(
            new Connect(0),
            new Connect(1),
            new Send(0, Payload.of("x")),
            new Send(1, ABC),
            new Read(1, Step.EVERYTHING),
            new Read(0, Step.EVERYTHING));
    LittleServer.Behaviour deafToX =
        socket -> {
          byte[] first = socket.getInputStream().readNBytes(1);
          if (first[0] == 'x') {
            LittleServer.silent(socket);
          }
          socket.getOutputStream().write(Oracle.UPPER.apply(first));
          LittleServer.echo(socket);
        };
    Transcript seen = play(deafToX, script);

    assertThat(seen.received(1).matched()).isEqualTo(3);
    assertThat(seen.first(GaveUp.class, 0).orElseThrow().step()).isEqualTo(5);
    assertThat(seen.first(GaveUp.class, 1)).isEmpty();
  }
}
