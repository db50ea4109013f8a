package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Law;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.Verdict;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import dev.echospec.suite.Violated;
import dev.echospec.suite.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine shrinks what a case has drawn, with the method of the case. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ShrinkingTest {
  private static final CaseInfo CASE = Catalogue.find("transform/ascii-letters").orElseThrow();
  private static final Script DRAWN = Script.conversation(Payload.of("abcdefghijklxyz0"));

  /** A case that draws one script, and that cannot use scripts of two bytes. */
  private static final class DrawsOne implements CaseProperty {
    private final List<Script> played = new ArrayList<>();
    private final Script drawn;

    DrawsOne() {
      this(DRAWN);
    }

    DrawsOne(Script drawn) {
      this.drawn = drawn;
    }

    @Override
    public Outcome search(Plan plan) {
      try {
        ((Wire) plan.wire()).check(drawn, Law.ECHO);
        return new Outcome(Optional.empty(), Optional.empty());
      } catch (Violated e) {
        return new Outcome(Optional.of(drawn), Optional.of(e));
      }
    }

    @Override
    public void play(Script script, Wire wire) {
      played.add(script);
      if (script.bytes() == 2) {
        throw new IllegalStateException("two bytes");
      }
      wire.check(script, Law.ECHO);
    }
  }

  private static CaseResult run(LittleTarget server, CaseProperty property) throws Exception {
    Settings settings =
        new Settings(Profile.CONCURRENT, List.of(CASE), 1, 1, Optional.of(Duration.ofMillis(400)));
    try (ConformanceRun run = new ConformanceRun(server, settings, new RunListener() {})) {
      run.open();
      return run.perform(CASE, property).orElseThrow();
    }
  }

  @Test
  void theShortestScriptThatFailsIsKept() throws Exception {
    LittleTarget leavesX =
        new LittleTarget(
            said -> {
              byte[] upper = LittleTarget.upper(said);
              for (int i = 0; i < said.length; i++) {
                upper[i] = said[i] == 'x' ? said[i] : upper[i];
              }
              return upper;
            });
    DrawsOne property = new DrawsOne();

    CaseResult result = run(leavesX, property);

    assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.FAIL);
    Failure failure = result.failure().orElseThrow();
    assertThat(failure.bytesAtFirst()).isEqualTo(DRAWN.bytes());
    assertThat(failure.sight().script().sent(0)).containsExactly(Payload.of("x"));
    assertThat(property.played).contains(failure.sight().script()).doesNotHaveDuplicates();
  }

  /** The longer the script, the surer it fails; three failures in a row say nothing of a step. */
  @Test
  void aFaultOfChanceIsShrunkToTheConversationThatShowsIt() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    LittleTarget spoilsSome =
        new LittleTarget(
            said -> {
              byte[] upper = LittleTarget.upper(said);
              synchronized (random) {
                upper[0] = random.nextInt(6) == 0 ? (byte) '?' : upper[0];
              }
              return upper;
            });
    Script many = DRAWN;
    while (many.connections() < 16) {
      many = many.then(DRAWN);
    }

    CaseResult result = run(spoilsSome, new DrawsOne(many));

    assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.FAIL);
    Failure failure = result.failure().orElseThrow();
    // How far it gets in its time depends on the machine: sixteen connections are where it begins.
    assertThat(failure.sight().script().connections()).isLessThanOrEqualTo(4);
    assertThat(failure.sight().script().steps()).hasSizeLessThan(many.steps().size() / 4);
    assertThat(failure.replaysFailed()).isPositive().isLessThan(failure.replays());
  }

  /** Each attempt that is late takes the whole patience: steps one by one would take too long. */
  @Test
  void whatComesAfterTheFailureIsLeftOutFirst() throws Exception {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      steps.add(new Step.Connect(i));
      steps.add(new Step.Send(i, Payload.of(i == 4 ? "x" : "m")));
      steps.add(new Step.Read(i, Step.EVERYTHING));
    }
    DrawsOne property = new DrawsOne(new Script(steps));

    run(new LittleTarget(said -> said[0] == 'x' ? null : LittleTarget.upper(said)), property);

    assertThat(property.played.get(0).steps()).isEqualTo(steps.subList(0, 5 * 3));
  }

  /** It is no example of a fault of chance, however short it is. */
  @Test
  void whatFailsEachTimeIsPreferredToWhatIsShorterAndFailsNowAndThen() throws Exception {
    AtomicInteger answers = new AtomicInteger();
    LittleTarget spoils =
        new LittleTarget(
            said -> {
              byte[] upper = LittleTarget.upper(said);
              boolean always = said.length >= 8;
              boolean sometimes = answers.incrementAndGet() % 40 == 0;
              upper[0] = always || sometimes ? (byte) '?' : upper[0];
              return upper;
            });

    CaseResult result = run(spoils, new DrawsOne());

    assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.FAIL);
    Failure failure = result.failure().orElseThrow();
    assertThat(failure.sight().script().bytes()).isEqualTo(8);
    assertThat(failure.replaysFailed()).isEqualTo(Confirmation.REPLAYS);
  }

  @Test
  void withoutAFailureNothingIsShrunk() throws Exception {
    DrawsOne property = new DrawsOne();

    CaseResult result = run(new LittleTarget(LittleTarget::upper), property);

    assertThat(result.verdict()).as(result::toString).isEqualTo(Verdict.PASS);
    assertThat(property.played).isEmpty();
  }
}
