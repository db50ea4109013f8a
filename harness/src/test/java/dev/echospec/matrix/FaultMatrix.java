package dev.echospec.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.echospec.judge.Cause;
import dev.echospec.report.FailureText;
import dev.echospec.run.CaseResult;
import dev.echospec.run.KitProperty;
import dev.echospec.run.Settings;
import dev.echospec.run.Verdict;
import dev.echospec.script.Script;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Level;
import dev.echospec.target.TargetException;
import dev.echospec.zoo.Zoo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every faulty server of a family is caught by each case that it names, in the words it names; and
 * by the section model alone, where the published page says so. When that page is to be written
 * anew, all of this is done several times, and the model is tried on every server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FaultMatrix {
  /** What never comes need not be waited for long; half of what a user's run waits at least. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private static final int RUNS =
      Sensitivity.REGENERATE
          ? KitProperty.MATRIX_RUNS.system().map(Integer::parseInt).orElse(5)
          : 1;
  private static final int RUNS_OF_MODEL = (RUNS + 1) / 2;

  /** The name of a fault that alone is to be run, or measured; all if empty. */
  private static final String ONLY = KitProperty.MATRIX_FAULT.system().orElse("");

  /** A figure that is so many times worse than the published one gives that the lie. */
  private static final int GROSSLY = 10;

  /** Of less than this it does not matter how many times more it is. */
  private static final int FEW_TRIES = 10;

  private static final int FEW_BYTES = 4096;

  private final Class<?> family;
  private final MatrixPage page;
  private final Sensitivity published = Sensitivity.read();
  private final Map<String, Measured> named = new LinkedHashMap<>();
  private final Map<String, Measured> model = new LinkedHashMap<>();

  FaultMatrix(Class<?> family) {
    this.family = family;
    this.page = new MatrixPage(family);
  }

  final Class<?> family() {
    return family;
  }

  @TestFactory
  Stream<DynamicTest> isCaught() {
    return faults()
        .flatMap(fault -> IntStream.range(0, RUNS).boxed().flatMap(n -> tests(fault, n)));
  }

  @TestFactory
  Stream<DynamicTest> isCaughtByTheModelAlone() {
    return Sensitivity.REGENERATE
        ? faults().flatMap(this::measurements)
        : faults().flatMap(fault -> ModelAlone.certain(published, fault).stream()).map(this::claim);
  }

  @AfterAll
  void writePages() {
    page.write();
    if (Sensitivity.REGENERATE) {
      Sensitivity.update(new Sensitivity(List.copyOf(named.values()), List.copyOf(model.values())));
    }
  }

  private Stream<Zoo.Entry> faults() {
    return Zoo.faults().stream()
        .filter(fault -> fault.family() == family)
        .filter(fault -> ONLY.isEmpty() || ONLY.equals(fault.name()));
  }

  private Stream<DynamicTest> tests(Zoo.Entry fault, int number) {
    List<CaseInfo> cases =
        fault.caughtBy().stream().flatMap(id -> Catalogue.find(id).stream()).toList();
    ZooRun run = new ZooRun(fault, cases, Settings.TRIES, Optional.of(PATIENCE), number);
    String which = number == 0 ? "" : ", run " + (number + 1);
    return Stream.concat(
        cases.stream()
            .map(
                info ->
                    dynamicTest(
                        fault + " × " + info.id() + which,
                        () ->
                            inOneOfThree(
                                run,
                                List.of(info),
                                made -> {
                                  CaseResult result = made.result(info);
                                  note(
                                      named,
                                      fault,
                                      Measured.Run.of(result, made.untilFirstFailure(info)),
                                      info);
                                  check(fault, result);
                                }))),
        Stream.of(
            dynamicTest(
                fault + " is diagnosed" + which,
                () ->
                    inOneOfThree(
                        run, cases, made -> DiagnosisCheck.check(fault, made.results())))));
  }

  private interface Check {
    void of(ZooRun run) throws TargetException;
  }

  /**
   * Chance (a fault that shows once in a thousand conversations) and a busy machine (a race that
   * the server lost a moment ago) may spoil a run or two; a suite that no longer sees the fault
   * misses it with every seed. While measuring, each run counts as it is.
   */
  private static void inOneOfThree(ZooRun first, List<CaseInfo> cases, Check check)
      throws TargetException {
    int most = Sensitivity.REGENERATE ? 1 : 3;
    ZooRun run = first;
    for (int i = 1; ; i++) {
      try {
        check.of(run);
        return;
      } catch (AssertionError missed) {
        if (i == most) {
          throw missed;
        }
        run = run.withAnotherSeed(cases);
      }
    }
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
    Script script = result.failure().orElseThrow().sight().script();
    assertThat(Measured.mostBytesOnAConnection(script))
        .as("bytes left on a connection by shrinking, of " + title)
        .isLessThanOrEqualTo(fault.bytes());
    if (SensitivityPage.atTheBoundary().anyMatch(fault::equals)) {
      assertThat(script.connections()).as("connections, of " + title).isEqualTo(1);
    }
    if (!Sensitivity.REGENERATE && !isARace(fault)) {
      published
          .named(fault.name(), result.info().id())
          .ifPresent(row -> agrees(row, result.failure().get().foundAfter(), script, title));
    }
  }

  /** How soon that shows, and how far it can be shrunk, is a matter of chance. */
  private static boolean isARace(Zoo.Entry fault) {
    return fault.causes().contains(Cause.INTERMITTENT)
        || fault.causes().contains(Cause.MIXES_CONNECTIONS);
  }

  private static void agrees(Measured row, int foundAfter, Script script, String title) {
    long tries = Math.max(FEW_TRIES, row.most(Measured.Run::tries));
    long bytes = Math.max(FEW_BYTES, row.most(Measured.Run::bytes));
    String stale = " against docs/sensitivity.md; measure anew with " + Sensitivity.COMMAND;
    assertThat((long) foundAfter)
        .as("tries" + stale + "; " + title)
        .isLessThanOrEqualTo(GROSSLY * tries);
    assertThat(script.bytes())
        .as("bytes" + stale + "; " + title)
        .isLessThanOrEqualTo(GROSSLY * bytes);
  }

  /** One of those faults that the model is said to catch. */
  private DynamicTest claim(Measured row) {
    Zoo.Entry fault = Zoo.named(row.fault());
    CaseInfo info = Catalogue.find(row.caseId()).orElseThrow();
    return dynamicTest(
        fault + " × " + info.id() + " alone",
        () ->
            inOneOfThree(
                alone(fault, info, 0),
                List.of(info),
                run ->
                    assertThat(run.result(info).verdict())
                        .as(
                            fault
                                + ": docs/sensitivity.md says that it is caught; if that is no"
                                + " longer so, measure anew with "
                                + Sensitivity.COMMAND)
                        .isEqualTo(Verdict.FAIL)));
  }

  private Stream<DynamicTest> measurements(Zoo.Entry fault) {
    return ModelAlone.casesFor(fault).stream()
        .flatMap(
            info ->
                IntStream.range(0, RUNS_OF_MODEL)
                    .mapToObj(
                        number ->
                            dynamicTest(
                                fault + " × " + info.id() + " alone, run " + (number + 1),
                                () -> measure(fault, info, number))));
  }

  private void measure(Zoo.Entry fault, CaseInfo info, int number) throws TargetException {
    ZooRun run = alone(fault, info, number);
    CaseResult result = run.result(info);
    note(model, fault, Measured.Run.of(result, run.untilFirstFailure(info)), info);
    assertThat(result.verdict()).isNotEqualTo(Verdict.ERROR);
  }

  private static ZooRun alone(Zoo.Entry fault, CaseInfo info, int number) {
    return new ZooRun(fault, List.of(info), Settings.TRIES, Optional.of(PATIENCE), number);
  }

  private static void note(
      Map<String, Measured> among, Zoo.Entry fault, Measured.Run run, CaseInfo info) {
    among.merge(
        fault.name() + " × " + info.id(),
        new Measured(fault.name(), info.id(), List.of(run)),
        (before, one) -> {
          List<Measured.Run> runs = new ArrayList<>(before.runs());
          runs.addAll(one.runs());
          return new Measured(one.fault(), one.caseId(), runs);
        });
  }
}
