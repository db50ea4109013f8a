package dev.echospec.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.property.Launch;
import dev.echospec.result.CaseResult;
import dev.echospec.result.FailureText;
import dev.echospec.result.Verdict;
import dev.echospec.server.TargetException;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tries that are played at once: what shows only then is no failure. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CompanyTest {
  private static final CaseInfo SIDE_BY_SIDE = Catalogue.find("close/no-early-close").orElseThrow();
  private static final CaseInfo ANOTHER = Catalogue.find("close/nothing-after-end").orElseThrow();
  private static final CaseInfo ALONE = Catalogue.find("transform/length").orElseThrow();
  private static final int TRIES = SIDE_BY_SIDE.rule().cost() * 6;

  /** Longest wait of a first answer for a second conversation, in milliseconds. */
  private static final long MEETING = 500;

  private final Object monitor = new Object();
  private final AtomicBoolean metOnce = new AtomicBoolean();
  private int inside;
  private int most;

  /**
   * Answers right when a client is alone.
   *
   * @param inCompany what clients are answered that were there at once
   */
  private LittleTarget meeting(UnaryOperator<byte[]> inCompany) {
    return new LittleTarget(
        said -> {
          // The kit's own probes are of one byte, or of a stream.
          boolean met = said.length > 1 && said.length < 1000 && meetsAnother();
          return met ? inCompany.apply(said) : LittleTarget.upper(said);
        });
  }

  private boolean meetsAnother() {
    synchronized (monitor) {
      int before = most;
      inside++;
      most = Math.max(most, inside);
      monitor.notifyAll();
      long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MEETING);
      try {
        // Only the first wait: the searches behind it are to be quick.
        while (!metOnce.get() && inside < 2 && System.nanoTime() < until) {
          TimeUnit.NANOSECONDS.timedWait(monitor, Math.max(1, until - System.nanoTime()));
        }
        boolean met = inside > 1 || most > Math.max(1, before);
        metOnce.set(true);
        return met;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      } finally {
        inside--;
      }
    }
  }

  @Test
  void triesThatWaitArePlayedAtOnceAndAllCount() throws TargetException {
    CaseResult result = run(meeting(LittleTarget::upper), SIDE_BY_SIDE);

    assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.PASS);
    assertThat(result.tries()).isEqualTo(6);
    assertThat(most).as("conversations at once").isGreaterThan(1);
  }

  @Test
  void triesOfDifferentCasesArePlayedAtOnce() throws TargetException {
    List<CaseResult> results = run(meeting(LittleTarget::upper), 1, SIDE_BY_SIDE, ANOTHER);

    assertThat(results).extracting(CaseResult::verdict).containsOnly(Verdict.PASS);
    assertThat(results).extracting(CaseResult::tries).containsOnly(1);
    assertThat(most).as("conversations at once, of which each case has one").isEqualTo(2);
  }

  @Test
  void aLoneTryIsPlayedByItsCase() throws TargetException {
    List<CaseResult> results = run(meeting(LittleTarget::upper), 1, SIDE_BY_SIDE);

    assertThat(results.get(0).verdict()).isEqualTo(Verdict.PASS);
    assertThat(most).isEqualTo(1);
  }

  @Test
  void whatFailsOnlyBesideTheCompanyIsPlayedAlone() throws TargetException {
    LittleTarget faultyWhenMet = meeting(said -> new byte[] {'?'});

    List<CaseResult> results = run(faultyWhenMet, TRIES, ALONE, SIDE_BY_SIDE, ANOTHER);

    assertThat(most).as("conversations at once").isGreaterThan(1);
    assertThat(results).extracting(CaseResult::verdict).containsOnly(Verdict.PASS);
  }

  @Test
  void whatFailsBesideTheCompanyAndAloneIsBlamed() throws TargetException {
    LittleTarget faulty =
        new LittleTarget(
            said ->
                said.length > 1 && said.length < 1000
                    ? new byte[] {'?'}
                    : LittleTarget.upper(said));

    List<CaseResult> results = run(faulty, TRIES, ALONE, SIDE_BY_SIDE, ANOTHER);

    assertThat(results).extracting(CaseResult::verdict).containsOnly(Verdict.FAIL);
  }

  @Test
  void aDeathThatTheCompanyCausesIsNotBlamedOnTheCaseBesideIt() throws TargetException {
    LittleTarget[] target = new LittleTarget[1];
    target[0] =
        meeting(
            said -> {
              target[0].stop();
              return null;
            });

    List<CaseResult> results = run(target[0], TRIES, ALONE, SIDE_BY_SIDE);

    assertThat(target[0].starts()).isGreaterThan(1);
    assertThat(results).extracting(CaseResult::verdict).containsOnly(Verdict.PASS);
  }

  @Test
  void otherTriesAreAlone() throws TargetException {
    CaseResult result = run(meeting(LittleTarget::upper), ALONE);

    assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.PASS);
    assertThat(most).as("conversations at once").isEqualTo(1);
  }

  @Test
  void whatFailsInCompanyOnlyIsNotBlamed() throws TargetException {
    CaseResult result = run(meeting(said -> new byte[] {'?'}), SIDE_BY_SIDE);

    assertThat(most).as("conversations at once").isGreaterThan(1);
    assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.PASS);
    assertThat(result.tries()).as("tries, of which those in company are none").isEqualTo(6);
  }

  @Test
  void aServerThatEndsInCompanyIsStartedAgain() throws TargetException {
    LittleTarget[] target = new LittleTarget[1];
    target[0] =
        meeting(
            said -> {
              target[0].stop();
              return null;
            });
    CaseResult result = run(target[0], SIDE_BY_SIDE);

    assertThat(target[0].starts()).isEqualTo(2);
    assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.PASS);
  }

  @Test
  void whatFailsAloneIsBlamedWithAScriptOfItsOwn() throws TargetException {
    LittleTarget faulty =
        new LittleTarget(said -> said.length > 1 ? new byte[] {'?'} : LittleTarget.upper(said));

    CaseResult result = run(faulty, SIDE_BY_SIDE);

    assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.FAIL);
    assertThat(result.failure().orElseThrow().sight().script().connections()).isEqualTo(1);
    assertThat(result.failure().orElseThrow().foundAfter()).isEqualTo(1);
  }

  @Test
  void whatPassesInCompanyCountsThoughAnotherTryFails() throws TargetException {
    AtomicInteger begun = new AtomicInteger();
    Map<String, Integer> conversations = new ConcurrentHashMap<>();
    LittleTarget failsOnce =
        new LittleTarget(
            said -> {
              if (said.length < 2 || said.length > 999) {
                return LittleTarget.upper(said);
              }
              conversations.merge(new String(said, US_ASCII), 1, Integer::sum);
              return begun.incrementAndGet() == 16 ? new byte[] {'?'} : LittleTarget.upper(said);
            });
    List<CaseResult> results = run(failsOnce, 2 * TRIES, SIDE_BY_SIDE, ANOTHER);

    assertThat(results).extracting(CaseResult::verdict).containsOnly(Verdict.PASS);
    long again = conversations.values().stream().filter(plays -> plays > 1).count();
    assertThat(conversations.size()).as("different conversations").isGreaterThan(16);
    assertThat(again).as("played in company and alone").isLessThan(conversations.size() / 2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isGatheredAgainWhereAllThatIsKnownCanBeAvoided(boolean again) throws TargetException {
    LittleTarget server =
        new LittleTarget(
            said -> {
              byte[] answer = LittleTarget.upper(said);
              if (said.length < 2 || said.length > 999) {
                return answer;
              }
              if (!again) {
                return new byte[] {'?'};
              }
              for (int i = 0; i < said.length; i++) {
                answer[i] = said[i] == 'e' ? said[i] : answer[i];
              }
              return answer;
            });
    CaseInfo letters = Catalogue.find("transform/ascii-letters").orElseThrow();
    Settings settings =
        new Settings(
            Profile.CONCURRENT,
            List.of(letters, SIDE_BY_SIDE, ANOTHER),
            TRIES,
            1,
            Optional.of(Duration.ofSeconds(2)));
    try (ConformanceRun run = new ConformanceRun(server, settings, new RunListener() {})) {
      run.open();
      assertThat(run.drawnAhead(letters)).as("before anything is known").isNotEmpty();
      Launch.one(
          run,
          new FailureText(Profile.CONCURRENT.oracle(), server.name(), Optional.empty()),
          letters);

      assertThat(run.result("test").faults()).hasSize(1);
      assertThat(run.drawnAhead(letters)).as("before another case of content").isEmpty();
      assertThat(run.drawnAhead(SIDE_BY_SIDE).isEmpty()).isEqualTo(!again);
      assertThat(run.drawnAhead(SIDE_BY_SIDE)).as("once").isEmpty();
    } finally {
      server.stop();
    }
  }

  @ParameterizedTest
  @CsvSource({"200, true", "100000, false"})
  void moreTriesThanCanBeKeptAreNotDrawnAhead(int tries, boolean drawn) throws TargetException {
    LittleTarget target = new LittleTarget(LittleTarget::upper);
    Settings settings =
        new Settings(
            Profile.CONCURRENT, Catalogue.cases(), tries, 1, Optional.of(Duration.ofSeconds(2)));
    try (ConformanceRun run = new ConformanceRun(target, settings, new RunListener() {})) {
      run.open();

      assertThat(run.drawnAhead(SIDE_BY_SIDE).isEmpty()).isEqualTo(!drawn);
    } finally {
      target.stop();
    }
  }

  private static CaseResult run(LittleTarget target, CaseInfo info) throws TargetException {
    return run(target, TRIES, info).get(0);
  }

  private static List<CaseResult> run(LittleTarget target, int tries, CaseInfo... cases)
      throws TargetException {
    return new TestRun(List.of(cases), tries, Optional.of(Duration.ofSeconds(2))).against(target);
  }
}
