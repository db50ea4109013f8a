package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echospec.judge.Law;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.property.Launch;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.server.AddressTarget;
import dev.echospec.server.Target;
import dev.echospec.server.TargetException;
import dev.echospec.server.TestPort;
import dev.echospec.suite.Case;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Level;
import dev.echospec.suite.Profile;
import dev.echospec.suite.Violated;
import dev.echospec.suite.Wire;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which servers are blamed, and which are not. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ConformanceRunTest {
  private static final CaseInfo LETTERS = Catalogue.find("transform/ascii-letters").orElseThrow();
  private static final Duration PATIENCE = Duration.ofMillis(400);

  private final AtomicInteger conversations = new AtomicInteger();

  /** Answers some conversations late, but no probes, which are of one byte. */
  private LittleTarget late(int from, int to) {
    return new LittleTarget(
        said -> {
          int number = said.length > 1 ? conversations.incrementAndGet() : 0;
          return number >= from && number <= to && number > 0 ? null : LittleTarget.upper(said);
        });
  }

  @Test
  void whoIsAlwaysInTimePasses() throws TargetException {
    CaseResult result = run(late(1, 0), LETTERS);

    assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.PASS);
    assertThat(result.tries()).isEqualTo(20);
    assertThat(result.failure()).isEmpty();
    assertThat(result.reason()).isEmpty();
  }

  @Test
  void whoIsLateOnceIsNotBlamed() throws TargetException {
    CaseResult result = run(late(5, 5), LETTERS);

    assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason().orElseThrow())
        .isEqualTo("late in 1 of 20 tries, in time when played again");
  }

  @Test
  void whoIsLateTwiceButNotWhenPlayedAgainIsNotBlamed() throws TargetException {
    CaseResult result = run(late(5, 6), LETTERS);

    assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason().orElseThrow()).startsWith("late once, in time when played again: ");
    assertThat(result.failure().orElseThrow().replaysFailed()).isLessThan(Confirmation.REPLAYS);
  }

  @Test
  void whoIsAlwaysLateIsBlamed() throws TargetException {
    CaseResult result = run(late(1, Integer.MAX_VALUE), LETTERS);

    assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.FAIL);
    Failure failure = result.failure().orElseThrow();
    assertThat(failure.sight().violations().get(0).kind()).isEqualTo(Kind.LATE);
    assertThat(failure.replaysFailed()).isEqualTo(Confirmation.REPLAYS);
    assertThat(failure.sight().script().bytes()).isEqualTo(2);
    assertThat(failure.foundAfter()).isEqualTo(1);
  }

  @Test
  void wrongBytesAreBlamedTheFirstTime() throws TargetException {
    CaseResult result =
        run(
            new LittleTarget(
                said ->
                    said.length > 1 && conversations.incrementAndGet() == 5
                        ? said
                        : LittleTarget.upper(said)),
            LETTERS);

    assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.FAIL);
    assertThat(result.failure().orElseThrow().replaysFailed()).isZero();
    assertThat(result.failure().orElseThrow().foundAfter()).isGreaterThanOrEqualTo(5);
  }

  @Case(
      id = "test/wish",
      level = Level.SHOULD,
      rule = "A rule.",
      why = "Why.",
      fix = "Fix.",
      source = "Here.")
  private static CaseInfo wish() {
    try {
      var method = ConformanceRunTest.class.getDeclaredMethod("wish");
      return new CaseInfo(method.getAnnotation(Case.class), method);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoDoesNotDoWhatHeShouldIsWarned() throws TargetException {
    try (ConformanceRun run = open(new LittleTarget(byte[]::clone), wish())) {
      CaseResult result = run.perform(wish(), new Played()).orElseThrow();

      assertThat(run.result("test").cases()).containsExactly(result);
      assertThat(result.verdict()).isEqualTo(Verdict.WARN);
      assertThat(result.failure()).isPresent();
      assertThat(run.result("test").conformance()).isEqualTo(RunResult.Conformance.CONFORMS);
    }
  }

  @Test
  void aWishIsNoReasonToFailWhereNothingIsAnswered() throws TargetException {
    try (ConformanceRun run = open(new LittleTarget(said -> null), wish())) {
      CaseResult result = run.perform(wish(), new Played()).orElseThrow();

      assertThat(result.verdict()).isEqualTo(Verdict.WARN);
      assertThat(run.result("test").conformance()).isEqualTo(RunResult.Conformance.CONFORMS);
    }
  }

  @Test
  void whoIsGoneDoesNotConform() throws TargetException {
    LittleTarget leaves =
        new LittleTarget(LittleTarget::upper) {
          private InetSocketAddress address;

          @Override
          public void start() throws TargetException {
            super.start();
            address = super.address();
          }

          @Override
          public InetSocketAddress address() {
            return address;
          }

          @Override
          public boolean canRestart() {
            return false;
          }
        };
    try (ConformanceRun run = open(leaves, LETTERS)) {
      leaves.stop();
      Launch.execute(run);

      RunResult result = run.result("test");
      assertThat(result.cases()).hasSize(1);
      assertThat(result.conformance())
          .as(result::toString)
          .isNotEqualTo(RunResult.Conformance.CONFORMS);
    }
  }

  @Test
  void whereNoCaseRanNothingConforms() throws TargetException {
    try (ConformanceRun run = open(new LittleTarget(LittleTarget::upper), LETTERS)) {
      RunResult result = run.result("test");

      assertThat(result.conformance()).isEqualTo(RunResult.Conformance.ERROR);
      assertThat(result.error()).isPresent();
    }
  }

  @Test
  void afterItsStopARunBeginsNoCase() throws TargetException {
    try (ConformanceRun run = open(late(1, 0), LETTERS)) {
      run.stop();
      Launch.execute(run);

      RunResult result = run.result("test");
      assertThat(result.cases()).isEmpty();
      assertThat(result.error()).contains("The run was stopped before its end.");
      assertThat(result.conformance()).isEqualTo(RunResult.Conformance.ERROR);
      assertThat(conversations).hasValue(0);
    }
  }

  @Test
  void aStopInACaseEndsIt() throws TargetException {
    ConformanceRun[] itself = new ConformanceRun[1];
    LittleTarget target =
        new LittleTarget(
            said -> {
              if (said.length > 1 && conversations.incrementAndGet() == 3) {
                itself[0].stop();
              }
              return LittleTarget.upper(said);
            });
    Settings settings =
        new Settings(
            Profile.CONCURRENT,
            List.of(LETTERS, Catalogue.find("close/empty").orElseThrow()),
            Integer.MAX_VALUE,
            1,
            Optional.of(PATIENCE));
    try (ConformanceRun run = new ConformanceRun(target, settings, new RunListener() {})) {
      itself[0] = run;
      run.open();
      Launch.execute(run);

      assertThat(run.result("test").cases()).hasSize(1);
      CaseResult cut = run.result("test").cases().get(0);
      assertThat(cut.verdict()).isEqualTo(Verdict.SKIP);
      assertThat(cut.reason()).contains("the run was stopped");
      assertThat(conversations).hasValueLessThanOrEqualTo(4);
    }
  }

  @Test
  void whatCannotBeReachedIsAnError() throws Exception {
    try (Socket unheard = TestPort.unheard();
        ConformanceRun run =
            new ConformanceRun(
                new AddressTarget("127.0.0.1", unheard.getLocalPort(), Duration.ofSeconds(8)),
                settings(LETTERS),
                new RunListener() {})) {
      assertThatThrownBy(run::open).isInstanceOf(TargetException.class);

      assertThat(run.result("test").error().orElseThrow()).startsWith("Nobody listens");
      assertThat(run.result("test").facts()).isEmpty();
      assertThat(run.result("test").conformance()).isEqualTo(RunResult.Conformance.ERROR);
    }
  }

  /** A case that draws no scripts, and plays one. */
  private static final class Played implements CaseProperty {
    @Override
    public Outcome search(Plan plan) {
      try {
        ((Wire) plan.wire()).check(Script.conversation(Payload.of("abc")), Law.ECHO);
        return new Outcome(Optional.empty(), Optional.empty());
      } catch (Violated e) {
        return new Outcome(Optional.empty(), Optional.of(e));
      }
    }

    @Override
    public void play(Script script, Wire wire) {
      throw new UnsupportedOperationException("nothing was drawn that could be shrunk");
    }
  }

  private static CaseResult run(Target target, CaseInfo info) throws TargetException {
    try (ConformanceRun run = open(target, info)) {
      Launch.execute(run);
      assertThat(run.result("test").cases()).hasSize(1);
      return run.result("test").cases().get(0);
    }
  }

  private static ConformanceRun open(Target target, CaseInfo info) throws TargetException {
    ConformanceRun run = new ConformanceRun(target, settings(info), new RunListener() {});
    try {
      run.open();
      return run;
    } catch (TargetException e) {
      run.close();
      throw e;
    }
  }

  private static Settings settings(CaseInfo info) {
    return new Settings(Profile.CONCURRENT, List.of(info), 20, 1, Optional.of(PATIENCE));
  }
}
