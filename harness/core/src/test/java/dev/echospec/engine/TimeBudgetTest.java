package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Patience;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** A case that takes much time leaves less for the others, but never nothing. */
class TimeBudgetTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final AtomicLong now = new AtomicLong(1);
  private final TimeBudget budget = budget(60, Duration.ZERO);

  private TimeBudget budget(int cases, Duration patience) {
    Settings settings = settings(cases, patience);
    return new TimeBudget(settings, new TimeBudget(settings).bound(), Duration.ZERO, now::get);
  }

  private static Settings settings(int cases, Duration patience) {
    return settings(cases, Optional.of(patience));
  }

  private static Settings settings(int cases, Optional<Duration> patience) {
    return new Settings(
        Profile.CONCURRENT,
        Collections.nCopies(cases, Catalogue.cases().get(0)),
        Settings.TRIES,
        1,
        patience);
  }

  @Test
  void aFullRunIsBoundToTenMinutes() {
    assertThat(budget.bound()).isEqualTo(Duration.ofMinutes(10));
    assertThat(budget.isOver()).isFalse();
    assertThat(budget.ends() - now.get()).isLessThan(budget.bound().toNanos());
  }

  @Test
  void aWaitForAPortIsPartOfTheBoundAndNoTimeOfACase() {
    Settings settings = settings(60, Duration.ZERO);
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
  void aRunAgainstAQuickServerIsBoundToThreeMinutes() {
    assertThat(met(60, Duration.ofMillis(80)).bound()).isEqualTo(Duration.ofMinutes(3));
  }

  @Test
  void aSlowServerHasMoreUpToTenMinutes() {
    assertThat(met(60, Duration.ofSeconds(4)).bound()).isEqualTo(Duration.ofMinutes(6));
    assertThat(met(60, Duration.ofSeconds(50)).bound()).isEqualTo(Duration.ofMinutes(10));
    assertThat(met(1, Duration.ofSeconds(50)).bound()).isEqualTo(met(1, HOUR).bound());
  }

  @Test
  void aPatienceThatTheUserHasSetKeepsTheWholeBound() {
    Duration whole = budget.bound();
    budget.met(Duration.ZERO);

    assertThat(budget.bound()).isEqualTo(whole);
  }

  @Test
  void aShorterBoundIsDividedLikeALongOne() {
    TimeBudget quick = met(60, Duration.ZERO);
    long bound = now.get() + quick.bound().toNanos();
    quick.caseBegins();

    assertThat(quick.caseLimit()).isLessThan(quick.bound().dividedBy(9));
    assertThat(quick.ends() - quick.casePlayedBy()).isPositive();
    assertThat(bound - quick.closedBy()).as("for the report").isPositive();
  }

  private TimeBudget met(int cases, Duration took) {
    Settings measured = settings(cases, Optional.empty());
    TimeBudget of =
        new TimeBudget(measured, new TimeBudget(measured).bound(), Duration.ZERO, now::get);
    of.met(took);
    return of;
  }

  @Test
  void fewCasesAreBoundToLess() {
    assertThat(budget(1, Duration.ZERO).bound()).isLessThan(budget.bound());
  }

  @Test
  void whoWantsMorePatienceAllowsMoreTime() {
    Duration patience = Duration.ofMinutes(1);

    // Found, repeated, and late in three replays with patience doubled.
    assertThat(budget(1, patience).bound()).isGreaterThan(patience.multipliedBy(8));
    assertThat(budget(60, patience).bound()).isGreaterThan(budget.bound());
  }

  @Test
  void casesThatNeedLittleLeaveTheirShareToTheOthers() {
    budget.caseBegins();
    Duration first = budget.searching();
    for (int i = 1; i < 50; i++) {
      budget.caseBegins();
      budget.searched(Duration.ofMillis(100));
    }
    budget.caseBegins();

    assertThat(budget.searching()).isGreaterThan(first.multipliedBy(4));
  }

  @Test
  void casesThatTakeAllTheirTimeStayWithinThePool() {
    Duration sum = Duration.ZERO;
    for (int i = 0; i < 60; i++) {
      budget.caseBegins();
      Duration mine = budget.searching();
      assertThat(mine).isPositive();
      budget.searched(mine);
      sum = sum.plus(mine);
    }

    assertThat(sum).isLessThan(budget.bound().dividedBy(2));
  }

  @Test
  void noCaseTakesMoreThanATenthOfTheBound() {
    budget.caseBegins();

    assertThat(budget.caseLimit()).isEqualTo(budget.bound().dividedBy(10));
    assertThat(budget.casePlayedBy() - now.get())
        .as("the look at the server afterwards belongs to it")
        .isPositive()
        .isLessThan(budget.caseLimit().toNanos());
    assertThat(budget.isCaseOver()).isFalse();
  }

  @Test
  void casesThatTakeAllTheyMayLeaveSomeTimeToEachOfTheOthers() {
    Duration sum = Duration.ZERO;
    for (int i = 0; i < 60; i++) {
      budget.caseBegins();
      Duration mine = budget.caseLimit();
      assertThat(mine).isGreaterThan(Duration.ofSeconds(4));
      sum = sum.plus(mine);
      now.addAndGet(mine.toNanos());
    }

    assertThat(budget.ends() - now.get()).as("left").isNotNegative();
    assertThat(sum).isGreaterThan(budget.bound().multipliedBy(8).dividedBy(10));
  }

  @Test
  void aSingleCaseMayTakeMost() {
    TimeBudget one = budget(1, Duration.ZERO);
    one.caseBegins();

    assertThat(one.caseLimit()).isGreaterThan(one.bound().dividedBy(2)).isLessThan(one.bound());
  }

  @Test
  void whatIsNotTheServersIsNotCounted() {
    budget.caseBegins();
    long playedBy = budget.casePlayedBy();
    budget.excused(Duration.ofSeconds(30));

    assertThat(budget.casePlayedBy() - playedBy).isEqualTo(Duration.ofSeconds(30).toNanos());
    assertThat(budget.ends() - budget.casePlayedBy())
        .as("but the run ends when it must")
        .isPositive();
  }

  @Test
  void aSearchHasItsWholeLimitBesideWhatIsExcused() {
    budget.caseBegins();
    budget.excused(Duration.ofSeconds(1));
    now.addAndGet(budget.searching().toNanos());
    assertThat(budget.isSearchOver(Duration.ZERO)).as("a second of it was excused").isFalse();

    now.addAndGet(budget.caseLimit().toNanos());
    assertThat(budget.isCaseOver()).isTrue();
    assertThat(budget.isSearchOver(Duration.ZERO)).isTrue();
  }

  @Test
  void aTryThatWouldMostlyLieBeyondTheLimitIsNotMade() {
    budget.caseBegins();
    now.addAndGet(budget.searching().multipliedBy(2).dividedBy(3).toNanos());

    assertThat(budget.isSearchOver(budget.searching().dividedBy(2))).isFalse();
    assertThat(budget.isSearchOver(budget.searching())).isTrue();
  }

  @Test
  void searchesAreShorterWhereEachTryMayCostAStart() {
    budget.caseBegins();
    Duration before = budget.searching();

    budget.searchesLess();
    budget.caseBegins();

    assertThat(budget.searching()).isPositive().isLessThan(before.dividedBy(2));
  }

  @Test
  void theClockStandsStillWhileAPortIsWaitedFor() {
    Settings settings = settings(60, Duration.ZERO);
    TimeBudget waits = new TimeBudget(settings, budget.bound(), TimeBudget.PORT_WAIT, now::get);
    waits.caseBegins();
    long ends = waits.ends();
    long playedBy = waits.casePlayedBy();
    now.addAndGet(HOUR.toNanos());
    waits.waited(HOUR);

    assertThat(waits.bound()).isEqualTo(budget.bound().plus(TimeBudget.PORT_WAIT));
    assertThat(waits.ends() - ends).isEqualTo(TimeBudget.PORT_WAIT.toNanos());
    assertThat(waits.casePlayedBy() - playedBy).isEqualTo(TimeBudget.PORT_WAIT.toNanos());
    assertThat(waits.portWaitLeft()).isZero();
  }

  @Test
  void aServerThatIsSlowToStartGetsTimeForARestart() {
    budget.caseBegins();
    long playedBy = budget.casePlayedBy();
    budget.restarted(Duration.ofSeconds(10));

    assertThat(playedBy - budget.casePlayedBy()).isGreaterThan(Duration.ofSeconds(10).toNanos());
    budget.restarted(HOUR);
    assertThat(budget.isCaseOver()).as("half of its time is for playing").isFalse();
  }

  @Test
  void timeForReplaysIsTimeForRestartsAsWell() {
    budget.caseBegins();
    Patience second = Patience.of(Duration.ofSeconds(1));
    assertThat(budget.replaying(second, 3)).isEqualTo(Duration.ofSeconds(4));

    budget.restarted(Duration.ofSeconds(2));
    assertThat(budget.replaying(second, 3)).isEqualTo(Duration.ofSeconds(12));
    budget.restarted(HOUR);
    assertThat(budget.replaying(second, 3).toNanos())
        .isEqualTo((budget.casePlayedBy() - now.get()) / 2);
  }

  @Test
  void replaysAreAsPatientAsThereIsTimeFor() {
    budget.caseBegins();
    Patience usual = Patience.of(Duration.ofSeconds(1));

    assertThat(budget.ofReplays(usual, 3).answer()).isEqualTo(usual.doubled().answer());
    assertThat(budget.ofReplays(usual, 3).connect())
        .isBetween(usual.connect(), usual.doubled().connect());
    Patience slow = Patience.of(Duration.ofSeconds(10));
    assertThat(budget.ofReplays(slow, 3).answer())
        .isGreaterThan(slow.answer())
        .isLessThan(slow.doubled().answer());
    assertThat(budget.ofReplays(slow, 3).answer().multipliedBy(4))
        .as("and as long again for what else they do")
        .isLessThanOrEqualTo(Duration.ofNanos(budget.casePlayedBy() - now.get()));
    assertThat(budget.ofReplays(slow, 100)).as("never less than usual").isEqualTo(slow);
  }

  @Test
  void theEndOfARunHasItsOrder() {
    budget.caseBegins();
    long bound = now.get() + budget.bound().toNanos();

    assertThat(budget.judgedBy() - budget.casePlayedBy()).isPositive();
    assertThat(budget.closedBy() - budget.ends()).isPositive();
    assertThat(bound - budget.closedBy()).as("for the report").isPositive();
  }

  @Test
  void anotherBoundScalesAllOfIt() {
    Settings settings = settings(60, Duration.ZERO);
    TimeBudget brief = new TimeBudget(settings, Duration.ofMinutes(1), Duration.ZERO, now::get);
    budget.caseBegins();
    brief.caseBegins();

    assertThat(brief.bound()).isEqualTo(Duration.ofMinutes(1));
    assertThat(brief.caseLimit()).isEqualTo(budget.caseLimit().dividedBy(10));
    assertThat(brief.searching().toMillis())
        .isCloseTo(budget.searching().dividedBy(10).toMillis(), Offset.offset(1L));
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
