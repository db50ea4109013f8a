package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echospec.play.LittleServer;
import dev.echospec.property.Launch;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Verdict;
import dev.echospec.server.AddressTarget;
import dev.echospec.server.RestartedTarget;
import dev.echospec.server.TargetException;
import dev.echospec.server.TestPort;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that a supervisor restarts a little after it has ended. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RestartedTargetTest {
  /** How long the supervisor waits before a start. */
  private static final long AWAY_MILLIS = 1500;

  private static final List<CaseInfo> CASES =
      Stream.of("disconnect/reset-before-data", "endurance/long-lived")
          .map(id -> Catalogue.find(id).orElseThrow())
          .toList();

  private final AtomicInteger starts = new AtomicInteger();
  private final Semaphore ended = new Semaphore(0);
  private final int port = TestPort.free();
  private final Thread supervisor = new Thread(this::supervise, "supervisor");

  private void supervise() {
    try {
      while (true) {
        Thread.sleep(AWAY_MILLIS);
        ended.drainPermits();
        LittleServer server = new LittleServer(this::endsWithItsClient, port, true);
        try {
          starts.incrementAndGet();
          ended.acquire();
        } finally {
          server.close();
        }
      }
    } catch (InterruptedException e) {
      // The test is over.
    }
  }

  private void endsWithItsClient(Socket socket) throws IOException {
    try {
      LittleServer.echo(socket);
    } catch (IOException e) {
      ended.release();
      throw e;
    }
  }

  @AfterEach
  void nobodyStartsItAnyMore() throws InterruptedException {
    supervisor.interrupt();
    supervisor.join();
  }

  private RestartedTarget target(Duration comes) {
    return new RestartedTarget(new AddressTarget("127.0.0.1", port, Duration.ofSeconds(8)), comes);
  }

  @Test
  void isWaitedForBlamedForItsEndAndSeenAgain() throws TargetException {
    supervisor.start();
    Settings settings = new Settings(Profile.CONCURRENT, CASES, 20, 1, Optional.empty());
    try (ConformanceRun run =
        new ConformanceRun(target(Duration.ofSeconds(60)), settings, new RunListener() {})) {
      run.open();
      Launch.execute(run);

      List<CaseResult> cases = run.result("test").cases();
      assertThat(cases).extracting(CaseResult::verdict).containsExactly(Verdict.FAIL, Verdict.PASS);
      assertThat(cases.get(0).failure().orElseThrow().death().orElseThrow().how())
          .isEqualTo("no longer answers");
      assertThat(starts).hasValueGreaterThan(1);
    }
  }

  @Test
  void whoDoesNotComeIsNotWaitedForForEver() {
    assertThatThrownBy(() -> target(Duration.ofMillis(300)).start())
        .isInstanceOf(TargetException.class)
        .hasMessage(
            "Nobody listens on 127.0.0.1:"
                + port
                + ": start the server first, or check host and port. It was waited for 0 s.");
  }
}
