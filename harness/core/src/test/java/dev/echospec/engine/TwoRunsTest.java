package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.property.Launch;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Verdict;
import dev.echospec.server.Target;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** Two runs in one virtual machine at the same time do not see each other. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TwoRunsTest {
  private static final List<CaseInfo> CASES =
      List.of(
          Catalogue.find("transform/ascii-letters").orElseThrow(),
          Catalogue.find("transform/length").orElseThrow(),
          Catalogue.find("stream/segmentation").orElseThrow(),
          Catalogue.find("close/empty").orElseThrow());

  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final CyclicBarrier bothAreOpen = new CyclicBarrier(2);

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @RepeatedTest(10)
  void eachHasTheVerdictsOfItsOwnServer() throws Exception {
    Future<Map<String, Verdict>> ofTheCorrect =
        threads.submit(() -> verdicts(new LittleTarget(LittleTarget::upper)));
    Future<Map<String, Verdict>> ofTheFaulty =
        threads.submit(() -> verdicts(new LittleTarget(said -> said)));

    assertThat(ofTheCorrect.get())
        .containsOnly(
            Map.entry("transform/ascii-letters", Verdict.PASS),
            Map.entry("transform/length", Verdict.PASS),
            Map.entry("stream/segmentation", Verdict.PASS),
            Map.entry("close/empty", Verdict.PASS));
    assertThat(ofTheFaulty.get())
        .containsOnly(
            Map.entry("transform/ascii-letters", Verdict.FAIL),
            Map.entry("transform/length", Verdict.PASS),
            // With capitals in place of the small letters that the server is known to leave.
            Map.entry("stream/segmentation", Verdict.PASS),
            Map.entry("close/empty", Verdict.PASS));
  }

  private Map<String, Verdict> verdicts(Target target) throws Exception {
    Settings settings =
        new Settings(Profile.CONCURRENT, CASES, 40, 1, Optional.of(Duration.ofSeconds(2)));
    try (ConformanceRun run = new ConformanceRun(target, settings, new RunListener() {})) {
      run.open();
      bothAreOpen.await(1, TimeUnit.MINUTES);
      Launch.execute(run);
      Map<String, Verdict> verdicts = new TreeMap<>();
      for (CaseResult result : run.result("test").cases()) {
        verdicts.put(result.info().id(), result.verdict());
      }
      return verdicts;
    }
  }
}
