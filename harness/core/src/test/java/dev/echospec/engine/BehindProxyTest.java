package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.play.LittleServer;
import dev.echospec.property.Launch;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.server.AddressTarget;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server behind a proxy, such as the one of a published container port. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BehindProxyTest {
  /** How long the proxy accepts before its server is up. */
  private static final long ALONE = TimeUnit.SECONDS.toNanos(4);

  private static final List<CaseInfo> CASES =
      Stream.of(
              "transform/ascii-letters",
              "close/end-of-stream",
              "close/half-close-drains",
              "disconnect/reset-mid-stream")
          .map(id -> Catalogue.find(id).orElseThrow())
          .toList();

  private final AtomicReference<LittleServer> server = new AtomicReference<>();
  private final AtomicInteger turnedAway = new AtomicInteger();
  private volatile long since;

  /** Accepts before it connects to the server, and turns resets into orderly ends. */
  private void proxy(Socket client) throws Exception {
    if (since == 0) {
      since = System.nanoTime();
    }
    if (System.nanoTime() - since < ALONE) {
      turnedAway.incrementAndGet();
      client.shutdownOutput();
      client.getInputStream().transferTo(OutputStream.nullOutputStream());
      return;
    }
    try (Socket behind = new Socket()) {
      behind.connect(begun().address());
      behind.setTcpNoDelay(true);
      Thread up = new Thread(() -> relay(client, behind), "proxy");
      up.setDaemon(true);
      up.start();
      relay(behind, client);
      up.join();
    }
  }

  private synchronized LittleServer begun() {
    if (server.get() == null) {
      server.set(new LittleServer(LittleServer::echo));
    }
    return server.get();
  }

  private static void relay(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // A reset becomes an orderly end.
    }
    try {
      to.shutdownOutput();
    } catch (IOException e) {
      // The other side is gone, too.
    }
  }

  @Test
  void aProxyThatIsThereBeforeItsServerIsNotTakenForIt() throws Exception {
    Settings settings = new Settings(Profile.CONCURRENT, CASES, 20, 1, Optional.empty());
    try (LittleServer proxy = new LittleServer(this::proxy);
        ConformanceRun run =
            new ConformanceRun(
                new AddressTarget("127.0.0.1", proxy.address().getPort(), Duration.ofSeconds(8)),
                settings,
                new RunListener() {})) {
      run.open();
      Launch.execute(run);

      RunResult result = run.result("test");
      assertThat(turnedAway).hasPositiveValue();
      assertThat(result.facts().orElseThrow().answers()).startsWith("a byte");
      assertThat(result.cases())
          .hasSize(CASES.size())
          .allSatisfy(one -> assertThat(one.verdict()).as(one::toString).isEqualTo(Verdict.PASS));
    } finally {
      begun().close();
    }
  }
}
