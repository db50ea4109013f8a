package dev.echospec.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.echospec.judge.Oracle;
import dev.echospec.play.LittleServer;
import dev.echospec.play.Patience;
import dev.echospec.play.Player;
import dev.echospec.play.Transcript;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.ScriptArbitraries;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ServerProbeTest {
  private static final Duration PATIENCE = Duration.ofMillis(600);

  private final Player player = new Player();

  @AfterEach
  void closePlayer() {
    player.close();
  }

  private ServerProbe with(LittleServer server) {
    return with(server, PATIENCE);
  }

  private ServerProbe with(LittleServer server, Duration patience) {
    return new ServerProbe(new Given(server.address()), player, Optional.of(patience));
  }

  /** An address, with what a test says about its owner. */
  private static class Given implements Target {
    private final InetSocketAddress address;

    Given(InetSocketAddress address) {
      this.address = address;
    }

    @Override
    public String name() {
      return "given";
    }

    @Override
    public void start() {
      // It runs.
    }

    @Override
    public InetSocketAddress address() {
      return address;
    }

    @Override
    public Optional<String> death() {
      return Optional.empty();
    }

    @Override
    public boolean canRestart() {
      return false;
    }

    @Override
    public void stop() {
      // It runs on.
    }
  }

  private static void drains(Socket socket) throws Exception {
    LittleServer.echo(socket);
    LittleServer.block();
  }

  private static void beforeHalfClose(Socket socket) throws Exception {
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[100];
    for (int count; (count = in.read(buffer)) > 0; ) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      // Later output is lost, as by a handler that the half-close destroys.
      if (ended(socket)) {
        return;
      }
      socket.getOutputStream().write(Oracle.UPPER.apply(java.util.Arrays.copyOf(buffer, count)));
    }
  }

  private static boolean ended(Socket socket) throws Exception {
    socket.setSoTimeout(50);
    try {
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } finally {
      socket.setSoTimeout(0);
    }
  }

  private static void lines(Socket socket) throws Exception {
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();
    for (int b; (b = in.read()) >= 0; ) {
      line.write(b);
      if (b == '\n') {
        out.write(Oracle.UPPER.apply(line.toByteArray()));
        line.reset();
      }
    }
  }

  @Test
  @Timeout(60)
  void oneAnswerToAHalfCloseMayBeLuck() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (LittleServer server =
        new LittleServer(
            socket -> {
              if (connections.incrementAndGet() == 1) {
                LittleServer.echo(socket);
              } else {
                beforeHalfClose(socket);
              }
            })) {
      assertThat(with(server).meet()).isEqualTo(ResponseStyle.BEFORE_HALF_CLOSE);
    }
  }

  @Test
  @Timeout(60)
  void eachMannerIsFoundOutAndProbedAccordingly() throws Exception {
    record Kind(ResponseStyle style, LittleServer.Behaviour behaviour) {}
    for (Kind kind :
        List.of(
            new Kind(ResponseStyle.DRAINS_AND_CLOSES, LittleServer::echo),
            new Kind(ResponseStyle.DRAINS, ServerProbeTest::drains),
            new Kind(ResponseStyle.BEFORE_HALF_CLOSE, ServerProbeTest::beforeHalfClose),
            new Kind(ResponseStyle.LINES, ServerProbeTest::lines),
            new Kind(ResponseStyle.NEVER, LittleServer::silent))) {
      try (LittleServer server = new LittleServer(kind.behaviour)) {
        ServerProbe probe = with(server);

        assertThat(probe.meet()).isEqualTo(kind.style);
        assertThat(probe.answers(kind.style, Patience.of(PATIENCE)))
            .as(kind.style.name())
            .isEqualTo(kind.style != ResponseStyle.NEVER);
      }
    }
  }

  @Test
  @Timeout(60)
  void aWrongAnswerIsAnAnswer() throws Exception {
    LittleServer.Behaviour wrong =
        socket -> {
          socket.getInputStream().read();
          socket.getOutputStream().write("nonsense".getBytes());
        };
    try (LittleServer server = new LittleServer(wrong)) {
      assertThat(with(server).meet()).isEqualTo(ResponseStyle.DRAINS_AND_CLOSES);
    }
  }

  @Test
  @Timeout(60)
  void aServerThatListensLateIsWaitedFor() throws Exception {
    int port;
    try (LittleServer early = new LittleServer(LittleServer::echo)) {
      port = early.address().getPort();
    }
    AtomicInteger asked = new AtomicInteger();
    LittleServer[] late = new LittleServer[1];
    Target target =
        new Given(new InetSocketAddress("127.0.0.1", port)) {
          @Override
          public Optional<String> death() {
            if (asked.incrementAndGet() == 20) {
              late[0] = new LittleServer(LittleServer::echo, port, true);
            }
            return Optional.empty();
          }
        };
    try {
      assertThat(new ServerProbe(target, player, Optional.of(PATIENCE)).meet())
          .isEqualTo(ResponseStyle.DRAINS_AND_CLOSES);
      assertThat(asked).hasValueGreaterThanOrEqualTo(20);
    } finally {
      late[0].close();
    }
  }

  @Test
  @Timeout(60)
  void aProxyWithoutAServerIsAskedAgain() throws Exception {
    AtomicInteger accepted = new AtomicInteger();
    LittleServer.Behaviour proxy =
        socket -> {
          if (accepted.incrementAndGet() > 20) {
            LittleServer.echo(socket);
          }
        };
    try (LittleServer server = new LittleServer(proxy)) {
      assertThat(with(server).meet()).isEqualTo(ResponseStyle.DRAINS_AND_CLOSES);
    }
  }

  @Test
  @Timeout(60)
  void aServerOfLinesIsNotTakenForAProxyWithoutAServer() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    LittleServer.Behaviour lines =
        socket -> {
          connections.incrementAndGet();
          lines(socket);
        };
    try (LittleServer server = new LittleServer(lines)) {
      assertThat(with(server).meet()).isEqualTo(ResponseStyle.LINES);
      assertThat(connections).hasValueLessThan(10);
    }
  }

  @Test
  @Timeout(60)
  void aServerThatClosesEveryConnectionIsFoundToAnswerNothing() throws Exception {
    try (LittleServer server = new LittleServer(socket -> {})) {
      assertThat(with(server).meet()).isEqualTo(ResponseStyle.NEVER);
    }
  }

  @Test
  @Timeout(60)
  void aServerThatEndsBeforeItAnswersIsNotWaitedFor() {
    Target target =
        new Given(new InetSocketAddress("127.0.0.1", 1)) {
          @Override
          public Optional<String> death() {
            return Optional.of("exited with status 1");
          }

          @Override
          public String lastWords() {
            return "Address already in use";
          }
        };

    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(() -> new ServerProbe(target, player, Optional.empty()).meet())
        .withMessage("The server exited with status 1 before it answered.")
        .satisfies(e -> assertThat(e.lastWords()).isEqualTo("Address already in use"));
  }

  @Test
  @Timeout(120)
  void aPortThatStaysClosedEndsTheWait() {
    InetSocketAddress address;
    try (LittleServer gone = new LittleServer(LittleServer::echo)) {
      address = gone.address();
    }

    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(
            () ->
                new ServerProbe(
                        new Given(address), player, Optional.of(PATIENCE), Duration.ofSeconds(1))
                    .meet())
        .withMessageContaining("Nobody listened on 127.0.0.1:" + address.getPort())
        .withMessageEndingWith("does the server listen on that port?");
  }

  @Test
  @Timeout(60)
  void aServerOfManyIsToldFromOneAtATime() {
    record Kind(ResponseStyle style, LittleServer.Behaviour behaviour) {}
    for (Kind kind :
        List.of(
            new Kind(ResponseStyle.DRAINS_AND_CLOSES, LittleServer::echo),
            new Kind(ResponseStyle.BEFORE_HALF_CLOSE, ServerProbeTest::beforeHalfClose),
            new Kind(ResponseStyle.LINES, ServerProbeTest::lines))) {
      for (boolean concurrent : new boolean[] {true, false}) {
        try (LittleServer server = new LittleServer(kind.behaviour, 0, concurrent)) {
          assertThat(with(server, Duration.ofSeconds(5)).isSequential(kind.style))
              .as(kind.style + ", concurrent " + concurrent)
              .isEqualTo(!concurrent);
        }
      }
    }
    try (LittleServer server = new LittleServer(ServerProbeTest::drains)) {
      assertThat(with(server).isSequential(ResponseStyle.DRAINS)).isFalse();
    }
  }

  @Test
  void patienceIsManyTimesTheSlowestRoundTripWithinBounds() {
    Target target = new Given(new InetSocketAddress("127.0.0.1", 1));
    ServerProbe measured = new ServerProbe(target, player, Optional.empty());
    ServerProbe wanted = new ServerProbe(target, player, Optional.of(PATIENCE));

    assertThat(measured.patience(millis(1, 2))).isEqualTo(Patience.FLOOR);
    assertThat(measured.patience(millis(1, 100))).isEqualTo(Duration.ofSeconds(2));
    assertThat(measured.patience(millis(1, 5000))).isEqualTo(Duration.ofSeconds(10));
    assertThat(wanted.patience(millis(1, 5000))).isEqualTo(PATIENCE);
    assertThat(wanted.firstPatience()).isEqualTo(PATIENCE);
  }

  private static List<Duration> millis(long... millis) {
    return java.util.Arrays.stream(millis).mapToObj(Duration::ofMillis).toList();
  }

  @Test
  @Timeout(60)
  void roundTripsAreSorted() {
    try (LittleServer server = new LittleServer(LittleServer::echo)) {
      assertThat(with(server).roundTrips(ResponseStyle.DRAINS_AND_CLOSES)).isNotEmpty().isSorted();
    }
  }

  @Provide
  Arbitrary<Script> scripts() {
    return ScriptArbitraries.scripts();
  }

  /** Adapts scripts of a shrink search, too. */
  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void everyScriptCanBeFitToEveryManner(
      @ForAll("scripts") Script script, @ForAll ResponseStyle style) {
    Script fit = style.fit(script);

    assertThat(fit.bytes()).isEqualTo(script.bytes());
    assertThat(fit.connections()).isEqualTo(script.connections());
  }

  @Test
  @Timeout(60)
  void aServerThatStallsNowAndThenIsAsSlowAsItsMean() {
    Duration stall = Duration.ofMillis(60);
    LittleServer.Behaviour stalling =
        socket -> {
          InputStream in = socket.getInputStream();
          byte[] chunk = new byte[64];
          int answers = 0;
          for (int count; (count = in.read(chunk)) >= 0; answers++) {
            if (answers % 3 == 2) {
              LockSupport.parkNanos(stall.toNanos());
            }
            socket.getOutputStream().write(chunk, 0, count);
          }
        };
    try (LittleServer server = new LittleServer(stalling)) {
      ServerProbe probe = new ServerProbe(new Given(server.address()), player, Optional.empty());
      probe.roundTrips(ResponseStyle.DRAINS_AND_CLOSES);

      // Every third answer is late: the mean is a third of the stall, without the longest.
      assertThat(probe.echo()).isGreaterThan(stall.dividedBy(6));
    }
  }

  @Test
  @Timeout(60)
  void aServerThatDripsIsNotMeasuredForLong() {
    LittleServer.Behaviour dripping =
        socket -> {
          while (true) {
            socket.getOutputStream().write('A');
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
          }
        };
    Duration patience = Duration.ofMillis(400);
    List<Duration> took = new ArrayList<>();
    ServerProbe.Witness witness =
        new ServerProbe.Witness() {
          @Override
          public byte[] owed(byte[] sent) {
            return Oracle.UPPER.apply(sent);
          }

          @Override
          public void saw(Script script, Transcript seen) {
            took.add(seen.elapsed());
          }
        };
    try (LittleServer server = new LittleServer(dripping)) {
      ServerProbe probe =
          new ServerProbe(new Given(server.address()), player, Optional.of(patience), witness);
      probe.roundTrips(ResponseStyle.DRAINS);

      // 240 bytes, one each 20 ms: its silence is never long.
      Duration last = took.get(took.size() - 1);
      assertThat(last).isLessThan(Duration.ofMillis(20).multipliedBy(240));
      assertThat(probe.unanswered()).isGreaterThanOrEqualTo(last);
    }
  }

  @Test
  void aMannerChangesOnlyHowAConversationEnds() {
    Script script = Script.conversation(Payload.of("a"));

    assertThat(ResponseStyle.DRAINS_AND_CLOSES.fit(script)).isEqualTo(script);
    assertThat(ResponseStyle.NEVER.fit(script)).isEqualTo(script);
    assertThat(
            dev.echospec.script.ScriptText.lines(ResponseStyle.DRAINS.fit(script)).stream().skip(2))
        .containsExactly("half-close", "read    all that is owed", "close");
    assertThat(
            dev.echospec.script.ScriptText.lines(ResponseStyle.LINES.fit(script)).stream().skip(2))
        .containsExactly("read    all that is owed", "half-close", "close");
  }
}
