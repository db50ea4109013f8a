package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.play.LittleServer;
import dev.echospec.property.Launch;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Verdict;
import dev.echospec.server.Target;
import dev.echospec.server.TargetException;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A restarted server that the first probe crashes. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BroughtBackTest {
  private static final List<CaseInfo> CASES =
      Stream.of("disconnect/reset-before-data", "endurance/long-lived")
          .map(id -> Catalogue.find(id).orElseThrow())
          .toList();

  /** Ends when a client resets its connection, and in every second start with its first client. */
  private static final class Frail implements Target {
    private int starts;
    private LittleServer server;
    private volatile boolean ended;

    @Override
    public String name() {
      return "frail";
    }

    @Override
    public void start() throws TargetException {
      stop();
      ended = false;
      starts++;
      boolean atOnce = starts % 2 == 0;
      server = new LittleServer(socket -> serve(socket, atOnce));
    }

    private void serve(Socket socket, boolean atOnce) throws IOException {
      if (atOnce) {
        ended = true;
        return;
      }
      try {
        LittleServer.echo(socket);
      } catch (IOException e) {
        ended = true;
        throw e;
      }
    }

    @Override
    public InetSocketAddress address() {
      return server.address();
    }

    @Override
    public Optional<String> death() {
      return ended ? Optional.of("exited with status 1") : Optional.empty();
    }

    @Override
    public boolean canRestart() {
      return true;
    }

    @Override
    public Duration dying() {
      return Duration.ofSeconds(2);
    }

    @Override
    public void stop() {
      if (server != null) {
        server.close();
      }
    }
  }

  @Test
  void whoDiesOfTheFirstLookIsStartedOnceMore() throws TargetException {
    Settings settings = new Settings(Profile.CONCURRENT, CASES, 20, 1, Optional.empty());
    try (ConformanceRun run = new ConformanceRun(new Frail(), settings, new RunListener() {})) {
      run.open();
      Launch.execute(run);

      List<CaseResult> cases = run.result("test").cases();
      assertThat(cases).extracting(CaseResult::verdict).containsExactly(Verdict.FAIL, Verdict.PASS);
      assertThat(cases.get(0).failure().orElseThrow().replays()).isPositive();
    }
  }
}
