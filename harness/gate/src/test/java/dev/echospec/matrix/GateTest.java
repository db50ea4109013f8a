package dev.echospec.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echospec.diagnosis.Cause;
import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.diagnosis.Diagnosis.Confidence;
import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.play.Transcript;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.Verdict;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import dev.echospec.suite.Violated.Observation;
import dev.echospec.zoo.TransformFaults;
import dev.echospec.zoo.Zoo;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gate can fail: on results made by hand, each with one thing wrong. */
class GateTest {
  private static final CaseInfo CASE = Catalogue.find("transform/every-byte").orElseThrow();
  private static final String WORDS = "of the echo is 00, expected 80";
  private static final Script SCRIPT =
      Script.of(new Step.Connect(0), new Step.Send(0, Payload.of(new byte[] {(byte) 0x80})));
  private static final Script LONG =
      Script.of(new Step.Connect(0), new Step.Send(0, Payload.of("two, and more")));
  private static final Script CROWDED =
      Script.of(
          new Step.Connect(0), new Step.Connect(1), new Step.Send(0, Payload.of("sixteen bytes")));

  /** Verdict, words, likely cause, bytes and figures of its case; and the diagnosis. */
  private static final int CHECKS = 6;

  private static final Diagnosis RIGHT = likely(Cause.STRIPS_EIGHTH_BIT);
  private static final Diagnosis WRONG = likely(Cause.SIGNED_BYTES);
  private static final Diagnosis POSSIBLE =
      new Diagnosis(Cause.SIGNED_BYTES, Confidence.POSSIBLE, "");

  private static final Zoo.Entry FAULT = fault(Optional.empty());
  private static final Zoo.Entry CHANCE = fault(Optional.of("a coin is thrown"));

  private static final CaseResult CAUGHT = failed(SCRIPT, WORDS, 1, RIGHT);
  private static final CaseResult MISSED =
      new CaseResult(CASE, Verdict.PASS, 200, Duration.ZERO, Optional.empty(), Optional.empty());

  private final Deque<CaseResult> runs = new ArrayDeque<>();

  @Test
  void aFaultThatIsCaughtAndDiagnosedPasses() {
    assertThatCode(() -> execute(gate(CAUGHT), FAULT)).doesNotThrowAnyException();
  }

  @Test
  void aWrongCauseThatIsCalledLikelyFails() {
    assertThatThrownBy(() -> execute(gate(failed(SCRIPT, WORDS, 1, WRONG)), FAULT))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("what is called likely")
        .hasMessageContaining(WRONG.sentence());
  }

  @Test
  void aWrongCauseThatIsCalledPossibleFailsTheDiagnosisOnly() {
    CaseResult misread = failed(SCRIPT, WORDS, 1, POSSIBLE);
    List<DynamicTest> tests = gate(misread, CAUGHT).isCaught(FAULT, 0).toList();

    assertThatCode(() -> tests.get(0).getExecutable().execute()).doesNotThrowAnyException();
    assertThatThrownBy(() -> tests.get(1).getExecutable().execute())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("STRIPS_EIGHTH_BIT");
    assertThat(runs).as("runs that were not made").containsExactly(CAUGHT);
  }

  @ParameterizedTest
  @EnumSource
  void eachCheckCanFailByItself(PairCheck check) {
    Pair sound = Pair.of(FAULT, CAUGHT, Optional.of(published(1)));

    assertThat(failing(sound)).isEmpty();
    assertThat(failing(broken(check))).containsExactly(check);
  }

  /** A pair in which one thing is wrong. */
  private static Pair broken(PairCheck check) {
    return switch (check) {
      case VERDICT ->
          pair(
              new CaseResult(
                  CASE,
                  Verdict.INCONCLUSIVE,
                  1,
                  Duration.ZERO,
                  CAUGHT.failure(),
                  Optional.of("late once")));
      case WORDS -> pair(failed(SCRIPT, "of the echo is 7f, expected 80", 1, RIGHT));
      case LIKELY_CAUSE -> pair(failed(SCRIPT, WORDS, 1, WRONG));
      case BYTES -> pair(failed(LONG, WORDS, 1, RIGHT));
      case CONNECTIONS -> {
        Zoo.Entry boundary = SensitivityPage.atTheBoundary().findFirst().orElseThrow();
        CaseInfo info = Catalogue.find(boundary.caughtBy().get(0)).orElseThrow();
        Diagnosis right = likely(boundary.causes().get(0));
        String words = String.join(" ", boundary.saying(info.id()));
        yield Pair.of(boundary, failed(info, CROWDED, words, 1, right), Optional.empty());
      }
      case FIGURES -> pair(failed(SCRIPT, WORDS, 101, RIGHT));
    };
  }

  private static Pair pair(CaseResult result) {
    return Pair.of(FAULT, result, Optional.of(published(10)));
  }

