package dev.echospec.result;

import dev.echospec.diagnosis.Cause;
import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.script.shrink.Simplicity;
import dev.echospec.suite.Level;
import dev.echospec.suite.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The result of a run. A run that was cut short has the cases that ended by then.
 *
 * @param version of the kit
 * @param target as the user wrote it
 * @param profile what the server claims
 * @param seed of everything random
 * @param started when
 * @param took how long
 * @param facts what was found out before the first case; empty if the target could not be run
 * @param cases in the order in which they ran
 * @param error why the run could not begin or go on, in a sentence
 * @param surprises entries of the file of known failures that do not hold any more; known at the
 *     end only
 * @param notes sentences about the run that belong to no case
 * @param portWait how long the run waited for the server's port; not counted in the time of any
 *     case
 * @param shard the cases that were to run; empty where that was not recorded
 */
public record RunResult(
    String version,
    String target,
    Profile profile,
    long seed,
    Instant started,
    Duration took,
    Optional<Facts> facts,
    List<CaseResult> cases,
    Optional<String> error,
    List<StaleExpectation> surprises,
    List<String> notes,
    Duration portWait,
    Optional<Shard> shard) {
  /** Copies the lists. */
  public RunResult {
    cases = List.copyOf(cases);
    surprises = List.copyOf(surprises);
    notes = List.copyOf(notes);
  }

  /** Creates a result that does not say which cases were to run. */
  public RunResult(
      String version,
      String target,
      Profile profile,
      long seed,
      Instant started,
      Duration took,
      Optional<Facts> facts,
      List<CaseResult> cases,
      Optional<String> error,
      List<StaleExpectation> surprises,
      List<String> notes,
      Duration portWait) {
    this(
        version,
        target,
        profile,
        seed,
        started,
        took,
        facts,
        cases,
        error,
        surprises,
        notes,
        portWait,
        Optional.empty());
  }

  /** Creates a result of a run that waited for no port. */
  public RunResult(
      String version,
      String target,
      Profile profile,
      long seed,
      Instant started,
      Duration took,
      Optional<Facts> facts,
      List<CaseResult> cases,
      Optional<String> error,
      List<StaleExpectation> surprises,
      List<String> notes) {
    this(
        version,
        target,
        profile,
        seed,
        started,
        took,
        facts,
        cases,
        error,
        surprises,
        notes,
        Duration.ZERO);
  }

  /** Creates a result without stale expectations and notes. */
  public RunResult(
      String version,
      String target,
      Profile profile,
      long seed,
      Instant started,
      Duration took,
      Optional<Facts> facts,
      List<CaseResult> cases,
      Optional<String> error) {
    this(version, target, profile, seed, started, took, facts, cases, error, List.of(), List.of());
  }

  /**
   * Returns a run of this kit that begins now, without any case.
   *
   * @param target as the user wrote it
   * @param profile what the server claims
   * @param seed of everything random
   */
  public static RunResult begun(String target, Profile profile, long seed) {
    return new RunResult(
        KitVersion.text(),
        target,
        profile,
        seed,
        Instant.now(),
        Duration.ZERO,
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /**
   * Returns the same run with other cases, as one that came to its end.
   *
   * @param other in the order in which they ran
   */
  public RunResult ended(List<CaseResult> other) {
    return new RunResult(
        version,
        target,
        profile,
        seed,
        started,
        took,
        facts,
        other,
        Optional.empty(),
        surprises,
        notes,
        portWait,
        shard);
  }

  /** Returns the same run with the cases that were to run. */
  public RunResult planned(Optional<Shard> plan) {
    return new RunResult(
        version, target, profile, seed, started, took, facts, cases, error, surprises, notes,
        portWait, plan);
  }

  /** Returns the same run with what another file of known failures says of it. */
  public RunResult expecting(List<CaseResult> recognised, List<StaleExpectation> stale) {
    return new RunResult(
        version,
        target,
        profile,
        seed,
        started,
        took,
        facts,
        recognised,
        error,
        stale,
        notes,
        portWait,
        shard);
  }

  /** The conformance of a server, as a run saw it. */
  public enum Conformance {
    /** No MUST was seen violated. */
    CONFORMS,
    /** At least one was, but only in known and accepted ways. */
    KNOWN_FAILURES,
    /** As one of the two above, but what was said to be known does not hold any more. */
    NOT_AS_EXPECTED,
    /** At least one was, and not in a way that is known. */
    DOES_NOT_CONFORM,
    /** No MUST was seen violated, but the time was up before every MUST could be judged. */
    UNDECIDED,
    /**
     * The run judged no case, and is a part of several: the other parts say whether the server
     * conforms.
     */
    NOTHING_TO_JUDGE,
    /** The run could not begin or go on, or a case could not be judged, or none was. */
    ERROR
  }

  /**
   * What was found out about the target before the first case.
   *
   * @param answers the simplest dialogue that it answers, in words
   * @param sequential whether it serves one connection at a time
   * @param roundTrip median time from a byte to its echo
   * @param patience how long it may be silent while it owes something
   * @param bound when the run ends at the latest, whatever the server does
   */
  public record Facts(
      String answers, boolean sequential, Duration roundTrip, Duration patience, Duration bound) {}

  /**
   * Returns the number of cases with a verdict.
   *
   * @param verdict which
   */
  public long count(Verdict verdict) {
    return cases.stream().filter(result -> result.verdict() == verdict).count();
  }

  /**
   * Returns the number of cases that fail or warn as expected.
   *
   * @param verdict FAIL or WARN
   */
  public long countExpected(Verdict verdict) {
    return cases.stream()
        .filter(result -> result.verdict() == verdict && result.isExpected())
        .count();
  }

  /**
   * A cause and what it explains.
   *
   * @param diagnosis the cause, as sure as it is in any of the cases
   * @param caseIds the cases that fail of it, in the order in which they ran
   */
  public record Explanation(Diagnosis diagnosis, List<String> caseIds) {}

  /**
   * Returns the causes of what failed, that which explains most first; empty if nothing failed, or
   * no cause could be named.
   */
  public List<Explanation> explanations() {
    Map<Cause, List<CaseResult>> byCause = new LinkedHashMap<>();
    for (CaseResult one : cases) {
      one.failure()
          .flatMap(Failure::diagnosis)
          .ifPresent(d -> byCause.computeIfAbsent(d.cause(), c -> new ArrayList<>()).add(one));
    }
    return byCause.values().stream()
        .map(RunResult::explanation)
        .sorted(
            Comparator.comparing((Explanation one) -> one.diagnosis().confidence())
                .thenComparing(one -> -one.caseIds().size()))
        .toList();
  }

  private static Explanation explanation(List<CaseResult> failed) {
    Diagnosis surest =
        failed.stream()
            .map(one -> one.failure().orElseThrow().diagnosis().orElseThrow())
            .min(Comparator.comparing(Diagnosis::confidence))
            .orElseThrow();
    return new Explanation(surest, failed.stream().map(one -> one.info().id()).toList());
  }

  /** Returns the faults that the cases fail of, by number; each has at least one case. */
  public List<Fault> faults() {
    Map<Integer, List<CaseResult>> byNumber = new TreeMap<>();
    cases.stream()
        .filter(one -> one.fault() > 0 && one.failure().isPresent())
        .forEach(one -> byNumber.computeIfAbsent(one.fault(), n -> new ArrayList<>()).add(one));
    return byNumber.entrySet().stream()
        .map(fault -> fault(fault.getKey(), fault.getValue()))
        .toList();
  }

  /**
   * Returns the fault that a case fails of; empty if it does not fail.
   *
   * @param one a case of this run
   */
  public Optional<Fault> faultOf(CaseResult one) {
    return faults().stream().filter(fault -> fault.number() == one.fault()).findFirst();
  }

  /**
   * Returns what the cases that passed kept clear of: for each clause of {@link CaseResult#avoids}
   * the ids of these cases, in the order in which they ran.
   */
  public Map<String, List<String>> avoided() {
    Map<String, List<String>> byClause = new LinkedHashMap<>();
    cases.stream()
        .filter(CaseResult::didNotFail)
        .forEach(
            one ->
                one.avoids()
                    .forEach(
                        clause ->
                            byClause
                                .computeIfAbsent(clause, c -> new ArrayList<>())
                                .add(one.info().id())));
    return byClause;
  }

  /** Returns the same in words: what was kept clear of, and where; a line for each clause. */
  public List<String> notTried() {
    return avoided().entrySet().stream()
        .map(one -> one.getKey() + ", in " + String.join(", ", one.getValue()))
        .toList();
  }

  /** The shortest conversation, with the surest cause, and with the extent if any case has it. */
  private static Fault fault(int number, List<CaseResult> failing) {
    CaseResult shortest = shortest(failing);
    Failure failure = shortest.failure().orElseThrow();
    List<CaseResult> shortestFirst = new ArrayList<>(List.of(shortest));
    shortestFirst.addAll(failing);
    List<Failure> all = shortestFirst.stream().flatMap(one -> one.failure().stream()).toList();
    Optional<Diagnosis> surest =
        all.stream()
            .flatMap(one -> one.diagnosis().stream())
            .min(Comparator.comparing(Diagnosis::confidence));
    List<String> extent =
        all.stream()
            .map(Failure::extent)
            .filter(measured -> !measured.isEmpty())
            .findFirst()
            .orElse(List.of());
    Failure told = failure.diagnosed(surest).reaching(extent);
    return new Fault(number, shortest.with(Optional.of(told)), failing);
  }

  /** Of a few messages that can be read, and a stream that can not, the messages. */
  private static CaseResult shortest(List<CaseResult> failing) {
    return failing.stream()
        .min(
            Comparator.comparing((CaseResult one) -> isGenerated(script(one)))
                .thenComparing(one -> Simplicity.of(script(one))))
        .orElseThrow();
  }

  private static Script script(CaseResult failing) {
    return failing.failure().orElseThrow().sight().script();
  }

  private static boolean isGenerated(Script script) {
    return script.steps().stream()
        .anyMatch(s -> s instanceof Step.Send send && send.payload() instanceof Payload.Generated);
  }

  /**
   * Returns the ids of the cases of level MUST that ran out of time before they could be judged.
   */
  public List<String> undecided() {
    return cases.stream()
        .filter(one -> one.info().level() == Level.MUST && one.isUndecided())
        .map(one -> one.info().id())
        .toList();
  }

  /** Returns whether the run came to its end. */
  public boolean isComplete() {
    return error.isEmpty();
  }

  /** Returns the conformance of the server. */
  public Conformance conformance() {
    long known = countExpected(Verdict.FAIL);
    if (count(Verdict.FAIL) > known) {
      return Conformance.DOES_NOT_CONFORM;
    }
    boolean isPart = shard.filter(Shard::isPart).isPresent();
    boolean nothingJudged =
        (isPart || !cases.isEmpty())
            && count(Verdict.SKIP) == cases.size()
            && undecided().isEmpty();
    if (error.isPresent() || count(Verdict.ERROR) > 0 || nothingJudged && !isPart) {
      return Conformance.ERROR;
    }
    if (!surprises.isEmpty()) {
      return Conformance.NOT_AS_EXPECTED;
    }
    if (!undecided().isEmpty()) {
      return Conformance.UNDECIDED;
    }
    if (nothingJudged) {
      return Conformance.NOTHING_TO_JUDGE;
    }
    return known > 0 ? Conformance.KNOWN_FAILURES : Conformance.CONFORMS;
  }
}
