package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.expect.KnownFailures;
import dev.echospec.judge.Law;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.Verdict;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.server.TargetException;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import dev.echospec.suite.Violated;
import dev.echospec.suite.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A failure is confirmed before the server is blamed, as far as there is time for it. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ConfirmationTest {
  private static final CaseInfo CASE = Catalogue.find("transform/ascii-letters").orElseThrow();
  private static final Script DRAWN = Script.conversation(Payload.of("x"));
  private static final Duration BOUND = Duration.ofSeconds(60);

  /** By the clock of the run, which the start of a server puts forward. */
  private final AtomicLong ahead = new AtomicLong();

  /** Draws one script. */
  private static final class DrawsOne implements CaseProperty {
    @Override
    public Outcome search(Plan plan) {
      try {
        play(DRAWN, (Wire) plan.wire());
        return new Outcome(Optional.empty(), Optional.empty());
      } catch (Violated e) {
        return new Outcome(Optional.of(DRAWN), Optional.of(e));
      }
    }

    @Override
    public void play(Script script, Wire wire) {
      wire.check(script, Law.ECHO);
    }
  }

  /** Answers nothing to a message, and nothing to anybody from then on if it is wedged. */
  private LittleTarget silent(boolean wedged, Duration start) {
    AtomicBoolean hangs = new AtomicBoolean();
    return new LittleTarget(
        said -> {
          hangs.set(hangs.get() || wedged && said[0] == 'x');
          return hangs.get() || said[0] == 'x' ? null : LittleTarget.upper(said);
        }) {
      @Override
      public void start() throws TargetException {
        hangs.set(false);
        ahead.addAndGet(start.toNanos());
        super.start();
      }
    };
  }

  private CaseResult run(LittleTarget server) throws Exception {
    Settings settings =
        new Settings(Profile.CONCURRENT, List.of(CASE), 1, 1, Optional.of(Duration.ofMillis(200)));
    TimeBudget budget =
        new TimeBudget(settings, BOUND, Duration.ZERO, () -> System.nanoTime() + ahead.get());
    try (ConformanceRun run =
        new ConformanceRun(server, settings, KnownFailures.none(), new RunListener() {}, budget)) {
      run.open();
      return run.perform(CASE, new DrawsOne()).orElseThrow();
    }
  }

  @Test
  void aServerThatIsSilentFromThenOnIsBlamedThoughTimeWasUpForAllReplays() throws Exception {
    CaseResult result = run(silent(true, Duration.ofSeconds(6)));

    assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.FAIL);
    Failure failure = result.failure().orElseThrow();
    assertThat(failure.replays()).isBetween(1, Confirmation.REPLAYS - 1);
    assertThat(failure.replaysFailed()).isEqualTo(failure.replays());
    assertThat(failure.death()).isPresent();
  }

  @Test
  void aLateServerHasAllItsReplays() throws Exception {
    CaseResult result = run(silent(false, Duration.ofSeconds(10)));

    assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.FAIL);
    assertThat(result.failure().orElseThrow().replays()).isEqualTo(Confirmation.REPLAYS);
  }
}
