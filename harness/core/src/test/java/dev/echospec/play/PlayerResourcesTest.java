package dev.echospec.play;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.echospec.judge.Oracle;
import dev.echospec.play.Player.OnceWrong;
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
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A play leaves neither open descriptors nor occupied ports. */
@Timeout(60)
class PlayerResourcesTest {
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
        FullBacklog full = new FullBacklog()) {
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

      // The servers' sockets are descriptors of this process, too, and may close later.
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

  /** Ways in which a server ends first, and what the client does meanwhile. */
  enum Death {
    /** Before the whole echo is sent. */
    WITH_HALF_AN_ANSWER(
        2, new Connect(0), new Send(0, ABC), new Read(0, Step.EVERYTHING), new Send(0, ABC)),
    /** After the whole echo, before the client has ended. */
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
    /** While the client does not read. */
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

  /** Shows that the test above can fail: this is the effect without a reset. */
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
                // The server is dead, as wanted.
              }
            });
    server.start();
    return server;
  }
}
