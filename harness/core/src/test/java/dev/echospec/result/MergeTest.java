package dev.echospec.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.option.ShardNumber;
import dev.echospec.play.Transcript;
import dev.echospec.result.RunResult.Conformance;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Level;
import dev.echospec.suite.Profile;
import dev.echospec.suite.Violated.Observation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MergeTest {
  private static final List<CaseInfo> ALL = Catalogue.cases();

  private static final String FIRST = ALL.get(0).id();

  private static Failure failure(int bytes) {
    Script script = Script.of(new Step.Connect(0), new Step.Send(0, Payload.of("a".repeat(bytes))));
    return new Failure(
        new Observation(
            script,
            Law.ECHO,
            new Transcript(List.of(), Map.of(), Duration.ZERO),
            List.of(new Violation(Violation.Kind.LOST, 0, 0, "lost"))),
        3,
        100,
        3,
        3,
        Optional.empty());
  }

  private static CaseResult result(CaseInfo info, Verdict verdict, int fault) {
    return new CaseResult(
            info,
            verdict,
            verdict == Verdict.SKIP ? 0 : 7,
            Duration.ofMillis(10),
            fault == 0 ? Optional.empty() : Optional.of(failure(fault)),
            verdict == Verdict.SKIP ? Optional.of("not here") : Optional.empty())
        .of(fault);
  }

  private static RunResult run(List<CaseResult> cases, Shard shard) {
    return new RunResult(
            "1.2.3",
            "localhost:10000",
            Profile.CONCURRENT,
            42,
            Instant.EPOCH,
            Duration.ofSeconds(cases.size()),
            Optional.empty(),
            cases,
            Optional.empty())
        .planned(Optional.of(shard));
  }

  private static ReportedRun reported(String folder, RunResult result) {
    return new ReportedRun(Path.of(folder), result, result.shard().orElseThrow());
  }

  /** Runs some cases: every fault shows itself in one conversation. */
  private static List<CaseResult> whole(List<CaseInfo> cases, Random random) {
    List<CaseResult> results = new ArrayList<>();
    int faults = 0;
    for (CaseInfo info : cases) {
      if (info.level() == Level.INFO || random.nextInt(4) > 0) {
        results.add(result(info, random.nextInt(5) == 0 ? Verdict.SKIP : Verdict.PASS, 0));
      } else {
        int fault = 1 + random.nextInt(faults + 1);
        faults = Math.max(faults, fault);
        Verdict verdict = info.level() == Level.MUST ? Verdict.FAIL : Verdict.WARN;
        results.add(result(info, verdict, fault));
      }
    }
    return results;
  }

  /** The part of a run, whose faults are numbered from 1 in the order in which it finds them. */
  private static ReportedRun part(List<CaseResult> whole, ShardNumber number, List<Long> weights) {
    List<CaseResult> own = number.part(whole, weights);
    Map<Integer, Integer> numbers = new HashMap<>();
    List<CaseResult> cases =
        own.stream()
            .map(
                one ->
                    one.fault() == 0
                        ? one
                        : one.of(numbers.computeIfAbsent(one.fault(), f -> numbers.size() + 1)))
            .toList();
    Shard shard =
        Shard.of(
            number.number(),
            number.of(),
            own.stream().map(CaseResult::info).toList(),
            whole.stream().map(CaseResult::info).toList());
    return reported("part-" + number.number(), run(cases, shard));
  }

  private static List<ReportedRun> parts(List<CaseResult> whole, int of, List<Long> weights) {
    return IntStream.rangeClosed(1, of)
        .mapToObj(number -> part(whole, new ShardNumber(number, of), weights))
        .toList();
  }

  private static RunResult wholeRun(List<CaseResult> cases) {
    List<CaseInfo> infos = cases.stream().map(CaseResult::info).toList();
    return run(cases, Shard.of(1, 1, infos, infos));
  }

  private static List<Long> equal(List<CaseResult> cases) {
    return Collections.nCopies(cases.size(), 1L);
  }

  @Property(tries = 100)
  void thePartsOfARunAreTheRun(
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 70) int of,
      @ForAll @IntRange(min = 1, max = 63) int cases) {
    List<CaseResult> whole =
        whole(ALL.stream().filter(info -> random.nextInt(63) < cases).toList(), random);
    if (whole.isEmpty()) {
      return;
    }
    List<Long> weights = whole.stream().map(one -> (long) random.nextInt(1000)).toList();
    List<ReportedRun> parts = new ArrayList<>(parts(whole, of, weights));
    Collections.shuffle(parts, random);

    assertThat(Merge.of(parts)).isEqualTo(wholeRun(whole));
  }

  @Property(tries = 30)
  void aMergedReportMergesWithNothingToItself(@ForAll Random random) {
    RunResult whole = wholeRun(whole(ALL, random));

    assertThat(Merge.of(List.of(reported("merged", whole)))).isEqualTo(whole);
  }

  @Property(tries = 50)
  void whatIsMissingIsNotConformance(
      @ForAll Random random, @ForAll @IntRange(min = 2, max = 20) int of) {
    List<CaseResult> whole = ALL.stream().map(info -> result(info, Verdict.PASS, 0)).toList();
    List<ReportedRun> parts = new ArrayList<>(parts(whole, of, equal(whole)));
    ReportedRun missing = parts.remove(random.nextInt(of));

    RunResult merged = Merge.of(parts);

    assertThat(merged.conformance()).isEqualTo(Conformance.ERROR);
    assertThat(merged.error().orElseThrow())
        .isEqualTo(
            "missing of "
                + of
                + " parts: "
                + missing.shard().number()
                + ", with "
                + FailureText.count(missing.shard().planned().size(), "case", "cases"));
    assertThat(merged.cases()).hasSize(ALL.size() - missing.shard().planned().size());
  }

  @Test
  void anEmptyPartIsFine() {
    List<CaseResult> two =
        ALL.subList(0, 2).stream().map(info -> result(info, Verdict.PASS, 0)).toList();
    List<ReportedRun> parts = parts(two, 3, equal(two));

    assertThat(parts.get(2).result().conformance()).isEqualTo(Conformance.NOTHING_TO_JUDGE);
    assertThat(Merge.of(parts).conformance()).isEqualTo(Conformance.CONFORMS);
  }

  @Test
  void aPartWhoseCasesWereAllSkippedSaysNothing() {
    List<CaseResult> two =
        List.of(result(ALL.get(0), Verdict.PASS, 0), result(ALL.get(1), Verdict.SKIP, 0));
    List<ReportedRun> parts = parts(two, 2, equal(two));

    assertThat(parts.get(1).result().conformance()).isEqualTo(Conformance.NOTHING_TO_JUDGE);
    assertThat(Merge.of(parts).conformance()).isEqualTo(Conformance.CONFORMS);
    List<CaseResult> skipped = List.of(two.get(1));
    assertThat(Merge.of(parts(skipped, 2, equal(skipped))).conformance())
        .isEqualTo(Conformance.ERROR);
  }

  private static ReportedRun round(String folder, CaseResult... cases) {
    List<CaseInfo> infos = Stream.of(cases).map(CaseResult::info).toList();
    return reported(folder, run(List.of(cases), Shard.of(1, 1, infos, infos)));
  }

  @Test
  void ofDifferentVerdictsTheWorseCountsAndIsTold() {
    ReportedRun passed =
        round("a", result(ALL.get(0), Verdict.PASS, 0), result(ALL.get(1), Verdict.PASS, 0));
    ReportedRun failed =
        round("b", result(ALL.get(0), Verdict.FAIL, 4), result(ALL.get(1), Verdict.PASS, 0));

    for (List<ReportedRun> order : List.of(List.of(passed, failed), List.of(failed, passed))) {
      RunResult merged = Merge.of(order);

      CaseResult differing = merged.cases().get(0);
      assertThat(merged.conformance()).isEqualTo(Conformance.DOES_NOT_CONFORM);
      assertThat(differing.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(differing.fault()).isEqualTo(1);
      assertThat(differing.failure()).isEqualTo(failed.result().cases().get(0).failure());
      assertThat(differing.reason().orElseThrow())
          .startsWith("differs: ")
          .contains("PASS in a", "FAIL in b");
      assertThat(differing.tries()).isEqualTo(14);
      assertThat(differing.took()).isEqualTo(Duration.ofMillis(20));
      assertThat(merged.cases().get(1).reason()).isEmpty();
      assertThat(merged.notes())
          .containsExactly(
              "differs from one run to the next, of which the worse verdict counts: " + FIRST);
    }
  }

  @Test
  void whatRanOutOfTimeStaysUndecidedThoughItDiffers() {
    CaseResult undecided =
        new CaseResult(
            ALL.get(0),
            Verdict.INCONCLUSIVE,
            1,
            Duration.ZERO,
            Optional.empty(),
            Optional.of(CaseResult.TIME_UP + "it was tried"));

    RunResult merged =
        Merge.of(List.of(round("a", result(ALL.get(0), Verdict.PASS, 0)), round("b", undecided)));

    assertThat(merged.conformance()).isEqualTo(Conformance.UNDECIDED);
    assertThat(merged.cases().get(0).reason().orElseThrow()).contains("; differs: PASS in a");
  }

  @Test
  void twoFaultsOfTwoPartsKeepApartAndOneOfBothIsOne() {
    CaseResult one = result(ALL.get(0), Verdict.FAIL, 5).of(1);
    CaseResult same = result(ALL.get(1), Verdict.FAIL, 5).of(1);
    CaseResult other = result(ALL.get(2), Verdict.FAIL, 6).of(1);
    List<CaseInfo> selected = ALL.subList(0, 3);

    RunResult merged =
        Merge.of(
            IntStream.range(0, 3)
                .mapToObj(
                    i ->
                        reported(
                            "part-" + i,
                            run(
                                List.of(List.of(one, same, other).get(i)),
                                Shard.of(i + 1, 3, List.of(selected.get(i)), selected))))
                .toList());

    assertThat(merged.faults()).extracting(Fault::number).containsExactly(1, 2);
    assertThat(merged.faults().get(0).caseIds()).containsExactly(ALL.get(0).id(), ALL.get(1).id());
  }

  @Test
  void aPartThatBrokeOffIsMadeUpForByAnotherRunOfIt() {
    List<CaseResult> cases =
        ALL.subList(0, 4).stream().map(info -> result(info, Verdict.PASS, 0)).toList();
    List<ReportedRun> parts = parts(cases, 2, equal(cases));
    RunResult whole = parts.get(1).result();
    RunResult broken =
        new RunResult(
                whole.version(),
                whole.target(),
                whole.profile(),
                whole.seed(),
                whole.started(),
                whole.took(),
                whole.facts(),
                whole.cases().subList(0, 1),
                Optional.of("it did not come to its end"))
            .planned(whole.shard());
    ReportedRun killed = reported("killed", broken);

    RunResult without = Merge.of(List.of(parts.get(0), killed));
    assertThat(without.conformance()).isEqualTo(Conformance.ERROR);
    assertThat(without.error())
        .contains("part 2 of 2 (killed) is not complete: it did not come to its end");
    RunResult with = Merge.of(List.of(parts.get(0), killed, parts.get(1)));
    assertThat(with.conformance()).isEqualTo(Conformance.CONFORMS);
    assertThat(with.notes())
        .containsExactly("part 2 of 2 (killed) is not complete: it did not come to its end");
  }

  @Test
  void aCompletePartWithoutAResultIsNotComplete() {
    Shard shard = Shard.of(1, 1, ALL.subList(0, 2), ALL.subList(0, 2));
    RunResult run = run(List.of(result(ALL.get(0), Verdict.PASS, 0)), shard);

    assertThat(Merge.of(List.of(reported("a", run))).error())
        .contains("part 1 of 1 has no result of " + ALL.get(1).id());
  }

  private static RunResult changed(
      RunResult run, String version, String target, Profile profile, long seed, Shard shard) {
    return new RunResult(
            version,
            target,
            profile,
            seed,
            run.started(),
            run.took(),
            run.facts(),
            run.cases(),
            run.error())
        .planned(Optional.of(shard));
  }

  @Test
  void whatIsNotOfOneRunIsRefused() {
    List<CaseResult> cases =
        ALL.subList(0, 4).stream().map(info -> result(info, Verdict.PASS, 0)).toList();
    List<ReportedRun> parts = parts(cases, 2, equal(cases));
    RunResult second = parts.get(1).result();
    Shard shard = parts.get(1).shard();
    Map<RunResult, String> wrong =
        Map.of(
            changed(second, "9", second.target(), second.profile(), 42, shard),
            "in the version",
            changed(second, "1.2.3", "elsewhere:1", second.profile(), 42, shard),
            "in the target",
            changed(second, "1.2.3", second.target(), Profile.RFC862, 42, shard),
            "in the profile",
            changed(second, "1.2.3", second.target(), second.profile(), 43, shard),
            "in the seed",
            second.planned(Optional.of(parts(cases, 3, equal(cases)).get(1).shard())),
            "in the number of parts",
            second.planned(Optional.of(Shard.of(2, 2, ALL.subList(2, 3), ALL.subList(0, 3)))),
            "in the selection of cases",
            second.planned(Optional.of(Shard.of(2, 2, ALL.subList(0, 2), ALL.subList(0, 4)))),
            "give every part the same --timings",
            second.planned(Optional.of(Shard.of(2, 2, ALL.subList(3, 4), ALL.subList(0, 4)))),
            "give every part the same --timings",
            second.planned(Optional.of(Shard.of(1, 2, ALL.subList(2, 4), ALL.subList(0, 4)))),
            "in the cases that were planned");

    wrong.forEach(
        (run, words) ->
            assertThatThrownBy(() -> Merge.of(List.of(parts.get(0), reported("other", run))))
                .as(words)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other")
                .hasMessageContaining(words));
  }
}
