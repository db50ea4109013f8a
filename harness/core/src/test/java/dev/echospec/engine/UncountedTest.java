package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.property.Launch;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Verdict;
import dev.echospec.server.Resources;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A missing count proves nothing. */
@Timeout(120)
class UncountedTest {
  private static final Resources HELD = new Resources(5, 1, 1, 0, 1 << 24, 1L << 33);
  private static final Resources WITHOUT_DESCRIPTORS =
      new Resources(-1, 1, 1, 0, 1 << 24, 1L << 33);

  private static CaseResult result(String id, IntFunction<Optional<Resources>> counts)
      throws Exception {
    return results(List.of(id), LittleTarget::upper, counts).get(0);
  }

  private static List<CaseResult> results(
      List<String> ids, LittleTarget.Behaviour behaviour, IntFunction<Optional<Resources>> counts)
      throws Exception {
    AtomicInteger asked = new AtomicInteger();
    LittleTarget target =
        new LittleTarget(behaviour) {
          @Override
          public Optional<Resources> resources() {
            return counts.apply(asked.getAndIncrement());
          }
        };
    Settings settings =
        new Settings(
            Profile.CONCURRENT,
            ids.stream().map(id -> Catalogue.find(id).orElseThrow()).toList(),
            1,
            1,
            Optional.of(Duration.ofSeconds(2)));
    try (ConformanceRun run = new ConformanceRun(target, settings, new RunListener() {})) {
      run.open();
      Launch.execute(run);
      return run.result("test").cases();
    }
  }

  @Test
  void whatAnEarlierCaseHasWatchedIsNotPlayedOnceMore() throws Exception {
    AtomicInteger large = new AtomicInteger();

    List<CaseResult> results =
        results(
            List.of("flow/bounded-memory", "flow/write-before-read"),
            said -> {
              // The kit's own probes are of a byte.
              large.addAndGet(said.length > 1 ? 1 : 0);
              return LittleTarget.upper(said);
            },
            n -> Optional.of(HELD));

    assertThat(results).extracting(CaseResult::verdict).containsExactly(Verdict.PASS, Verdict.INFO);
    assertThat(results.get(1).figures().get(0)).isEqualTo(results.get(0).figures().get(0));
    assertThat(large).as("conversations of both cases").hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"close/releases", "endurance/memory", "flow/bounded-memory"})
  void theSameHeldThroughoutPasses(String id) throws Exception {
    assertThat(result(id, n -> Optional.of(HELD)).verdict()).isEqualTo(Verdict.PASS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"close/releases", "endurance/memory", "flow/bounded-memory"})
  void whatCannotBeCountedAnyMoreIsSkipped(String id) throws Exception {
    CaseResult result = result(id, n -> n < 3 ? Optional.of(HELD) : Optional.empty());

    assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.SKIP);
    assertThat(result.reason().orElseThrow()).contains("any more");
  }

  @Test
  void descriptorsThatCannotBeCountedAnyMoreAreSkipped() throws Exception {
    CaseResult result =
        result("close/releases", n -> Optional.of(n < 3 ? HELD : WITHOUT_DESCRIPTORS));

    assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.SKIP);
  }
}
