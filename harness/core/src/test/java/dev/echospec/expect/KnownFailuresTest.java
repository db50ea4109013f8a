package dev.echospec.expect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.engine.PrematureEnd;
import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.play.Transcript;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.KnownFailure;
import dev.echospec.result.RunResult;
import dev.echospec.result.RunResult.Conformance;
import dev.echospec.result.StaleExpectation;
import dev.echospec.result.Verdict;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import dev.echospec.suite.Violated.Observation;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which results are expected, which make an entry stale, and which do neither. */
class KnownFailuresTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
  private static final List<CaseInfo> CLOSE =
      Catalogue.cases().stream()
          .filter(info -> info.section().equals("close") && info.isFor(Profile.CONCURRENT))
          .toList();
  private static final CaseInfo EMPTY = Catalogue.find("close/empty").orElseThrow();

  static {
    assertThat(CLOSE).hasSizeGreaterThan(3);
    assertThat(CLOSE.subList(1, CLOSE.size())).doesNotContain(EMPTY);
  }

  private static KnownFailure entry(String glob, String... words) {
    return new KnownFailure(glob, "because", List.of(words), Optional.empty(), 2);
  }

  private static KnownFailure until(LocalDate day) {
    return new KnownFailure("close/empty", "because", List.of("reset"), Optional.of(day), 2);
  }

  private static KnownFailures known(KnownFailure... entries) {
    return new KnownFailures("known.yaml", List.of(entries), TODAY);
  }

  /** A failure that says "the server reset", "exited with status 1" and "Error: \u001b[1mno". */
  private static CaseResult result(CaseInfo info, Verdict verdict) {
    Failure failure =
        new Failure(
            new Observation(
                Script.conversation(Payload.of("a")),
                Law.ECHO,
                new Transcript(List.of(), Map.of(), Duration.ZERO),
                List.of(
                    new Violation(Violation.Kind.LOST, 0, 0, "the server reset"),
                    new Violation(Violation.Kind.LATE, 1, 0, "the server was late"))),
            1,
            1,
            0,
            0,
            Optional.of(new Failure.Death("exited with status 1", "first\nError: \u001b[1mno")));
    boolean failed = verdict == Verdict.FAIL || verdict == Verdict.WARN;
    return new CaseResult(
        info,
        verdict,
        1,
        Duration.ZERO,
        failed ? Optional.of(failure) : Optional.empty(),
        failed ? Optional.empty() : Optional.of("the server reset"));
  }

  private static boolean isExpected(KnownFailures known) {
    return known.recognise(result(EMPTY, Verdict.FAIL)).isExpected();
  }

  private static String inWords(KnownFailures known) {
    return known.recognise(result(EMPTY, Verdict.FAIL)).known().orElseThrow().inWords();
  }

  private static List<StaleExpectation> surprises(KnownFailures known, CaseResult... results) {
    return known.surprises(Catalogue.cases(), Profile.CONCURRENT, List.of(results));
  }

  private static List<StaleExpectation.Kind> kinds(KnownFailures known, CaseResult... results) {
    return surprises(known, results).stream().map(StaleExpectation::kind).toList();
  }

  @Test
  void aFailureIsExpectedIfItSaysAllWordsOfOneEntry() {
    assertThat(isExpected(known(entry("close/empty", "reset")))).isTrue();
    assertThat(isExpected(known(entry("close/*", "THE SERVER Reset", "late")))).isTrue();
    assertThat(isExpected(known(entry("close/empty", "The server exited with status 1."))))
        .isTrue();
    assertThat(isExpected(known(entry("close/empty", "stderr: Error: \\x1b[1mno")))).isTrue();
    assertThat(isExpected(known(entry("close/*", "reset", "timeout")))).isFalse();
    assertThat(isExpected(known(entry("close/immediate", "reset")))).isFalse();
    assertThat(isExpected(known())).isFalse();
  }

  @Test
  void theReasonIsTold() {
    assertThat(inWords(known(entry("close/empty", "reset"))))
        .isEqualTo("Known failure: because (known.yaml line 2)");
  }

  @Test
  void theWordsThatAreMissingAreTold() {
    assertThat(inWords(known(entry("close/empty", "reset", "timeout", "EOF"))))
        .isEqualTo(
            "Not the failure that known.yaml line 2 knows: it does not say 'timeout', 'EOF'");
  }

  @Test
  void ofSeveralEntriesTheOneThatFitsBest() {
    KnownFailure fits = entry("close/*", "late");

    assertThat(isExpected(known(entry("close/empty", "timeout"), fits))).isTrue();
    assertThat(isExpected(known(until(TODAY.minusDays(1)), fits))).isTrue();
    assertThat(inWords(known(entry("close/*", "y", "z"), entry("*", "reset", "z"))))
        .endsWith("it does not say 'z'");
    assertThat(inWords(known(entry("*", "reset", "z"), until(TODAY.minusDays(1)))))
        .contains("only until");
  }

  @Test
  void theLastDayIncluded() {
    assertThat(isExpected(known(until(TODAY.plusDays(1))))).isTrue();
    assertThat(isExpected(known(until(TODAY)))).isTrue();
    assertThat(isExpected(known(until(TODAY.minusDays(1))))).isFalse();
    assertThat(inWords(known(until(TODAY.minusDays(1)))))
        .isEqualTo("Known from known.yaml line 2, but only until 2026-11-21");
  }

  @ParameterizedTest
  @EnumSource(Verdict.class)
  void onlyWhatFailsOrWarnsCanBeExpected(Verdict verdict) {
    CaseResult result = known(entry("*", "reset")).recognise(result(EMPTY, verdict));

    assertThat(result.isExpected()).isEqualTo(verdict == Verdict.FAIL || verdict == Verdict.WARN);
    assertThat(result.known().isPresent()).isEqualTo(result.isExpected());
    assertThat(result.verdict()).isEqualTo(verdict);
  }

  @ParameterizedTest
  @EnumSource(Verdict.class)
  void onlyAPassIsASurprise(Verdict verdict) {
    boolean passes = verdict == Verdict.PASS || verdict == Verdict.INFO;

    assertThat(kinds(known(entry("close/empty", "reset")), result(EMPTY, verdict)))
        .isEqualTo(passes ? List.of(StaleExpectation.Kind.PASSES) : List.of());
  }

  @ParameterizedTest
  @EnumSource(Verdict.class)
  void anExpiredEntryIsASurpriseWhateverItsCaseDoes(Verdict verdict) {
    boolean passes = verdict == Verdict.PASS || verdict == Verdict.INFO;

    assertThat(kinds(known(until(TODAY.minusDays(1))), result(EMPTY, verdict)))
        .containsExactly(passes ? StaleExpectation.Kind.PASSES : StaleExpectation.Kind.EXPIRED);
    assertThat(kinds(known(until(TODAY)), result(EMPTY, verdict)))
        .doesNotContain(StaleExpectation.Kind.EXPIRED);
  }

  @Test
  void anExpiredEntryWhoseCaseDidNotRunIsNone() {
    CaseResult other = result(CLOSE.get(2), Verdict.PASS);

    assertThat(other.info()).isNotEqualTo(EMPTY);
    assertThat(surprises(known(until(TODAY.minusDays(1))), other)).isEmpty();
  }

  @Test
  void aPatternThatMatchesNoCaseIsASurpriseInEveryRun() {
    assertThat(surprises(known(entry("clsoe/*", "x"))))
        .extracting(StaleExpectation::inWords)
        .containsExactly(
            "known.yaml line 2, clsoe/*: there is no such case: correct the id (./echospec list"
                + " shows them all), or remove the entry");
  }

  @Test
  void anEntryIsOnlyAboutCasesOfTheProfile() {
    CaseResult next = result(Catalogue.find("sequential/next-in-line").orElseThrow(), Verdict.SKIP);

    assertThat(surprises(known(entry("sequential/*", "x")), next)).isEmpty();
    assertThat(kinds(known(entry("*/empty", "x")), result(EMPTY, Verdict.PASS), next))
        .containsExactly(StaleExpectation.Kind.PASSES);
  }

  @Test
  void itIsToldWhatToDo() {
    assertThat(
            surprises(known(entry("close/empty", "x")), result(EMPTY, Verdict.PASS))
                .get(0)
                .inWords())
        .isEqualTo("known.yaml line 2, close/empty: it passes now: remove the entry");
    assertThat(
            surprises(known(until(TODAY.minusDays(1))), result(EMPTY, Verdict.FAIL))
                .get(0)
                .inWords())
        .isEqualTo(
            "known.yaml line 2, close/empty: this was to be fixed by 2026-11-21: fix the server,"
                + " or set a later date");
  }

  @Provide
  Arbitrary<List<Optional<Verdict>>> verdicts() {
    return Arbitraries.of(Verdict.class)
        .edgeCases(config -> config.add(Verdict.PASS))
        .optional(0.9)
        .list()
        .ofSize(CLOSE.size());
  }

  /** The meaning of an entry about several cases, computed in another way than in the code. */
  @Property(tries = 500)
  void anEntryAboutSeveralCases(@ForAll("verdicts") List<Optional<Verdict>> verdicts) {
    KnownFailures known = known(entry("close/*", "reset"));
    List<CaseResult> results = new ArrayList<>();
    int failed = 0;
    int passed = 0;
    for (int i = 0; i < verdicts.size(); i++) {
      if (verdicts.get(i).isPresent()) {
        Verdict verdict = verdicts.get(i).get();
        CaseResult result = known.recognise(result(CLOSE.get(i), verdict));
        results.add(result);
        failed += result.isExpected() ? 1 : 0;
        passed += verdict == Verdict.PASS || verdict == Verdict.INFO ? 1 : 0;
      }
    }
    List<StaleExpectation.Kind> kinds = kinds(known, results.toArray(CaseResult[]::new));

    if (failed > 0 || passed == 0) {
      assertThat(kinds).isEmpty();
    }
    if (passed == CLOSE.size()) {
      assertThat(kinds).containsExactly(StaleExpectation.Kind.PASSES);
    } else {
      assertThat(kinds).isEmpty();
    }
  }

  @Property(tries = 200)
  void severalEntriesDoNotDisturbEachOther(@ForAll("entries") List<KnownFailure> entries) {
    CaseResult[] results = {
      result(EMPTY, Verdict.PASS),
      result(CLOSE.get(2), Verdict.FAIL),
      result(Catalogue.find("transform/order").orElseThrow(), Verdict.WARN)
    };
    List<StaleExpectation> alone = new ArrayList<>();
    boolean[] expected = new boolean[results.length];
    for (KnownFailure entry : entries) {
      alone.addAll(surprises(known(entry), results));
      for (int i = 0; i < results.length; i++) {
        expected[i] |= known(entry).recognise(results[i]).isExpected();
      }
    }
    KnownFailures together = known(entries.toArray(KnownFailure[]::new));

    assertThat(surprises(together, results)).isEqualTo(alone);
    for (int i = 0; i < results.length; i++) {
      assertThat(together.recognise(results[i]).isExpected()).isEqualTo(expected[i]);
    }
  }

  @Provide
  Arbitrary<List<KnownFailure>> entries() {
    Arbitrary<String> globs =
        Arbitraries.of("*", "close/*", "close/empty", "transform/order", "?????/*", "nothing/*");
    Arbitrary<List<String>> words =
        Arbitraries.of("reset", "late", "x").list().ofMinSize(1).ofMaxSize(2);
    Arbitrary<Optional<LocalDate>> until =
        Arbitraries.integers().between(-1, 1).map(days -> TODAY.plusDays(days)).optional();
    return Combinators.combine(globs, words, until, Arbitraries.integers().between(1, 99))
        .as((glob, some, day, line) -> new KnownFailure(glob, "because", some, day, line))
        .list()
        .ofMaxSize(5);
  }

  private static Conformance conformance(
      List<StaleExpectation> surprises, Optional<String> error, CaseResult... results) {
    return new RunResult(
            "1",
            "t",
            Profile.CONCURRENT,
            1,
            Instant.EPOCH,
            Duration.ZERO,
            Optional.empty(),
            List.of(results),
            error,
            surprises,
            List.of())
        .conformance();
  }

  @Test
  void aRunConformsAsFarAsItsFailuresAreKnown() {
    KnownFailures known = known(entry("close/*", "reset"));
    CaseResult expected = known.recognise(result(EMPTY, Verdict.FAIL));
    CaseResult warned = known.recognise(result(CLOSE.get(2), Verdict.WARN));
    CaseResult failed = result(CLOSE.get(1), Verdict.FAIL);
    CaseResult passed = result(Catalogue.find("transform/order").orElseThrow(), Verdict.PASS);
    CaseResult inError = result(CLOSE.get(1), Verdict.ERROR);
    List<StaleExpectation> surprise =
        List.of(new StaleExpectation(StaleExpectation.Kind.PASSES, "f", entry("a/b", "x"), "m"));
    Optional<String> none = Optional.empty();

    assertThat(conformance(List.of(), none, passed)).isEqualTo(Conformance.CONFORMS);
    assertThat(conformance(List.of(), none, passed, warned)).isEqualTo(Conformance.CONFORMS);
    assertThat(conformance(List.of(), none, expected)).isEqualTo(Conformance.KNOWN_FAILURES);
    assertThat(conformance(List.of(), none, passed, expected))
        .isEqualTo(Conformance.KNOWN_FAILURES);
    assertThat(conformance(surprise, none, passed)).isEqualTo(Conformance.NOT_AS_EXPECTED);
    assertThat(conformance(surprise, none, expected)).isEqualTo(Conformance.NOT_AS_EXPECTED);
    assertThat(conformance(List.of(), none, expected, failed))
        .isEqualTo(Conformance.DOES_NOT_CONFORM);
    assertThat(conformance(surprise, none, expected, failed))
        .isEqualTo(Conformance.DOES_NOT_CONFORM);
    assertThat(conformance(List.of(), none, expected, inError)).isEqualTo(Conformance.ERROR);
    assertThat(conformance(List.of(), Optional.of("cut"), expected)).isEqualTo(Conformance.ERROR);
  }

  @Test
  void aRunConformsOnlyIfThereWasTimeForEveryMust() {
    CaseResult passed = result(EMPTY, Verdict.PASS);
    CaseResult untried = untried("transform/order", Verdict.SKIP);
    CaseResult unfinished = untried("transform/order", Verdict.INCONCLUSIVE);
    CaseResult should = untried("endurance/memory", Verdict.SKIP);
    CaseResult failed = result(CLOSE.get(1), Verdict.FAIL);
    List<StaleExpectation> surprise =
        List.of(new StaleExpectation(StaleExpectation.Kind.PASSES, "f", entry("a/b", "x"), "m"));
    Optional<String> none = Optional.empty();

    assertThat(conformance(List.of(), none, passed, untried)).isEqualTo(Conformance.UNDECIDED);
    assertThat(conformance(List.of(), none, passed, unfinished)).isEqualTo(Conformance.UNDECIDED);
    assertThat(conformance(List.of(), none, untried)).isEqualTo(Conformance.UNDECIDED);
    assertThat(conformance(List.of(), none, passed, should)).isEqualTo(Conformance.CONFORMS);
    assertThat(conformance(List.of(), none, failed, untried))
        .isEqualTo(Conformance.DOES_NOT_CONFORM);
    assertThat(conformance(surprise, none, passed, untried)).isEqualTo(Conformance.NOT_AS_EXPECTED);
    assertThat(conformance(List.of(), Optional.of("cut"), untried)).isEqualTo(Conformance.ERROR);
  }

  private static CaseResult untried(String id, Verdict verdict) {
    return new CaseResult(
        Catalogue.find(id).orElseThrow(),
        verdict,
        0,
        Duration.ZERO,
        Optional.empty(),
        Optional.of(PrematureEnd.NOT_TRIED));
  }
}
