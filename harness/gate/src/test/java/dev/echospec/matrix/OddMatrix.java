package dev.echospec.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.echospec.result.CaseResult;
import dev.echospec.result.FailureText;
import dev.echospec.result.Verdict;
import dev.echospec.server.TargetException;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Level;
import dev.echospec.zoo.Zoo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * No case blames a server of the family: they are correct, however odd. However slow, there is time
 * for every MUST.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OddMatrix {
  private static final int TRIES = 40;

  private final Class<?> family;
  private final MatrixPage page;

  OddMatrix(Class<?> family) {
    this.family = family;
    this.page = new MatrixPage(family);
  }

  final Class<?> family() {
    return family;
  }

  @TestFactory
  Stream<DynamicTest> isNotBlamed() {
    return Zoo.odd().stream().filter(odd -> odd.family() == family).flatMap(this::tests);
  }

  @AfterAll
  void writeMatrix() {
    page.write();
  }

  private Stream<DynamicTest> tests(Zoo.Entry odd) {
    ZooRun run = new ZooRun(ZooRun::play, odd, Catalogue.cases(), TRIES, Optional.empty(), 0);
    return Catalogue.cases().stream()
        .map(
            info ->
                dynamicTest(
                    odd + " × " + info.id(),
                    () -> {
                      CaseResult result = run.result(info);
                      check(odd, result);
                      checkIsDecided(odd, result, run);
                    }));
  }

  /** Where chance may take the time of a case, one of several runs must decide it. */
  private void checkIsDecided(Zoo.Entry odd, CaseResult first, ZooRun run) throws TargetException {
    int most = odd.chance().isPresent() ? Gate.MOST_RUNS : 1;
    CaseResult result = first;
    for (int runs = 1; isUndecided(result) && runs < most; runs++) {
      result = run.withAnotherSeed(List.of(first.info())).result(first.info());
      check(odd, result);
    }
    String reason = result.reason().orElse("");
    assertThat(isUndecided(result)).as(() -> odd + " had no time for it: " + reason).isFalse();
  }

  private static boolean isUndecided(CaseResult result) {
    return result.info().level() == Level.MUST && result.isUndecided();
  }

  private void check(Zoo.Entry odd, CaseResult result) {
    page.odd(odd, result);
    assertThat(result.verdict())
        .as(
            () ->
                odd
                    + ": "
                    + odd.summary()
                    + "\n"
                    + String.join(
                        "\n",
                        new FailureText(odd.profile().oracle(), odd.name(), Optional.empty())
                            .lines(result)))
        .isIn(Verdict.PASS, Verdict.SKIP, Verdict.INFO, Verdict.INCONCLUSIVE);
  }
}
