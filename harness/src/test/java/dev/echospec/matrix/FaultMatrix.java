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
import dev.echospec.target.TargetException;
import dev.echospec.zoo.Zoo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every faulty server of a family is caught by each case that it names, in the words it names. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FaultMatrix {
  private final Class<?> family;
  private final MatrixPage page;

  FaultMatrix(Class<?> family) {
    this.family = family;
    this.page = new MatrixPage(family);
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
    Once run = new Once(fault);
    return fault.caughtBy().stream()
        .map(id -> dynamicTest(fault + " × " + id, () -> check(fault, id, run.results().get(id))));
  }

  private void check(Zoo.Entry fault, String id, CaseResult result) {
    assertThat(result).as("result of " + id).isNotNull();
    List<String> lines =
        new FailureText(ZooRun.PROFILE.oracle(), fault.name(), Optional.empty()).lines(result);
    // The headline and the rule are the same for every server: they name no fault.
    String text = String.join("\n", lines.subList(2, lines.size()));
    List<String> words = fault.saying(id);
    page.row(fault, result, words.stream().filter(text::contains).toList(), lines);

    assertThat(result.verdict())
        .as(() -> String.join("\n", lines))
        .isEqualTo(result.info().level() == Level.MUST ? Verdict.FAIL : Verdict.WARN);
    assertThat(words).as("words that name the fault").isNotEmpty();
    assertThat(text).contains(words);
    assertThat(mostBytes(result.failure().map(Failure::sight).orElseThrow().script()))
        .as(() -> "bytes left on a connection by shrinking\n" + text)
        .isLessThanOrEqualTo(fault.bytes());
  }

  private static long mostBytes(Script script) {
    return script.steps().stream()
        .filter(Step.Connect.class::isInstance)
        .map(step -> script.sent(((Step.Connect) step).connection()))
        .mapToLong(sent -> sent.stream().mapToLong(Payload::length).sum())
        .max()
        .orElse(0);
  }

  /** One run for all the cases of a fault, made when the first of them is asked for. */
  private static final class Once {
    private final Zoo.Entry fault;
    private Map<String, CaseResult> results;

    Once(Zoo.Entry fault) {
      this.fault = fault;
    }

    Map<String, CaseResult> results() throws TargetException {
      if (results == null) {
        List<CaseInfo> cases =
            fault.caughtBy().stream().flatMap(id -> Catalogue.find(id).stream()).toList();
        results = ZooRun.of(fault, cases, Settings.TRIES);
      }
      return results;
    }
  }
}
