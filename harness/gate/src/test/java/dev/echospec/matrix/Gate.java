package dev.echospec.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.echospec.engine.Settings;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Verdict;
import dev.echospec.server.TargetException;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.zoo.Zoo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The tests that each faulty server must pass through: caught by each case that it names, in the
 * words that it names, diagnosed, never wrongly with confidence; and caught by the section model
 * alone where the published page says so. A fault that is marked as chance gets several runs; every
 * other fault gets one.
 */
final class Gate {
  /** Runs with different seeds, one of which must catch a fault that is marked as chance. */
  static final int MOST_RUNS = 3;

  /** What never comes need not be waited for long; half of what a user's run waits at least. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final ZooRun.Player player;
  private final Recording recording;
  private final Sensitivity published;
  private final MatrixPage page;
  private final Tally tally = new Tally();
  private final Map<String, Measured> named = new LinkedHashMap<>();
  private final Map<String, Measured> model = new LinkedHashMap<>();

  /**
   * @param player makes the runs
   * @param recording what is to be published of them
   * @param published what was published last
   * @param page what it is written to at the end
   */
  Gate(ZooRun.Player player, Recording recording, Sensitivity published, MatrixPage page) {
    this.player = player;
    this.recording = recording;
    this.published = published;
    this.page = page;
  }

  /**
   * Each case that the fault names must catch it.
   *
   * @param fault the server
   * @param number of the run, from 0, among those with the same server
   */
  Stream<DynamicTest> isCaught(Zoo.Entry fault, int number) {
    List<CaseInfo> cases =
        fault.caughtBy().stream().flatMap(id -> Catalogue.find(id).stream()).toList();
    ZooRun run = run(fault, cases, number);
    String which = number == 0 ? "" : ", run " + (number + 1);
    return Stream.concat(
        cases.stream()
            .map(
                info ->
                    dynamicTest(
                        fault + " × " + info.id() + which,
                        () -> {
                          if (recording == Recording.FIGURES) {
                            note(named, fault, info, run);
                          }
                          decide(fault, run, List.of(info), made -> check(fault, info, made));
                        })),
        Stream.of(
            dynamicTest(
                fault + " is diagnosed" + which,
                () -> decide(fault, run, cases, made -> checkDiagnosis(fault, made)))));
  }

  /** The section model alone must catch the fault, if the published page says so. */
  Stream<DynamicTest> isCaughtByTheModelAlone(Zoo.Entry fault) {
    return ModelAlone.certain(published, fault).stream()
        .map(
            row -> {
              CaseInfo info = Catalogue.find(row.caseId()).orElseThrow();
              return dynamicTest(
                  fault + " × " + info.id() + " alone",
                  () ->
                      decide(
                          fault,
                          run(fault, List.of(info), 0),
                          List.of(info),
                          made -> checkAlone(fault, info, made)));
            });
  }

  /**
   * Measures what the section model alone makes of the fault.
   *
   * @param runs how many, each with a seed of its own
   */
  Stream<DynamicTest> measurements(Zoo.Entry fault, int runs) {
    return ModelAlone.casesFor(fault).stream()
        .flatMap(
            info ->
                IntStream.range(0, runs)
                    .mapToObj(
                        number ->
                            dynamicTest(
                                fault + " × " + info.id() + " alone, run " + (number + 1),
                                () -> measure(fault, info, number))));
  }

  /**
   * The fault had as many checks as were published: to be run after all other tests of the fault.
   * Fewer, or more, is a decision, made by publishing the new number.
   */
  DynamicTest hadAllItsChecks(Zoo.Entry fault) {
    return dynamicTest(
        fault + " had all its checks",
        () ->
            published
                .checks(fault.name())
                .ifPresent(
                    before ->
                        assertThat(tally.of(fault).checks())
                            .as(
                                "checks of %s. If fewer or more are meant, publish them with %s",
                                fault, Recording.CHECKS.command())
                            .isEqualTo(before.checks())));
  }

  /** The checks of these faults until now, and how many runs their tests took. */
  List<Checks> counted(List<Zoo.Entry> faults) {
    return tally.of(faults);
  }

