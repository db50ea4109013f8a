package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.diagnosis.Cause;
import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.judge.Oracle;
import dev.echospec.play.LittleServer;
import dev.echospec.play.Patience;
import dev.echospec.play.Player;
import dev.echospec.property.Launch;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.server.AddressTarget;
import dev.echospec.server.ResponseStyle;
import dev.echospec.server.ServerProbe;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that loses its answer where the half-close comes in time, by chance, and did not when it
 * was met: a relay to a process, such as Ncat.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class HalfCloseLossTest {
  /** More than the conversations in which a server is met. */
  private static final int MET = 5;

  private static final int LOOK_MILLIS = 40;

  private final Random chance = new Random(7);
  private final AtomicInteger connections = new AtomicInteger();

  /** Conversations after the meeting that all lose their answers, as chance may have it. */
  private int unlucky;

  private synchronized boolean loses() {
    int number = connections.incrementAndGet();
    return number > MET && (number <= MET + unlucky || chance.nextBoolean());
  }

  private void losesAtHalfClose(Socket socket) throws Exception {
    boolean loses = loses();
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[1 << 16];
    int count = in.read(buffer);
    while (count > 0) {
      byte[] got = Arrays.copyOf(buffer, count);
      socket.setSoTimeout(loses ? LOOK_MILLIS : 0);
      try {
        count = loses ? in.read(buffer) : 0;
        if (count < 0) {
          return;
        }
      } catch (SocketTimeoutException e) {
        count = 0;
      }
      socket.setSoTimeout(0);
      socket.getOutputStream().write(Oracle.UPPER.apply(got));
      count = count > 0 ? count : in.read(buffer);
    }
  }

  private void losesAnything(Socket socket) throws Exception {
    if (!loses()) {
      LittleServer.echo(socket);
    }
  }

  /** A hundred: the first try, what is shrunk, and each replay. */
  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  void isOneFaultThatTheOtherCasesKeepClearOf(int unlucky) throws Exception {
    this.unlucky = unlucky;
    RunResult result;
    try (LittleServer server = new LittleServer(this::losesAtHalfClose);
        ConformanceRun run = run(server)) {
      run.open();
      Launch.execute(run);
      result = run.result("test");
    }

    List<CaseResult> failing =
        result.cases().stream().filter(one -> one.verdict() == Verdict.FAIL).toList();
    assertThat(failing).isNotEmpty().allMatch(one -> one.fault() == 1);
    assertThat(failing)
        .flatExtracting(one -> one.failure().stream().toList())
        .allMatch(failure -> failure.death().isEmpty());
    assertThat(failing.get(0).failure().flatMap(Failure::diagnosis))
        .hasValueSatisfying(
            diagnosis -> {
              assertThat(diagnosis.cause()).isEqualTo(Cause.LOSES_PENDING_AT_HALF_CLOSE);
              assertThat(diagnosis.confidence()).isEqualTo(Diagnosis.Confidence.LIKELY);
            });
    assertThat(result.cases())
        .filteredOn(one -> one.verdict() == Verdict.PASS)
        .extracting(one -> one.info().id())
        .contains("transform/order", "transform/length", "stream/segmentation");
    assertThat(result.notes()).anyMatch(note -> note.startsWith("The server lost its answer at "));
  }

  private static ConformanceRun run(LittleServer server) {
    return new ConformanceRun(
        new AddressTarget("127.0.0.1", server.address().getPort(), Duration.ofSeconds(8)),
        new Settings(
            Profile.CONCURRENT,
            Stream.of(
                    "transform/ascii-letters",
                    "transform/order",
                    "transform/length",
                    "stream/segmentation",
                    "close/end-of-stream",
                    "close/half-close-drains")
                .map(id -> Catalogue.find(id).orElseThrow())
                .toList(),
            20,
            1,
            Optional.of(Duration.ofSeconds(2))),
        new RunListener() {});
  }

  @Test
  void isToldFromALossThatNeedsNoHalfClose() throws Exception {
    try (LittleServer atHalfClose = new LittleServer(this::losesAtHalfClose)) {
      assertThat(loss(atHalfClose))
          .hasValueSatisfying(loss -> assertThat(loss.lost()).isBetween(2, loss.played()));
    }
    connections.set(0);
    try (LittleServer anywhere = new LittleServer(this::losesAnything)) {
      assertThat(loss(anywhere)).isEmpty();
    }
    try (LittleServer correct = new LittleServer(LittleServer::echo)) {
      assertThat(loss(correct)).isEmpty();
    }
  }

  private static Optional<ServerProbe.HalfCloseLoss> loss(LittleServer server) throws Exception {
    AddressTarget target =
        new AddressTarget("127.0.0.1", server.address().getPort(), Duration.ofSeconds(8));
    target.start();
    try (Player player = new Player()) {
      ServerProbe probe = new ServerProbe(target, player, Optional.empty());
      assertThat(probe.meet()).isEqualTo(ResponseStyle.DRAINS_AND_CLOSES);
      return probe.lossAtHalfClose(Patience.of(Duration.ofSeconds(2)));
    }
  }
}
