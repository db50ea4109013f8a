package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.property.Launch;
import dev.echospec.result.CaseResult;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.server.TargetException;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run with {@code --for} repeats the cases that have not failed. */
@Timeout(120)
class RoundsTest {
  private static final CaseInfo LETTERS = Catalogue.find("transform/ascii-letters").orElseThrow();
  private static final CaseInfo EMPTY = Catalogue.find("close/empty").orElseThrow();
  private static final Duration LONG = Duration.ofHours(1);
  private static final int TRIES = 5;

  private final AtomicInteger conversations = new AtomicInteger();
  private final List<String> rounds = new ArrayList<>();
  private final List<CaseResult> told = new ArrayList<>();

  /**
   * Stops changing the bytes from some conversation on; probes, which are of one byte, do not
   * count.
   */
  private LittleTarget wrongFrom(int number) {
    return new LittleTarget(
        said ->
            said.length > 1 && conversations.incrementAndGet() >= number
                ? said
                : LittleTarget.upper(said));
  }

  @Test
  void triesOfAllRoundsCountTogether() throws TargetException {
    RunResult result = run(wrongFrom(Integer.MAX_VALUE), LONG, 4, LETTERS);

    assertThat(rounds).containsExactly("2 seed 8 cases 1", "3 seed 9 cases 1", "4 seed 10 cases 1");
    assertThat(result.cases()).hasSize(1);
    assertThat(result.cases().get(0).verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.cases().get(0).tries()).isEqualTo(3 * TRIES);
    assertThat(told).extracting(CaseResult::tries).containsExactly(TRIES, 2 * TRIES, 3 * TRIES);
    assertThat(result.error()).contains("The run was stopped before its end.");
  }

  @Test
  void aLaterRoundFindsWhatTheFirstDidNotAndEndsTheRunWhenNothingIsLeft() throws TargetException {
    RunResult result = run(wrongFrom(2 * TRIES + 2), LONG, 100, LETTERS);

    CaseResult found = result.cases().get(0);
    assertThat(rounds).hasSize(2);
    assertThat(found.verdict()).as(found::toString).isEqualTo(Verdict.FAIL);
    assertThat(found.failure().orElseThrow().foundAfter()).isGreaterThan(2 * TRIES);
    assertThat(found.reason()).contains("found in round 3, which --seed 9 repeats");
    assertThat(result.conformance()).isEqualTo(RunResult.Conformance.DOES_NOT_CONFORM);
    assertThat(result.error()).isEmpty();
  }

  @Test
  void whatHasFailedIsNotRepeated() throws TargetException {
    RunResult result = run(wrongFrom(1), LONG, 3, LETTERS, EMPTY);

    assertThat(rounds).containsExactly("2 seed 8 cases 1", "3 seed 9 cases 1");
    assertThat(result.cases())
        .extracting(one -> one.info().id() + " " + one.verdict())
        .containsExactly("transform/ascii-letters FAIL", "close/empty PASS");
  }

  @Test
  void withoutTimeToGoOnThereIsOneRound() throws TargetException {
    RunResult result = run(wrongFrom(Integer.MAX_VALUE), Duration.ofNanos(1), 100, LETTERS);

    assertThat(rounds).isEmpty();
    assertThat(result.cases().get(0).tries()).isEqualTo(TRIES);
    assertThat(result.isComplete()).isTrue();
  }

  @Test
  void aRoundIsWhatARunWithItsSeedWouldBe() {
    Settings run = settings(LONG, LETTERS, EMPTY);
    Settings third = run.next(List.of(EMPTY), 2);

    assertThat(third.seed()).isEqualTo(9);
    assertThat(third.seed(EMPTY))
        .isEqualTo(
            new Settings(Profile.CONCURRENT, List.of(EMPTY), 1, 9, Optional.empty()).seed(EMPTY))
        .isNotEqualTo(run.seed(EMPTY));
    assertThat(third.tries(EMPTY)).isEqualTo(run.tries(EMPTY));
  }

  @Test
  void theBoundOfTheRunCountsTheTimeThatItGoesOn() {
    Duration once = new TimeBudget(settings(Duration.ofNanos(1), LETTERS)).bound();
    Duration longer = new TimeBudget(settings(LONG, LETTERS)).bound();

    assertThat(longer.minus(once)).isGreaterThanOrEqualTo(LONG.minusSeconds(1));
  }

  @Test
  void aThoroughRunMakesMoreTriesAndHasMoreTime() {
    Settings ordinary = settings(Duration.ofNanos(1), LETTERS);
    Settings thorough =
        new Settings(
            Profile.CONCURRENT,
            List.of(LETTERS),
            TRIES,
            7,
            Optional.empty(),
            true,
            Optional.empty());

    assertThat(thorough.tries(LETTERS)).isEqualTo(Settings.THOROUGH * ordinary.tries(LETTERS));
    assertThat(new TimeBudget(thorough).bound()).isGreaterThan(new TimeBudget(ordinary).bound());
  }

  @Test
  void ofTwoRoundsTheWorseCountsWithAllThatBelongsToIt() {
    Results results = new Results();
    for (Verdict verdict :
        List.of(Verdict.PASS, Verdict.INCONCLUSIVE, Verdict.PASS, Verdict.SKIP)) {
      results.add(
          new CaseResult(
              LETTERS,
              verdict,
              3,
              Duration.ofSeconds(1),
              Optional.empty(),
              Optional.of("it was " + verdict)));
    }

    CaseResult merged = results.all().get(0);
    assertThat(results.all()).hasSize(1);
    assertThat(merged.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(merged.reason()).contains("it was INCONCLUSIVE");
    assertThat(merged.tries()).isEqualTo(12);
    assertThat(merged.took()).isEqualTo(Duration.ofSeconds(4));
    assertThat(results.mayYetFail(LETTERS.id())).isTrue();
  }

  private RunResult run(LittleTarget target, Duration goingOn, int stopAtRound, CaseInfo... cases)
      throws TargetException {
    ConformanceRun[] itself = new ConformanceRun[1];
    RunListener listener =
        new RunListener() {
          @Override
          public void roundStarted(int round, long seed, int count) {
            rounds.add(round + " seed " + seed + " cases " + count);
            if (round == stopAtRound) {
              itself[0].stop();
            }
          }

          @Override
          public void caseEnded(CaseResult result) {
            told.add(result);
          }
        };
    try (ConformanceRun run = new ConformanceRun(target, settings(goingOn, cases), listener)) {
      itself[0] = run;
      run.open();
      Launch.execute(run);
      return run.result("test");
    }
  }

  private static Settings settings(Duration goingOn, CaseInfo... cases) {
    return new Settings(
        Profile.CONCURRENT,
        List.of(cases),
        TRIES,
        7,
        Optional.of(Duration.ofSeconds(5)),
        false,
        Optional.of(goingOn));
  }
}
