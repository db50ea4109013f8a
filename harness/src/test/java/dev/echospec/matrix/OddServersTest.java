package dev.echospec.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.echospec.report.FailureText;
import dev.echospec.run.CaseResult;
import dev.echospec.run.Verdict;
import dev.echospec.suite.Catalogue;
import dev.echospec.target.TargetException;
import dev.echospec.zoo.OddServers;
import dev.echospec.zoo.Zoo;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** No case blames a server that is correct, however odd. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddServersTest {
  private static final int TRIES = 40;

  private final MatrixPage page = new MatrixPage(OddServers.class);

  @TestFactory
  Stream<DynamicTest> isNotBlamed() {
    return Zoo.odd().stream().map(odd -> dynamicTest(odd.name(), () -> check(odd)));
  }

  @AfterAll
  void writeMatrix() {
    page.write();
  }

  private void check(Zoo.Entry odd) throws TargetException {
    long began = System.nanoTime();
    Map<String, CaseResult> results = ZooRun.of(odd, Catalogue.cases(), TRIES);
    page.line(String.format("- %s %d ms", odd.name(), (System.nanoTime() - began) / 1_000_000));
    results.values().stream()
        .sorted(java.util.Comparator.comparing(CaseResult::took).reversed())
        .limit(5)
        .forEach(r -> page.line("  - " + r.info().id() + " " + r.took().toMillis()));
    FailureText text = new FailureText(ZooRun.PROFILE.oracle(), odd.name(), Optional.empty());
    results
        .values()
        .forEach(
            result -> {
              if (result.verdict() == Verdict.INCONCLUSIVE) {
                page.line("- " + odd + " × " + FailureText.headline(result));
              }
            });
    assertThat(results.values())
        .as(odd.summary())
        .allSatisfy(
            result ->
                assertThat(result.verdict())
                    .as(() -> String.join("\n", text.lines(result)))
                    .isIn(Verdict.PASS, Verdict.SKIP, Verdict.INFO, Verdict.INCONCLUSIVE));
  }
}