  private static Stream<PairCheck> failing(Pair pair) {
    return Arrays.stream(PairCheck.values())
        .filter(check -> check.isFor(pair.fault()))
        .filter(
            check -> {
              try {
                check.check(pair);
                return false;
              } catch (AssertionError failed) {
                return true;
              }
            });
  }

  @Test
  void aFaultThatIsNotMarkedHasOneRun() {
    Gate gate = gate(MISSED, CAUGHT);

    assertThatThrownBy(() -> execute(gate, FAULT)).isInstanceOf(AssertionError.class);
    assertThat(runs).as("runs that were not made").hasSize(1);
  }

  @Test
  void aFaultThatIsMarkedHasThreeRunsAndTheyAreCounted() throws Throwable {
    Gate gate = gate(MISSED, CAUGHT, MISSED, CAUGHT);
    execute(gate, CHANCE);

    assertThat(gate.counted(List.of(CHANCE)))
        .containsExactly(new Checks(CHANCE.name(), CHECKS - 1, 2, 1, 1));
  }

  @Test
  void threeRunsThatMissAreAFailure() {
    assertThatThrownBy(() -> execute(gate(MISSED, MISSED, MISSED, CAUGHT), CHANCE))
        .isInstanceOf(AssertionError.class);
    assertThat(runs).as("runs that were not made").hasSize(1);
  }

  @Test
  void aCheckThatIsLeftOutFails() throws Throwable {
    Gate gate = gate(CHECKS + 1, CAUGHT);
    execute(gate, FAULT);

    assertThatThrownBy(() -> gate.hadAllItsChecks(FAULT).getExecutable().execute())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("checks of Synthetic");
  }

  @Test
  void aFaultThatHadAllItsChecksPasses() throws Throwable {
    Gate gate = gate(CHECKS, CAUGHT);
    execute(gate, FAULT);

    assertThatCode(() -> gate.hadAllItsChecks(FAULT).getExecutable().execute())
        .doesNotThrowAnyException();
  }

  @Test
  void theModelHasToCatchAloneWhatIsPublished() {
    CaseInfo model = Catalogue.find(ModelAlone.ONE).orElseThrow();
    CaseResult missed =
        new CaseResult(model, Verdict.PASS, 200, Duration.ZERO, Optional.empty(), Optional.empty());
    List<DynamicTest> tests = gate(missed).isCaughtByTheModelAlone(FAULT).toList();

    assertThat(tests).hasSize(1);
    assertThatThrownBy(() -> tests.get(0).getExecutable().execute())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("says that it is caught");
  }

  private static void execute(Gate gate, Zoo.Entry fault) throws Throwable {
    for (DynamicTest test : gate.isCaught(fault, 0).toList()) {
      test.getExecutable().execute();
    }
  }

  private Gate gate(CaseResult... results) {
    return gate(CHECKS, results);
  }

  /** A gate whose runs come to these results, one after the other. */
  private Gate gate(int publishedChecks, CaseResult... results) {
    runs.addAll(List.of(results));
    Sensitivity published =
        new Sensitivity(
            List.of(published(1)),
            List.of(new Measured(FAULT.name(), ModelAlone.ONE, published(1).runs())),
            List.of(new Checks(FAULT.name(), publishedChecks, 2, 0, 0)),
            List.of());
    return new Gate(
        (fault, settings) -> new ZooRun.Played(List.of(runs.remove()), Map.of()),
        Recording.NOTHING,
        published,
        new MatrixPage(TransformFaults.class));
  }

  private static Measured published(int tries) {
    return new Measured(
        "Synthetic", CASE.id(), List.of(new Measured.Run(true, tries, 1000, 1, 2, 1)));
  }

  private static Zoo.Entry fault(Optional<String> chance) {
    return new Zoo.Entry(
        "Synthetic",
        TransformFaults.StripsEighthBit.class,
        "Strips the eighth bit.",
        List.of(Cause.STRIPS_EIGHTH_BIT),
        List.of(CASE.id()),
        List.of(WORDS),
        Profile.CONCURRENT,
        1,
        false,
        chance);
  }

  private static Diagnosis likely(Cause cause) {
    return new Diagnosis(cause, Confidence.LIKELY, "");
  }

  private static CaseResult failed(Script script, String words, int foundAfter, Diagnosis why) {
    return failed(CASE, script, words, foundAfter, why);
  }

  private static CaseResult failed(
      CaseInfo info, Script script, String words, int foundAfter, Diagnosis why) {
    Failure failure =
        new Failure(
                new Observation(
                    script,
                    Law.ECHO,
                    new Transcript(List.of(), Map.of(), Duration.ZERO),
                    List.of(new Violation(Violation.Kind.WRONG_BYTE, 0, 0, "byte 0 " + words))),
                foundAfter,
                script.bytes(),
                0,
                0,
                Optional.empty())
            .diagnosed(Optional.of(why));
    return new CaseResult(
        info, Verdict.FAIL, foundAfter, Duration.ZERO, Optional.of(failure), Optional.empty());
  }
}