  /** Writes the page; and the published figures, if that is what this run is for. */
  void write(List<Zoo.Entry> faults) {
    List<Checks> checks = counted(faults);
    page.checks(checks);
    page.write();
    if (recording == Recording.CHECKS) {
      Sensitivity.update(new Sensitivity(List.of(), List.of(), checks, List.of()));
    } else if (recording == Recording.FIGURES) {
      Sensitivity.update(measured(faults));
    }
  }

  /**
   * What this run came to. The next build checks what the model alone was certain to catch, which a
   * measuring run does not: that is added to the number of checks.
   */
  private Sensitivity measured(List<Zoo.Entry> faults) {
    Sensitivity figures =
        new Sensitivity(
            List.copyOf(named.values()), List.copyOf(model.values()), List.of(), List.of());
    faults.stream()
        .filter(fault -> ModelAlone.certain(figures, fault).isPresent())
        .forEach(this::ranAlone);
    return new Sensitivity(figures.named(), figures.model(), counted(faults), List.of());
  }

  private interface Check {
    void of(ZooRun run) throws TargetException;
  }

  /** Chance may spoil a run or two; a suite that no longer sees the fault misses it in all. */
  private void decide(Zoo.Entry fault, ZooRun first, List<CaseInfo> cases, Check check)
      throws TargetException {
    int most = fault.chance().isPresent() ? MOST_RUNS : 1;
    ZooRun run = first;
    for (int i = 1; ; i++) {
      try {
        check.of(run);
        tally.decided(fault, i);
        return;
      } catch (AssertionError missed) {
        if (i == most) {
          throw missed;
        }
        run = run.withAnotherSeed(cases);
      }
    }
  }

  private void check(Zoo.Entry fault, CaseInfo info, ZooRun run) throws TargetException {
    CaseResult result = run.result(info);
    Pair pair =
        Pair.of(
            fault,
            result,
            recording == Recording.FIGURES
                ? Optional.empty()
                : published.named(fault.name(), info.id()));
    page.row(pair);
    PairCheck.checkAll(pair, check -> tally.ran(fault, info.id() + ": " + check));
  }

  private void checkDiagnosis(Zoo.Entry fault, ZooRun run) throws TargetException {
    tally.ran(fault, "diagnosis");
    DiagnosisCheck.check(fault.name(), fault.causes(), run.results());
  }

  private void checkAlone(Zoo.Entry fault, CaseInfo info, ZooRun run) throws TargetException {
    ranAlone(fault);
    CaseResult result = run.result(info);
    assertThat(result.verdict() == Verdict.FAIL || isSeenLate(result))
        .as(
            "%s (%s): docs/sensitivity.md says that it is caught; if that is no longer so, measure"
                + " anew with %s",
            fault, result.reason().orElse("no reason"), Recording.FIGURES.command())
        .isTrue();
  }

  /**
   * True if the fault was seen and its shrunk conversation, whose bytes come late or never, was not
   * late in each replay: where a server is to blame for when it reads, that is a race on a busy
   * machine.
   */
  private static boolean isSeenLate(CaseResult result) {
    return result.verdict() == Verdict.INCONCLUSIVE
        && result.failure().filter(failure -> failure.sight().kind().isTiming()).isPresent();
  }

  private void ranAlone(Zoo.Entry fault) {
    tally.ran(fault, "model alone");
  }

  private void measure(Zoo.Entry fault, CaseInfo info, int number) throws TargetException {
    ZooRun run = run(fault, List.of(info), number);
    note(model, fault, info, run);
    assertThat(run.result(info).verdict()).isNotEqualTo(Verdict.ERROR);
  }

  private ZooRun run(Zoo.Entry fault, List<CaseInfo> cases, int number) {
    return new ZooRun(player, fault, cases, Settings.TRIES, Optional.of(PATIENCE), number);
  }

  /** A run counts as it is, also if it missed the fault and another one is made for the check. */
  private static void note(Map<String, Measured> among, Zoo.Entry fault, CaseInfo info, ZooRun run)
      throws TargetException {
    Measured.Run one = Measured.Run.of(run.result(info), run.untilFirstFailure(info));
    among.merge(
        fault.name() + " × " + info.id(),
        new Measured(fault.name(), info.id(), List.of(one)),
        (before, latest) -> {
          List<Measured.Run> runs = new ArrayList<>(before.runs());
          runs.addAll(latest.runs());
          return new Measured(latest.fault(), latest.caseId(), runs);
        });
  }
}
