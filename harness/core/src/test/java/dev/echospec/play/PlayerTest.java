package dev.echospec.play;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Judge;
import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.play.Event.Connected;
import dev.echospec.play.Event.Diverged;
import dev.echospec.play.Event.EndOfStream;
import dev.echospec.play.Event.GaveUp;
import dev.echospec.play.Event.Got;
import dev.echospec.play.Event.Sent;
import dev.echospec.play.Player.OnceWrong;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.ScriptArbitraries;
import dev.echospec.script.Step;
import dev.echospec.script.Step.Close;
import dev.echospec.script.Step.Connect;
import dev.echospec.script.Step.HalfClose;
import dev.echospec.script.Step.Pause;
import dev.echospec.script.Step.Read;
import dev.echospec.script.Step.ReadToEnd;
import dev.echospec.script.Step.Reset;
import dev.echospec.script.Step.ResumeReading;
import dev.echospec.script.Step.Send;
import dev.echospec.script.Step.StopReading;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The effect of a script on a server, and the events that are recorded. */
class PlayerTest {
  private static final Patience PATIENCE = Patience.of(Duration.ofSeconds(20));
  private static final Payload ABC = Payload.of("abc");

  private final Player player = new Player();

  @AfterEach
  void closePlayer() {
    player.close();
  }

  private Transcript play(LittleServer server, Script script) {
    return play(server, script, OnceWrong.END_SOON);
  }

  private Transcript play(LittleServer server, Script script, OnceWrong onceWrong) {
    return player.play(script, server.address(), Oracle.UPPER, PATIENCE, onceWrong);
  }

  private static List<Class<?>> kinds(Transcript transcript) {
    List<Class<?>> kinds = new ArrayList<>();
    transcript.events().forEach(event -> kinds.add(event.getClass()));
    return kinds;
  }

  @Test
  @Timeout(60)
  void aConversationFromItsBeginningToItsEnd() {
    try (LittleServer server = new LittleServer(LittleServer::echo)) {
      Transcript seen = play(server, Script.conversation(ABC));

      assertThat(seen.received(0)).isEqualTo(new Received(3, 3, 3, new byte[0]));
      assertThat(seen.received(0).asExpected()).isTrue();
      assertThat(seen.first(Connected.class, 0).orElseThrow().step()).isZero();
      assertThat(seen.first(Sent.class, 0).orElseThrow())
          .satisfies(sent -> assertThat(sent.step()).isEqualTo(1))
          .satisfies(sent -> assertThat(sent.total()).isEqualTo(3));
      assertThat(seen.first(EndOfStream.class, 0).orElseThrow().step()).isBetween(2, 3);
      assertThat(kinds(seen))
          .containsOnly(Connected.class, Sent.class, Got.class, EndOfStream.class);
      assertThat(seen.received(1)).isEqualTo(Received.NOTHING);
    }
  }

  /** Every kind of step, on three connections at once. */
  @Test
  @Timeout(60)
  void theWholeVocabulary() {
    Payload large = new Payload.Generated(5, 9 << 20, Alphabet.ANY);
    Script script =
        Script.of(
            new Connect(0),
            new Connect(1),
            new Connect(2),
            new Send(0, ABC),
            new Read(0, 2),
            new Read(0, Step.EVERYTHING),
            new StopReading(1),
            new Send(1, large),
            new Pause(20),
            new HalfClose(1),
            new Send(2, ABC),
            new Read(2, 1),
            new Close(2),
            new ResumeReading(1),
            new ReadToEnd(1),
            new Send(0, ABC),
            new Read(0, Long.MAX_VALUE - 1),
            new Reset(0),
            new Connect(3),
            new HalfClose(3),
            new ReadToEnd(3));
    try (LittleServer server = new LittleServer(LittleServer::echo)) {
      Transcript seen = play(server, script);

      assertThat(seen.received(0)).isEqualTo(new Received(6, 6, 6, new byte[0]));
      assertThat(seen.received(1).matched()).isEqualTo(large.length());
      assertThat(seen.received(1).asExpected()).isTrue();
      assertThat(seen.received(2).matched()).isPositive();
      assertThat(seen.received(3)).isEqualTo(Received.NOTHING);
      assertThat(seen.first(EndOfStream.class, 1).orElseThrow().step()).isBetween(13, 14);
      assertThat(seen.first(EndOfStream.class, 3).orElseThrow().step()).isBetween(19, 20);
      assertThat(new Judge(Oracle.UPPER).judge(Law.ECHO_AND_CLOSE, script, seen)).isEmpty();
    }
  }

