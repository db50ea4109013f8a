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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The cases of the section behaviour record what the server does. Those of its speed have the tests
 * of {@link BehaviourSpeedTest}.
 */
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
    try (AdjustableServer server = new AdjustableServer(size)) {
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
    try (AdjustableServer server = new AdjustableServer(512)) {
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
    try (AdjustableServer server = new AdjustableServer(512)) {
      server.resets = true;
      CaseResult result = result("behaviour/end", server);

      assertThat(figures(result).get("resets")).as(result::toString).isPositive();
      assertThat(result.reason().orElseThrow()).contains("with a reset");
    }
  }

  @Test
  void aServerThatEndsIdleConnectionsIsSaidTo() throws Exception {
    try (AdjustableServer server = new AdjustableServer(512)) {
      assertThat(figures(result("behaviour/idle", server))).containsEntry("idleLimit", 0L);

      server.idleMillis = 300;
      CaseResult result = result("behaviour/idle", server);

      assertThat(figures(result).get("idleLimit")).isBetween(250L, 2000L);
      assertThat(result.reason().orElseThrow()).startsWith("ends a connection after ");
    }
  }

  static Map<String, Long> figures(CaseResult result) {
    return result.figures().stream().collect(Collectors.toMap(Figure::name, Figure::value));
  }

  static CaseResult result(String id, AdjustableServer server) throws TargetException {
    CaseInfo info = Catalogue.find(id).orElseThrow();
    Settings settings =
        new Settings(Profile.CONCURRENT, List.of(info), 1, 1, Optional.of(Duration.ofSeconds(5)));
    AddressTarget target = new AddressTarget("127.0.0.1", server.port(), Duration.ofSeconds(8));
    try (ConformanceRun run = new ConformanceRun(target, settings, new RunListener() {})) {
      run.open();
      Launch.execute(run);
      return run.result("test").cases().get(0);
    }
  }
}
