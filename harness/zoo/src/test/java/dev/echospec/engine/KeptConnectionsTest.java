package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Oracle;
import dev.echospec.property.Launch;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.Verdict;
import dev.echospec.server.TargetException;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Kept;
import dev.echospec.suite.Profile;
import dev.echospec.zoo.CloseFaults;
import dev.echospec.zoo.OddServers;
import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooServer;
import dev.echospec.zoo.ZooTarget;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections that are kept open during the cases. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class KeptConnectionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final AtomicInteger port = new AtomicInteger();

  private KeptConnections kept(ZooServer server) {
    port.set(server.port());
    KeptConnections kept =
        new KeptConnections(() -> new InetSocketAddress("127.0.0.1", port.get()));
    kept.begin(Oracle.UPPER);
    return kept;
  }

  @Test
  void areKeptForSomeTimeWhereTheServerKeepsThem() throws IOException {
    try (ZooServer server = Zoo.start(OddServers.WritesRandomPieces.class);
        KeptConnections kept = kept(server)) {
      Kept used = kept.judged(true, PATIENCE, () -> false).orElseThrow();
      Kept idle = kept.judged(false, PATIENCE, () -> false).orElseThrow();

      assertThat(used.lost()).isEmpty();
      assertThat(used.uses()).isGreaterThan(1);
      assertThat(used.age()).isGreaterThanOrEqualTo(KeptConnections.LEAST);
      assertThat(idle.lost()).isEmpty();
      assertThat(idle.uses()).isEqualTo(1);
    }
  }

  @Test
  void ofAServerThatEndsTheIdleOneTheOtherIsStillUsed() throws IOException {
    try (ZooServer server = Zoo.start(CloseFaults.ClosesWhenIdle.class);
        KeptConnections kept = kept(server)) {
      Kept idle = kept.judged(false, PATIENCE, () -> false).orElseThrow();

      assertThat(idle.lost()).isPresent();
      assertThat(idle.lost().orElseThrow().quiet()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
  }

  @Test
  void beginAnewWhenTheServerIsStartedAgain() throws IOException {
    ZooServer first = Zoo.start(OddServers.WritesRandomPieces.class);
    try (KeptConnections kept = kept(first)) {
      first.close();
      kept.tried(1, 1);
      kept.drop();
      try (ZooServer second = Zoo.start(OddServers.WritesRandomPieces.class)) {
        port.set(second.port());

        Kept used = kept.judged(true, PATIENCE, () -> false).orElseThrow();

        assertThat(used.lost()).isEmpty();
        assertThat(used.uses()).isPositive();
      }
    }
  }

  @Test
  void areGivenUpWhereNobodyTakesThem() throws IOException {
    ZooServer server = Zoo.start(OddServers.WritesRandomPieces.class);
    server.close();
    try (KeptConnections kept = kept(server)) {
      assertThat(kept.judged(true, PATIENCE, () -> false)).isEmpty();
      assertThat(kept.count()).isZero();
    }
  }

  @Test
  void areSetAsideUntilTheyAreTakenBackOrTheNextCaseBegins() throws IOException {
    try (ZooServer server = Zoo.start(OddServers.WritesRandomPieces.class);
        KeptConnections kept = kept(server)) {
      assertThat(kept.setAside()).isTrue();
      kept.tried(1, 1);

      assertThat(kept.setAside()).as("none is open").isFalse();
      kept.takeBack();
      assertThat(kept.setAside()).as("both were opened again").isTrue();
      kept.caseStarted(Catalogue.cases().get(0), 1, 1);
      assertThat(kept.setAside()).as("both were opened for the next case").isTrue();
    }
  }

  @Test
  void areNoneOfTheConnectionsThatAnExhaustedServerIsShownBy() throws TargetException {
    List<CaseResult> results =
        run(Zoo.named("HasSixteenWorkers"), "concurrent/slow-loris", "lifetime/kept-idle");

    Failure failure = results.get(0).failure().orElseThrow();
    // Each candidate takes the whole patience, so that the time for shrinking may end before 17.
    assertThat(failure.sight().script().connections()).isBetween(17, 40);
    assertThat(failure.replaysFailed()).isEqualTo(failure.replays());
    assertThat(results.get(1).verdict()).as("it keeps idle ones").isEqualTo(Verdict.PASS);
  }

  @Test
  void areJudgedByContentThatTheServerTakes() throws TargetException {
    List<CaseResult> results =
        run(
            Zoo.named("ClearsBitFive"),
            "transform/every-byte",
            "lifetime/kept-idle",
            "lifetime/kept-in-use");

    assertThat(results)
        .extracting(CaseResult::verdict)
        .as(results::toString)
        .containsExactly(Verdict.FAIL, Verdict.PASS, Verdict.PASS);
    assertThat(results.get(1).avoids()).isEqualTo(results.get(2).avoids()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "LowerCases, transform/ascii-letters",
    "HalfClosesAfterFirstAnswer, close/no-early-close"
  })
  void showInAYoungConnectionWhatIsNoMatterOfTime(String server, String shownBy)
      throws TargetException {
    List<CaseResult> results = run(Zoo.named(server), shownBy, "lifetime/kept-idle");

    assertThat(results)
        .extracting(CaseResult::verdict)
        .as(results::toString)
        .containsOnly(Verdict.FAIL);
    assertThat(results.get(1).fault()).isEqualTo(1);
  }

  private static List<CaseResult> run(Zoo.Entry server, String... cases) throws TargetException {
    List<CaseInfo> infos =
        Stream.of(cases).map(Catalogue::find).map(Optional::orElseThrow).toList();
    Settings settings =
        new Settings(Profile.CONCURRENT, infos, Settings.TRIES, 1, Optional.empty());
    try (ConformanceRun run =
        new ConformanceRun(ZooTarget.of(server), settings, new RunListener() {})) {
      run.open();
      Launch.execute(run);
      return run.result("test").cases();
    }
  }
}
