package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.property.Launch;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.Verdict;
import dev.echospec.server.TargetException;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that takes later what it did not take at first: nothing keeps clear of it any more. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ChangedMindTest {
  private static final String FIRST = "transform/invalid-utf8";
  private static final String LATER = "stream/segmentation";

  private final AtomicBoolean changed = new AtomicBoolean();

  private final LittleTarget target =
      new LittleTarget(
          said -> {
            boolean beyondAscii = false;
            for (byte b : said) {
              beyondAscii |= b < 0;
            }
            return beyondAscii && !changed.get() ? new byte[] {'?'} : LittleTarget.upper(said);
          });

  @Test
  void aLimitationThatHoldsIsAvoided() throws TargetException {
    List<CaseResult> results = run(false);

    assertThat(results.get(0).verdict()).isEqualTo(Verdict.FAIL);
    Failure failure = results.get(0).failure().orElseThrow();
    assertThat(failure.replaysFailed()).isEqualTo(failure.replays());
    assertThat(failure.extent()).isNotEmpty();
    assertThat(results.get(1).verdict()).isEqualTo(Verdict.PASS);
    assertThat(results.get(1).avoids()).isNotEmpty();
  }

  @Test
  void aLimitationThatNoLongerHoldsIsDroppedAndItsFaultComesAndGoes() throws TargetException {
    List<CaseResult> results = run(true);

    assertThat(results.get(0).verdict()).isEqualTo(Verdict.FAIL);
    Failure failure = results.get(0).failure().orElseThrow();
    assertThat(failure.replays()).isGreaterThan(failure.replaysFailed());
    assertThat(failure.extent()).isEmpty();
    assertThat(results.get(1).verdict()).isEqualTo(Verdict.PASS);
    assertThat(results.get(1).avoids()).isEmpty();
  }

  /** Returns the results of both cases; the server may change after the first. */
  private List<CaseResult> run(boolean changes) throws TargetException {
    Settings settings =
        new Settings(
            Profile.CONCURRENT,
            Stream.of(FIRST, LATER).map(id -> Catalogue.find(id).orElseThrow()).toList(),
            60,
            1,
            Optional.of(Duration.ofSeconds(2)));
    RunListener listener =
        new RunListener() {
          @Override
          public void caseEnded(CaseResult result) {
            changed.set(changes);
          }
        };
    try (ConformanceRun run = new ConformanceRun(target, settings, listener)) {
      run.open();
      Launch.execute(run);
      return run.result("test").cases();
    } finally {
      target.stop();
    }
  }
}
