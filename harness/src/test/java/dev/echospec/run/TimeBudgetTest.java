package dev.echospec.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Violation.Kind;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who takes much leaves less for the others, but never nothing. */
class TimeBudgetTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final TimeBudget budget = budget(60, Duration.ZERO);

  private static TimeBudget budget(int cases, Duration patience) {
    return new TimeBudget(
        new Settings(
            Profile.CONCURRENT,
            Collections.nCopies(cases, Catalogue.cases().get(0)),
            Settings.TRIES,
            1,
            Optional.of(patience)));
  }

  @Test
  void aFullRunIsBoundToTenMinutes() {
    assertThat(budget.bound()).isEqualTo(Duration.ofMinutes(10));
    assertThat(budget.isOver()).isFalse();
    assertThat(budget.ends() - System.nanoTime()).isLessThan(budget.bound().toNanos());
  }

  @Test
  void aWaitForAPortIsPartOfTheBoundAndNoTimeOfACase() {
    Settings settings =
        new Settings(
            Profile.CONCURRENT,
            Collections.nCopies(60, Catalogue.cases().get(0)),
            Settings.TRIES,
            1,
            Optional.of(Duration.ZERO));
    TimeBudget waiting = new TimeBudget(settings, TimeBudget.PORT_WAIT);
    assertThat(waiting.bound()).isEqualTo(budget.bound().plus(TimeBudget.PORT_WAIT));
    long ends = waiting.ends();

    waiting.waited(TimeBudget.PORT_WAIT.minusSeconds(1));
    assertThat(waiting.ends() - ends).isEqualTo(TimeBudget.PORT_WAIT.minusSeconds(1).toNanos());
    assertThat(waiting.portWaitLeft()).isEqualTo(Duration.ofSeconds(1));

    waiting.waited(HOUR);
    assertThat(waiting.ends() - ends)
        .as("what the bound does not hold is not made good")
        .isEqualTo(TimeBudget.PORT_WAIT.toNanos());
    assertThat(waiting.portWaitLeft()).isZero();
  }

  @Test
  void fewCasesAreBoundToLess() {
    assertThat(budget(1, Duration.ZERO).bound()).isLessThan(budget.bound());
  }

  @Test
  void whoWantsMorePatienceAllowsMoreTime() {
    Duration patience = Duration.ofMinutes(1);

    // Found, found again, and late three times with patience doubled.
    assertThat(budget(1, patience).bound()).isGreaterThan(patience.multipliedBy(8));
    assertThat(budget(60, patience).bound()).isGreaterThan(budget.bound());
  }

  @Test
  void casesThatNeedLittleLeaveTheirShareToTheOthers() {
    for (int i = 0; i < 50; i++) {
      budget.searching();
      budget.searched(Duration.ofMillis(100));
    }

    assertThat(budget.searching()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void casesThatTakeAllTheirTimeStayWithinThePool() {
    Duration sum = Duration.ZERO;
    for (int i = 0; i < 60; i++) {
      Duration mine = budget.searching();
      assertThat(mine).isPositive();
      budget.searched(mine);
      sum = sum.plus(mine);
    }

    assertThat(sum).isLessThan(budget.bound().dividedBy(2));
  }

  @Test
  void shrinkingIsShared() {
    Duration first = budget.shrinking(Kind.WRONG_BYTE);
    budget.shrunk(HOUR);

    assertThat(budget.shrinking(Kind.WRONG_BYTE)).isPositive().isLessThan(first);
  }

  @Test
  void confirmingEnds() {
    assertThat(budget.mayConfirm()).isTrue();
    budget.confirmed(HOUR);

    assertThat(budget.mayConfirm()).isFalse();
  }

  @Test
  void aKindThatWasConfirmedAgainAndAgainIsWellKnown() {
    budget.blamed(Kind.LATE);
    budget.blamed(Kind.LATE);
    assertThat(budget.isWellKnown(Kind.LATE)).isFalse();
    budget.blamed(Kind.LATE);

    assertThat(budget.isWellKnown(Kind.LATE)).isTrue();
    assertThat(budget.isWellKnown(Kind.NOT_CLOSED)).isFalse();
    assertThat(budget.shrinking(Kind.LATE)).isLessThan(budget.shrinking(Kind.NOT_CLOSED));
  }

  @Test
  void whatIsNoMatterOfTimeIsNeverWellKnown() {
    for (int i = 0; i < 10; i++) {
      budget.blamed(Kind.WRONG_BYTE);
    }

    assertThat(budget.isWellKnown(Kind.WRONG_BYTE)).isFalse();
  }
}
