package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RateTest {
  private static final boolean F = true;
  private static final boolean P = false;

  private static Optional<Rate> measured(Boolean... plays) {
    Iterator<Boolean> next = Stream.concat(Stream.of(plays), Stream.generate(() -> P)).iterator();
    return Rate.of(next::next, () -> true);
  }

  @Test
  void isMeasuredUntilTheThirdFailure() {
    assertThat(measured(F, P, P, F, P, F)).contains(new Rate(3, 6));
  }

  @Test
  void whatDoesNotFailAgainHasNone() {
    assertThat(measured()).isEmpty();
  }

  @Test
  void isMeasuredWithAsManyPlaysAsAreAllowed() {
    assertThat(measured(P, F)).contains(new Rate(2, Rate.MOST_PLAYS));
    assertThat(Rate.of(() -> F, () -> false)).isEmpty();
  }

  private static Rate.Trial trial(Rate before, double rate, SplittableRandom random) {
    Rate.Trial trial = before.trial();
    while (trial.isOpen()) {
      trial.played(random.nextDouble() < rate);
    }
    return trial;
  }

  private static long passed(Rate before, double rate) {
    SplittableRandom random = new SplittableRandom(1);
    return Stream.generate(() -> trial(before, rate, random))
        .limit(1000)
        .filter(Rate.Trial::isPassed)
        .count();
  }

  @Test
  void aScriptThatFailsAsOftenMostlyPasses() {
    assertThat(passed(new Rate(2, 2), 1)).isEqualTo(1000);
    assertThat(passed(new Rate(5, 10), 0.5)).isGreaterThan(700);
    assertThat(passed(new Rate(1, 10), 0.1)).isGreaterThan(700);
  }

  @Test
  void aScriptThatFailsClearlyMoreRarelyMostlyDoesNot() {
    assertThat(passed(new Rate(2, 2), 0.1)).isLessThan(100);
    assertThat(passed(new Rate(5, 10), 0.05)).isLessThan(100);
    assertThat(passed(new Rate(1, 10), 0.01)).isLessThan(100);
    assertThat(passed(new Rate(1, 60), 0)).isZero();
  }

  @Test
  void theRateOfAShorterScriptIsTakenToBeNoHigher() {
    Rate.Trial lucky = new Rate(1, 10).trial();
    lucky.played(F);
    lucky.played(F);
    assertThat(lucky.isOpen()).isFalse();
    assertThat(lucky.rate()).isEqualTo(new Rate(1, 10));

    Rate.Trial rarer = new Rate(1, 2).trial();
    rarer.played(P);
    rarer.played(F);
    rarer.played(P);
    rarer.played(P);
    rarer.played(F);
    assertThat(rarer.rate()).isEqualTo(new Rate(2, 5));
  }

  @Test
  void aScriptThatFailsEachTimeIsTold() {
    Rate.Trial trial = new Rate(3, 4).trial();
    int played = 0;
    while (trial.isSolid()) {
      trial.played(F);
      played++;
    }
    assertThat(trial.failsEachTime()).isTrue();
    assertThat(played).isGreaterThan(4);
    trial.played(P);
    assertThat(trial.failsEachTime()).isFalse();
  }
}