  @Provide
  Arbitrary<Script> scripts() {
    return ScriptArbitraries.scripts()
        .map(
            script ->
                new Script(
                    script.steps().stream()
                        .map(
                            step -> {
                              if (step instanceof Pause) {
                                return new Pause(1);
                              }
                              return step instanceof Send send && send.payload().length() > 1 << 20
                                  ? new Send(
                                      send.connection(),
                                      new Payload.Generated(3, 1 << 17, Alphabet.ANY))
                                  : step;
                            })
                        .toList()));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void whateverTheScriptACorrectServerIsNotBlamed(@ForAll("scripts") Script script) {
    try (LittleServer server = new LittleServer(LittleServer::echo);
        Player own = new Player()) {
      Transcript seen =
          own.play(script, server.address(), Oracle.UPPER, PATIENCE, OnceWrong.END_SOON);

      assertThat(new Judge(Oracle.UPPER).judge(Law.ECHO_AND_CLOSE, script, seen))
          .as(() -> seen.events().toString())
          .isEmpty();
    }
  }

  @Test
  @Timeout(60)
  void aHalfCloseSendsAFinAndReadingGoesOn() {
    LittleServer.Behaviour answersAtTheEnd =
        socket -> {
          byte[] all = socket.getInputStream().readAllBytes();
          socket.getOutputStream().write(Oracle.UPPER.apply(all));
        };
    try (LittleServer server = new LittleServer(answersAtTheEnd)) {
      Transcript seen = play(server, Script.conversation(ABC, ABC));

      assertThat(seen.received(0)).isEqualTo(new Received(6, 6, 6, new byte[0]));
    }
  }

  @Test
  @Timeout(60)
  void aResetSendsARstAndACloseDoesNot() throws Exception {
    BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    LittleServer.Behaviour tellsTheEnd =
        socket -> {
          try {
            socket.getInputStream().readAllBytes();
            ends.add("end of stream");
          } catch (SocketException e) {
            ends.add(e.getMessage());
          }
        };
    try (LittleServer server = new LittleServer(tellsTheEnd)) {
      for (Step pause : List.of(new Pause(1), new StopReading(0))) {
        play(server, Script.of(new Connect(0), new Send(0, ABC), pause, new Reset(0)));
        assertThat(ends.poll(30, TimeUnit.SECONDS)).isEqualTo("Connection reset");
        play(server, Script.of(new Connect(0), new Send(0, ABC), pause, new Close(0)));
        assertThat(ends.poll(30, TimeUnit.SECONDS)).isEqualTo("end of stream");
      }
      // At that step, not at the end of the play.
      Script goesOn =
          Script.of(
              new Connect(1),
              new Connect(0),
              new Pause(1),
              new Reset(0),
              new Pause(300),
              new HalfClose(1));
      play(server, goesOn);
      assertThat(ends.poll(30, TimeUnit.SECONDS)).isEqualTo("Connection reset");
      assertThat(ends.poll(30, TimeUnit.SECONDS)).isEqualTo("end of stream");
    }
  }

  @Test
  @Timeout(60)
  void aCloseWithUnreadBytesResets() throws Exception {
    BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    LittleServer.Behaviour tellsTheEnd =
        socket -> {
          InputStream in = socket.getInputStream();
          socket.getOutputStream().write(Oracle.UPPER.apply(in.readNBytes(3)));
          try {
            ends.add("read " + in.read());
          } catch (SocketException e) {
            ends.add(e.getMessage());
          }
        };
    try (LittleServer server = new LittleServer(tellsTheEnd)) {
      Script unread =
          Script.of(
              new Connect(0), new StopReading(0), new Send(0, ABC), new Pause(200), new Close(0));
      play(server, unread);

      assertThat(ends.poll(30, TimeUnit.SECONDS)).isEqualTo("Connection reset");
    }
  }

  @Test
  @Timeout(60)
  void stoppedMeansThatNothingIsRead() {
    Payload large = new Payload.Generated(1, 32 << 20, Alphabet.ANY);
    Script script =
        Script.of(
            new Connect(0),
            new StopReading(0),
            new Send(0, large),
            new Pause(300),
            new HalfClose(0),
            new Pause(1),
            new ResumeReading(0),
            new ReadToEnd(0));
    BlockingQueue<Integer> written = new LinkedBlockingQueue<>();
    LittleServer.Behaviour counts =
        socket -> {
          InputStream in = socket.getInputStream();
          byte[] buffer = new byte[1 << 20];
          for (int count; (count = in.read(buffer)) > 0; ) {
            socket
                .getOutputStream()
                .write(Oracle.UPPER.apply(java.util.Arrays.copyOf(buffer, count)));
            written.add(count);
          }
        };
    try (LittleServer server = new LittleServer(counts)) {
      Transcript seen = play(server, script);

      assertThat(seen.received(0).matched()).isEqualTo(large.length());
      assertThat(seen.events())
          .filteredOn(Got.class::isInstance)
          .allSatisfy(got -> assertThat(got.step()).isGreaterThanOrEqualTo(6));
      // The rest was written in the background, and is recorded for the step that wrote it.
      assertThat(seen.first(Sent.class, 0).orElseThrow().step()).isEqualTo(2);
      assertThat(seen.first(Sent.class, 0).orElseThrow().total()).isEqualTo(large.length());
    }
  }

  @Test
  @Timeout(60)
  void readWaitsForSoManyMoreAndNoMoreThanIsOwed() {
    Script script =
        Script.of(
            new Connect(0),
            new Send(0, Payload.of("abcde")),
            new Read(0, 2),
            new Read(0, 2),
            new Read(0, 100),
            new Read(0, Step.EVERYTHING),
            new Close(0));
    LittleServer.Behaviour inPieces =
        socket -> {
          InputStream in = socket.getInputStream();
          OutputStream out = socket.getOutputStream();
          for (int b; (b = in.read()) >= 0; ) {
            out.write(b - 32);
          }
        };
    try (LittleServer server = new LittleServer(inPieces)) {
      Transcript seen = play(server, script);

      assertThat(seen.received(0).matched()).isEqualTo(5);
      assertThat(seen.first(GaveUp.class, 0)).isEmpty();
      List<Got> got =
          seen.events().stream().filter(Got.class::isInstance).map(Got.class::cast).toList();
      assertThat(got.get(got.size() - 1).total()).isEqualTo(5);
      assertThat(got)
          .filteredOn(event -> event.step() <= 2)
          .last()
          .satisfies(event -> assertThat(event.total()).isGreaterThanOrEqualTo(2));
    }
  }

  @Test
  @Timeout(60)
  void whatIsOwedAtTheEndOfTheScriptIsWaitedFor() {
    Payload large = new Payload.Generated(1, 9 << 20, Alphabet.TEXT);
    Script script =
        Script.of(
            new Connect(0),
            new Connect(1),
            new StopReading(1),
            new Send(1, large),
            new Send(0, ABC));
    try (LittleServer server = new LittleServer(LittleServer::echo)) {
      Transcript seen = play(server, script);

      assertThat(seen.received(0).matched()).isEqualTo(3);
      assertThat(seen.received(1).matched()).isEqualTo(large.length());
    }
  }

  @Test
  @Timeout(60)
  void aGreetingIsNoEchoOfAnything() {
    LittleServer.Behaviour greets =
        socket -> {
          socket.getOutputStream().write("ABC".getBytes(UTF_8));
          LittleServer.silent(socket);
        };
    try (LittleServer server = new LittleServer(greets)) {
      Transcript seen =
          play(server, Script.of(new Connect(0), new Pause(20_000), new Send(0, ABC)));

      Diverged diverged = seen.first(Diverged.class, 0).orElseThrow();
      assertThat(diverged.step()).isEqualTo(1);
      assertThat(diverged.offset()).isZero();
      assertThat(diverged.sentByThen()).isZero();
      assertThat(seen.received(0)).isEqualTo(new Received(0, 3, 0, "ABC".getBytes(UTF_8)));
    }
  }

  @Test
  @Timeout(60)
  void anEchoBeforeItsTimeIsWrongThoughTheByteIsRight() {
    LittleServer.Behaviour foresees =
        socket -> {
          socket.getInputStream().read();
          socket.getOutputStream().write("AB".getBytes(UTF_8));
          LittleServer.silent(socket);
        };
    try (LittleServer server = new LittleServer(foresees)) {
      Script script =
          Script.of(
              new Connect(0),
              new Send(0, Payload.of("a")),
              new Pause(20_000),
              new Send(0, Payload.of("b")));
      Transcript seen = play(server, script);

      Diverged diverged = seen.first(Diverged.class, 0).orElseThrow();
      assertThat(diverged.offset()).isEqualTo(1);
      assertThat(diverged.sentByThen()).isEqualTo(1);
      assertThat(seen.received(0)).isEqualTo(new Received(1, 2, 1, new byte[] {'B'}));
    }
  }

  @Test
  @Timeout(60)
  void onceWrongThePlayEndsSoonOrGoesOn() {
    LittleServer.Behaviour wrong =
        socket -> {
          byte[] all = socket.getInputStream().readNBytes(3);
          all[1] = '!';
          socket.getOutputStream().write(all);
          LittleServer.echo(socket);
        };
    Script script =
        Script.of(
            new Connect(0),
            new Send(0, ABC),
            new Read(0, Step.EVERYTHING),
            new Pause(500),
            new Send(0, ABC),
            new HalfClose(0),
            new ReadToEnd(0));
    try (LittleServer server = new LittleServer(wrong)) {
      Transcript soon = play(server, script, OnceWrong.END_SOON);
      assertThat(soon.received(0)).isEqualTo(new Received(3, 3, 0, "a!c".getBytes(UTF_8)));
      assertThat(soon.events()).allSatisfy(event -> assertThat(event.step()).isLessThan(4));
      assertThat(soon.first(GaveUp.class, 0)).isEmpty();

      Transcript whole = play(server, script, OnceWrong.GO_ON);
      assertThat(whole.received(0)).isEqualTo(new Received(6, 6, 0, "a!cABC".getBytes(UTF_8)));
      assertThat(whole.first(EndOfStream.class, 0).orElseThrow().step()).isBetween(5, 6);
    }
  }

  @Test
  @Timeout(60)
  void ofALongWrongReplySomeIsKept() {
    LittleServer.Behaviour identity =
        socket -> socket.getInputStream().transferTo(socket.getOutputStream());
    Payload sent = new Payload.Generated(1, 1 << 20, Alphabet.ASCII);
    try (LittleServer server = new LittleServer(identity)) {
      Transcript seen = play(server, Script.conversation(sent), OnceWrong.GO_ON);

      Received received = seen.received(0);
      assertThat(received.length()).isEqualTo(1 << 20);
      assertThat(received.rest()).hasSize(Received.KEPT);
      assertThat(received.rest()).isEqualTo(sent.bytes(received.matched(), Received.KEPT));
    }
  }

  @Test
  @Timeout(120)
  void aHugePayloadNeedsNoRoom() {
    Payload huge = new Payload.Generated(1, 256 << 20, Alphabet.ANY);
    try (LittleServer server = new LittleServer(LittleServer::echo)) {
      play(server, Script.conversation(new Payload.Generated(1, 1 << 20, Alphabet.ANY)));
      long before = allocatedByThisThread();
      Transcript seen = play(server, Script.conversation(huge));
      long allocated = allocatedByThisThread() - before;

      assertThat(seen.received(0))
          .isEqualTo(new Received(huge.length(), huge.length(), huge.length(), new byte[0]));
      assertThat(seen.events()).hasSizeLessThan(8);
      // Short-lived objects are fine, but none as large as the stream.
      assertThat(allocated).isLessThan(64 << 20);
    }
  }

  private static long allocatedByThisThread() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @Test
  @Timeout(60)
  void manySmallPiecesLeaveFewEvents() {
    Payload sent = Payload.of("a".repeat(20_000));
    LittleServer.Behaviour inPieces =
        socket -> {
          InputStream in = socket.getInputStream();
          for (int b; (b = in.read()) >= 0; ) {
            socket.getOutputStream().write(b - 32);
          }
        };
    try (LittleServer server = new LittleServer(inPieces)) {
      Transcript seen = play(server, Script.conversation(sent));

      assertThat(seen.received(0).matched()).isEqualTo(20_000);
      assertThat(seen.events()).hasSizeLessThan(8);
    }
  }
}
