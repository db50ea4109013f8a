package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.echospec.property.Launch;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Verdict;
import dev.echospec.server.AddressTarget;
import dev.echospec.server.TargetException;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Figure;
import dev.echospec.suite.Level;
import dev.echospec.suite.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases of level INFO record what the server does. */
@Timeout(120)
class MeasuredBehaviourTest {
  private static final int MIB = 1 << 20;

  /** Upper bound of the kernel's buffers of one connection on all systems tried. */
  private static final long IN_BUFFERS = 14L * MIB;

  @Test
  void everyCaseThatOnlyRecordsIsTestedHere() {
    assertThat(Catalogue.cases())
        .filteredOn(info -> info.level() == Level.INFO)
        .extracting(CaseInfo::id)
        .filteredOn(id -> !id.startsWith("behaviour/"))
        .as("what is tested here; those of the section behaviour in BehaviourCasesTest")
        .containsExactlyInAnyOrder("flow/write-before-read", "sequential/queue");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void aLineIsAsLongAsTheBacklog(int backlog) throws Exception {
    try (OneAtATime server = new OneAtATime(backlog, 0)) {
      CaseResult result = result("sequential/queue", server);

      // Linux queues one connection more than the backlog.
      int waiting = backlog + 1;
      assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.INFO);
      assertThat(result.figures()).containsExactly(new Figure("waiting", waiting, "clients"));
      assertThat(result.reason().orElseThrow())
          .isEqualTo(waiting + " clients are taken into the line while one is served");
    }
  }

  @Test
  void aLineThatIsLongerThanWasTriedIsSaidToBe() throws Exception {
    try (OneAtATime server = new OneAtATime(100, 0)) {
      CaseResult result = result("sequential/queue", server);

      assertThat(result.reason().orElseThrow()).startsWith("at least 16 clients are taken");
    }
  }

  @Test
  void whatIsTakenUnreadIsWhatTheServerReadAndWhatBuffersHold() throws Exception {
    try (OneAtATime server = new OneAtATime(50, 24 * MIB)) {
      CaseResult result = result("flow/write-before-read", server);

      assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.INFO);
      assertThat(result.figures()).hasSize(1);
      assertThat(result.figures().get(0).name()).isEqualTo("takenUnread");
      assertThat(result.figures().get(0).unit()).isEqualTo(Figure.BYTES);
      assertThat(result.figures().get(0).value()).isBetween(24L * MIB, 24L * MIB + IN_BUFFERS);
      assertThat(result.reason().orElseThrow())
          .startsWith("takes ")
          .endsWith(" MiB before anything is read");
    }
  }

  @Test
  void aServerThatReadsNothingAheadTakesOnlyWhatBuffersHold() throws Exception {
    try (OneAtATime server = new OneAtATime(50, 0)) {
      CaseResult result = result("flow/write-before-read", server);

      assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.INFO);
      assertThat(result.figures().get(0).value()).isBetween(1L, IN_BUFFERS);
    }
  }

  @Test
  void whatIsTakenWithoutBoundIsSaidToBeAllThatWasOffered() {
    // Again where a busy machine does not move 64 MiB in the longest pause.
    await()
        .atMost(Duration.ofMinutes(3))
        .untilAsserted(
            () -> {
              try (OneAtATime server = new OneAtATime(50, 100 * MIB)) {
                CaseResult result = result("flow/write-before-read", server);

                assertThat(result.reason().orElseThrow())
                    .contains("64.0 MiB, all that was offered,");
                assertThat(result.figures().get(0).value()).isEqualTo(64L * MIB);
              }
            });
  }

  @Test
  void wrongBytesAreNoReasonToFailButAreSaid() throws Exception {
    try (OneAtATime server = new OneAtATime(50, 0)) {
      server.wrongFrom = 3L * MIB;
      CaseResult result = result("flow/write-before-read", server);

      assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.INFO);
      assertThat(result.failure().orElseThrow().sight().violations().get(0).offset())
          .isEqualTo(3L * MIB);
    }
  }

  @Test
  void memoryThatCannotBeSeenIsNotJudged() throws Exception {
    try (OneAtATime server = new OneAtATime(50, 0)) {
      for (String id : List.of("flow/bounded-memory", "endurance/memory")) {
        CaseResult result = result(id, server);

        assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.SKIP);
        assertThat(result.reason())
            .contains("the memory of this kind of target cannot be seen from here");
      }
    }
  }

  private static CaseResult result(String id, OneAtATime server) throws TargetException {
    CaseInfo info = Catalogue.find(id).orElseThrow();
    Settings settings =
        new Settings(Profile.SEQUENTIAL, List.of(info), 1, 1, Optional.of(Duration.ofSeconds(5)));
    AddressTarget target =
        new AddressTarget("127.0.0.1", server.listener.getLocalPort(), Duration.ofSeconds(8));
    try (ConformanceRun run = new ConformanceRun(target, settings, new RunListener() {})) {
      run.open();
      Launch.execute(run);
      assertThat(run.result("test").cases()).hasSize(1);
      return run.result("test").cases().get(0);
    }
  }

  /** Serves one client after the other, and reads a number of bytes ahead of its writes. */
  private static final class OneAtATime implements AutoCloseable {
    private final ServerSocket listener;
    private final int ahead;
    private volatile long wrongFrom = Long.MAX_VALUE;

    OneAtATime(int backlog, int ahead) throws IOException {
      this.ahead = ahead;
      listener = new ServerSocket(0, backlog, InetAddress.getByName("127.0.0.1"));
      Thread thread = new Thread(this::serve, "one at a time");
      thread.setDaemon(true);
      thread.start();
    }

    private void serve() {
      while (!listener.isClosed()) {
        try (Socket socket = listener.accept()) {
          converse(socket);
        } catch (IOException e) {
          // The client is gone, or the test is over.
        }
      }
    }

    /** Answers a short message at once, and a long one once that number of bytes has arrived. */
    private void converse(Socket socket) throws IOException {
      InputStream in = socket.getInputStream();
      byte[] first = new byte[1024];
      int count = in.read(first);
      if (count == first.length) {
        byte[] more = in.readNBytes(ahead);
        write(socket, first, count, 0);
        write(socket, more, more.length, count);
        long at = count + more.length;
        byte[] buffer = new byte[64 << 10];
        for (int n; (n = in.read(buffer)) > 0; at += n) {
          write(socket, buffer, n, at);
        }
      } else if (count > 0) {
        write(socket, first, count, 0);
        converse(socket);
      }
    }

    private void write(Socket socket, byte[] bytes, int count, long at) throws IOException {
      byte[] upper = LittleTarget.upper(java.util.Arrays.copyOf(bytes, count));
      if (wrongFrom >= at && wrongFrom < at + count) {
        upper[(int) (wrongFrom - at)] ^= (byte) 0x80;
      }
      socket.getOutputStream().write(upper);
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }
}
