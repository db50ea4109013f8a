package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.property.Launch;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Verdict;
import dev.echospec.server.AddressTarget;
import dev.echospec.server.TargetException;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Figure;
import dev.echospec.suite.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases of the section behaviour record what the server does. */
@Timeout(180)
class BehaviourCasesTest {
  @Test
  void everyCaseOfTheSectionIsTestedHere() {
    assertThat(Catalogue.cases())
        .extracting(CaseInfo::id)
        .filteredOn(id -> id.startsWith("behaviour/"))
        .containsExactlyInAnyOrder(
            "behaviour/read-size",
            "behaviour/end",
            "behaviour/idle",
            "behaviour/round-trips",
            "behaviour/throughput");
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 4096})
  void theReadSizeIsWhatComesBackAtFirst(int size) throws Exception {
    try (Little server = new Little(size)) {
      // Written slowly, so that the network coalesces nothing.
      server.pauseNanos = TimeUnit.MILLISECONDS.toNanos(300);
      server.pauses = 1;
      CaseResult result = result("behaviour/read-size", server);

      assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.INFO);
      assertThat(result.figures()).containsExactly(new Figure("readSize", size, Figure.BYTES));
      assertThat(result.reason().orElseThrow())
          .startsWith(size + " bytes of a long message come back at first, ");
    }
  }

  @Test
  void theEndOfTheStreamIsTimed() throws Exception {
    try (Little server = new Little(512)) {
      server.beforeEndNanos = TimeUnit.MILLISECONDS.toNanos(40);
      CaseResult result = result("behaviour/end", server);

      Map<String, Long> figures = figures(result);
      assertThat(figures.get("endOfStream")).isGreaterThanOrEqualTo(40_000);
      assertThat(figures).containsEntry("resets", 0L);
      assertThat(result.reason().orElseThrow()).endsWith("in an orderly way");
    }
  }

  @Test
  void aServerThatResetsIsSaidTo() throws Exception {
    try (Little server = new Little(512)) {
      server.resets = true;
      CaseResult result = result("behaviour/end", server);

      assertThat(figures(result).get("resets")).as(result::toString).isPositive();
      assertThat(result.reason().orElseThrow()).contains("with a reset");
    }
  }

  @Test
  void aServerThatEndsIdleConnectionsIsSaidTo() throws Exception {
    try (Little server = new Little(512)) {
      assertThat(figures(result("behaviour/idle", server))).containsEntry("idleLimit", 0L);

      server.idleMillis = 300;
      CaseResult result = result("behaviour/idle", server);

      assertThat(figures(result).get("idleLimit")).isBetween(250L, 2000L);
      assertThat(result.reason().orElseThrow()).startsWith("ends a connection after ");
    }
  }

  @Test
  void aSlowServerIsSlowerThanTheReference() throws Exception {
    try (Little server = new Little(64 << 10)) {
      // Longer than a busy machine adds to the reference server's time.
      server.pauseNanos = TimeUnit.MILLISECONDS.toNanos(300);
      server.pauses = Integer.MAX_VALUE;

      assertThat(figures(result("behaviour/round-trips", server)).get("roundTrips")).isLessThan(50);
      assertThat(figures(result("behaviour/throughput", server)).get("throughput")).isLessThan(50);
    }
  }

  @Test
  void theThroughputIsInWordsToo() throws Exception {
    try (Little server = new Little(64 << 10)) {
      CaseResult result = result("behaviour/throughput", server);

      assertThat(figures(result).get("throughput")).as(result::toString).isPositive();
      assertThat(result.reason().orElseThrow())
          .matches("echoes [0-9.]+ MB a second, [0-9]+% of what the reference server does.*");
    }
  }

  @Test
  void whatCannotBeMeasuredIsSkipped() throws Exception {
    try (Little server = new Little(512)) {
      server.loses = true;
      for (String id : List.of("behaviour/round-trips", "behaviour/throughput")) {
        CaseResult result = result(id, server);

        assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.SKIP);
        assertThat(result.figures()).isEmpty();
      }
    }
  }

  private static Map<String, Long> figures(CaseResult result) {
    return result.figures().stream().collect(Collectors.toMap(Figure::name, Figure::value));
  }

  private static CaseResult result(String id, Little server) throws TargetException {
    CaseInfo info = Catalogue.find(id).orElseThrow();
    Settings settings =
        new Settings(Profile.CONCURRENT, List.of(info), 1, 1, Optional.of(Duration.ofSeconds(5)));
    AddressTarget target =
        new AddressTarget("127.0.0.1", server.listener.getLocalPort(), Duration.ofSeconds(8));
    try (ConformanceRun run = new ConformanceRun(target, settings, new RunListener() {})) {
      run.open();
      Launch.execute(run);
      return run.result("test").cases().get(0);
    }
  }

  /** Serves many clients at once, with settings that a test can change. */
  private static final class Little implements AutoCloseable {
    private final ServerSocket listener =
        new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final int size;
    private volatile long pauseNanos;
    private volatile int pauses;
    private volatile long beforeEndNanos;
    private volatile int idleMillis;
    private volatile boolean resets;
    private volatile boolean loses;

    Little(int size) throws IOException {
      this.size = size;
      begin(this::serve);
    }

    private static void begin(Runnable work) {
      Thread thread = new Thread(work, "little server");
      thread.setDaemon(true);
      thread.start();
    }

    private void serve() {
      while (!listener.isClosed()) {
        try {
          Socket socket = listener.accept();
          begin(() -> converse(socket));
        } catch (IOException e) {
          // The test is over.
        }
      }
    }

    private void converse(Socket client) {
      try (Socket socket = client) {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(idleMillis);
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[size];
        int left = pauses;
        for (int n; (n = in.read(buffer)) > 0; ) {
          // Probes are of one byte.
          int kept = loses && n > 1 ? n - 1 : n;
          socket.getOutputStream().write(LittleTarget.upper(Arrays.copyOf(buffer, kept)));
          if (left-- > 0) {
            LockSupport.parkNanos(pauseNanos);
          }
        }
        LockSupport.parkNanos(beforeEndNanos);
        if (resets) {
          socket.setSoLinger(true, 0);
        }
      } catch (SocketTimeoutException e) {
        // Closed for being idle.
      } catch (IOException e) {
        // The client is gone.
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }
}
