package dev.echospec.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.echospec.result.CaseResult;
import dev.echospec.result.FailureText;
import dev.echospec.result.Verdict;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Level;
import dev.echospec.zoo.Zoo;
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
        .map(info -> dynamicTest(odd + " × " + info.id(), () -> check(odd, run.result(info))));
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
    assertThat(result.info().level() == Level.MUST && result.isUndecided())
        .as(() -> odd + " had no time for it: " + result.reason().orElse(""))
        .isFalse();
  }
}
