package dev.echospec.play;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.echospec.oracle.Oracle;
import dev.echospec.play.Event.Diverged;
import dev.echospec.play.Event.EndOfStream;
import dev.echospec.play.Event.GaveUp;
import dev.echospec.play.Event.NotConnected;
import dev.echospec.play.Event.NotConnected.Why;
import dev.echospec.play.Event.WasReset;
import dev.echospec.play.Player.OnceWrong;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.script.Step.Close;
import dev.echospec.script.Step.Connect;
import dev.echospec.script.Step.HalfClose;
import dev.echospec.script.Step.Pause;
import dev.echospec.script.Step.Read;
import dev.echospec.script.Step.ReadToEnd;
import dev.echospec.script.Step.Reset;
import dev.echospec.script.Step.Send;
import dev.echospec.script.Step.StopReading;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the peer does, a play ends, says why, and leaves nothing behind. */
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

  /** Each byte comes in time; all of them would take half an hour. */
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
  void nobodyListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = socket.getLocalPort();
    }
    Transcript seen =
        play(
            new InetSocketAddress("127.0.0.1", port), Script.conversation(ABC), OnceWrong.END_SOON);

    NotConnected not = seen.first(NotConnected.class, 0).orElseThrow();
    assertThat(not.why()).isEqualTo(Why.REFUSED);
    assertThat(not.step()).isZero();
    assertThat(seen.received(0)).isEqualTo(Received.NOTHING);
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

  /** Listens, and has so many clients waiting that no more are let in. */
  private static final class Full implements AutoCloseable {
    private final ServerSocket listening;
    private final List<SocketChannel> waiting = new ArrayList<>();

    Full() throws IOException {
      listening = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    }

    InetSocketAddress address() {
      return new InetSocketAddress("127.0.0.1", listening.getLocalPort());
    }

    void fill() throws IOException {
      for (int i = 0; i < 4; i++) {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(address());
        waiting.add(channel);
      }
    }

    @Override
    public void close() throws IOException {
      listening.close();
      for (SocketChannel channel : waiting) {
        channel.close();
      }
    }
  }

  @Test
  void aFullBacklog() throws IOException {
    try (Full full = new Full()) {
      full.fill();
      Transcript seen = play(full.address(), Script.conversation(ABC), OnceWrong.END_SOON);

      assertThat(seen.first(NotConnected.class, 0).orElseThrow().why()).isEqualTo(Why.NO_ANSWER);
      assertThat(seen.received(0)).isEqualTo(Received.NOTHING);
    }
  }

  @Test
  void aConnectThatIsCutShortByAWrongByteElsewhereIsNotBlamed() throws Exception {
    try (Full full = new Full()) {
      Thread server =
          new Thread(
              () -> {
                try (Socket socket = full.listening.accept()) {
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

  @Test
  void descriptorsAreGivenBack() throws IOException {
    assumeThat(Path.of("/proc/self/fd")).exists();
    Script vocabulary =
        Script.of(
            new Connect(0),
            new Connect(1),
            new Connect(2),
            new Connect(3),
            new Send(0, ABC),
            new Read(0, Step.EVERYTHING),
            new Pause(1),
            new Reset(0),
            new Close(1),
            new StopReading(2),
            new Send(2, ABC),
            new HalfClose(3),
            new ReadToEnd(3));
    LittleServer.Behaviour wrong = socket -> socket.getOutputStream().write("!!".getBytes(UTF_8));
    try (LittleServer good = new LittleServer(LittleServer::echo);
        LittleServer bad = new LittleServer(wrong);
        Full full = new Full()) {
      full.fill();
      InetSocketAddress refusing;
      try (LittleServer gone = new LittleServer(LittleServer::echo)) {
        refusing = gone.address();
      }
      List<InetSocketAddress> addresses = List.of(good.address(), bad.address(), refusing);
      play(good.address(), vocabulary, OnceWrong.END_SOON);
      play(refusing, vocabulary, OnceWrong.GO_ON);
      long before = descriptors();
      for (int i = 0; i < 60; i++) {
        for (InetSocketAddress address : addresses) {
          play(address, vocabulary, OnceWrong.values()[i % 2]);
        }
      }
      Patience none = new Patience(Duration.ofMillis(1), Duration.ofMillis(1));
      for (int i = 0; i < 60; i++) {
        player.play(vocabulary, full.address(), Oracle.UPPER, none, OnceWrong.GO_ON);
        try (Player another = new Player()) {
          another.play(vocabulary, good.address(), Oracle.UPPER, SHORT, OnceWrong.GO_ON);
        }
      }

      // The servers' ends are descriptors of this process too, and may lag behind.
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(descriptors()).isLessThan(before + 10));
    }
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  /** Ways in which a server ends first, and what the client was doing. */
  enum Death {
    /** Before it has answered all. */
    WITH_HALF_AN_ANSWER(
        2, new Connect(0), new Send(0, ABC), new Read(0, Step.EVERYTHING), new Send(0, ABC)),
    /** With all answered, though the client has not ended. */
    AFTER_THE_ANSWER(
        3,
        new Connect(0),
        new Send(0, ABC),
        new Read(0, Step.EVERYTHING),
        new Pause(150),
        new HalfClose(0),
        new ReadToEnd(0)),
    /** While the client only waits. */
    UNSEEN_UNTIL_THE_END(3, new Connect(0), new Send(0, ABC), new Pause(150)),
    /** While the client looks away. */
    WHILE_READING_IS_STOPPED(
        0, new Connect(0), new StopReading(0), new Send(0, ABC), new Pause(150), new Close(0)),
    /** With a wrong answer. */
    WITH_A_WRONG_ANSWER(-3, new Connect(0), new Send(0, ABC), new Pause(20_000));

    private final int answer;
    private final Script script;

    Death(int answer, Step... steps) {
      this.answer = answer;
      this.script = Script.of(steps);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatDiesCanBindItsPortAgainAtOnce(Death death) throws Exception {
    int port;
    try (ServerSocket listening = bound(0)) {
      port = listening.getLocalPort();
      Thread server =
          dying(listening, (death.answer < 0 ? "xyz" : "ABC").substring(0, Math.abs(death.answer)));
      play(new InetSocketAddress("127.0.0.1", port), death.script, OnceWrong.END_SOON);
      server.join();
    }
    bound(port).close();
  }

  /** The test above would tell: this is what happens otherwise. */
  @Test
  void afterAnOrdinaryCloseThePortIsTaken() throws Exception {
    int port;
    try (ServerSocket listening = bound(0)) {
      port = listening.getLocalPort();
      Thread server = dying(listening, "ABC");
      try (Socket client = new Socket("127.0.0.1", port)) {
        client.getOutputStream().write("abc".getBytes(UTF_8));
        client.getInputStream().readAllBytes();
      }
      server.join();
    }
    boolean taken = false;
    try {
      bound(port).close();
    } catch (BindException e) {
      taken = true;
    }
    assumeThat(taken).as("this system keeps ports in TIME_WAIT").isTrue();
  }

  private static ServerSocket bound(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(false);
    socket.bind(new InetSocketAddress("127.0.0.1", port));
    return socket;
  }

  private static Thread dying(ServerSocket listening, String answer) {
    Thread server =
        new Thread(
            () -> {
              try (Socket socket = listening.accept()) {
                socket.getInputStream().readNBytes(3);
                socket.getOutputStream().write(answer.getBytes(UTF_8));
              } catch (IOException e) {
                // It is dead, then.
              }
            });
    server.start();
    return server;
  }
}
