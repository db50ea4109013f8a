package dev.echospec.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.echospec.report.FailureText;
import dev.echospec.run.CaseResult;
import dev.echospec.run.Failure;
import dev.echospec.run.Settings;
import dev.echospec.run.Verdict;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Level;
import dev.echospec.zoo.Zoo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every faulty server of a family is caught by each case that it names, in the words it names. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FaultMatrix {
  /** What never comes need not be waited for long; half of what a user's run waits at least. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Class<?> family;
  private final MatrixPage page;

  FaultMatrix(Class<?> family) {
    this.family = family;
    this.page = new MatrixPage(family);
  }

  final Class<?> family() {
    return family;
  }

  @TestFactory
  Stream<DynamicTest> isCaught() {
    return Zoo.faults().stream().filter(fault -> fault.family() == family).flatMap(this::tests);
  }

  @AfterAll
  void writeMatrix() {
    page.write();
  }

  private Stream<DynamicTest> tests(Zoo.Entry fault) {
    List<CaseInfo> cases =
        fault.caughtBy().stream().flatMap(id -> Catalogue.find(id).stream()).toList();
    ZooRun run = new ZooRun(fault, cases, Settings.TRIES, Optional.of(PATIENCE));
    return Stream.concat(
        cases.stream()
            .map(
                info ->
                    dynamicTest(fault + " × " + info.id(), () -> check(fault, run.result(info)))),
        Stream.of(
            dynamicTest(
                fault + " is diagnosed", () -> DiagnosisCheck.check(fault, run.results()))));
  }

  private void check(Zoo.Entry fault, CaseResult result) {
    List<String> lines =
        new FailureText(fault.profile().oracle(), fault.name(), Optional.empty()).lines(result);
    // The headline and the rule are the same for every server: they name no fault.
    String text = String.join("\n", lines.subList(2, lines.size()));
    List<String> words = fault.saying(result.info().id());
    page.row(fault, result, words.stream().filter(text::contains).toList(), lines);

    String title = fault + " × " + result.info().id() + "\n" + String.join("\n", lines);
    assertThat(result.verdict())
        .as(title)
        .isEqualTo(result.info().level() == Level.MUST ? Verdict.FAIL : Verdict.WARN);
    assertThat(words).as("words that name the fault, for " + title).isNotEmpty();
    assertThat(text).as(title).contains(words);
    assertThat(mostBytes(result.failure().map(Failure::sight).orElseThrow().script()))
        .as("bytes left on a connection by shrinking, of " + title)
        .isLessThanOrEqualTo(fault.bytes());
    DiagnosisCheck.check(fault, result, title);
  }

  private static long mostBytes(Script script) {
    return script.steps().stream()
        .filter(Step.Connect.class::isInstance)
        .map(step -> script.sent(((Step.Connect) step).connection()))
        .mapToLong(sent -> sent.stream().mapToLong(Payload::length).sum())
        .max()
        .orElse(0);
  }
}
