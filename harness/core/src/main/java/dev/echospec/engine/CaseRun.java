package dev.echospec.engine;

import dev.echospec.judge.Judge;
import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Excess;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Patience;
import dev.echospec.play.Transcript;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure.Death;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.server.Resources;
import dev.echospec.server.ResponseStyle;
import dev.echospec.suite.Figure;
import dev.echospec.suite.Kept;
import dev.echospec.suite.Violated;
import dev.echospec.suite.Violated.Observation;
import dev.echospec.suite.Watched;
import dev.echospec.suite.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** One case while it runs: tries its scripts until one fails, and then shorter ones. */
final class CaseRun implements Wire {
  private static final long UNCOUNTED = -1;

  private final ServerUnderTest server;
  private final Oracle oracle;
  private final BooleanSupplier stopped;
  private final RunListener listener;
  private final int planned;
  private final TimeBudget budget;
  private final Counterexamples counterexamples;
  private final Findings findings = new Findings();
  private final Survival survival;
  private final Shrinking shrinking;
  private final long began;
  private boolean cutShort;
  private boolean countsMemory;
  private int tries;
  private int unfinished;
  private int hiccups;

  /**
   * @param planned how many tries there will be
   * @param stopped whether nothing more is to be played
   */
  CaseRun(
      ServerUnderTest server,
      Oracle oracle,
      int planned,
      BooleanSupplier stopped,
      TimeBudget budget,
      RunListener listener) {
    this.budget = budget;
    this.server = server;
    this.oracle = oracle;
    this.planned = planned;
    this.stopped = stopped;
    this.counterexamples = new Counterexamples(budget::now);
    this.began = budget.now();
    this.listener = listener;
    this.survival = new Survival(server, oracle, counterexamples, budget::isCaseOver);
    this.shrinking = new Shrinking(server, survival, counterexamples, budget, listener);
  }

  @Override
  public void converse(Script script, Law law) {
    check(server.manner().fit(script), law);
  }

  @Override
  public void check(Script script, Law law) {
    if (isOver()) {
      cutShort = true;
      return;
    }
    if (law == Law.ECHO && server.manner() == ResponseStyle.DRAINS) {
      // This law does not ask for the end of stream, which is known not to come: no time is lost.
      script = server.manner().fit(script);
    }
    boolean searching = counterexamples.isEmpty();
    if (searching && (cutShort || tries > 0 && budget.isSearchOver())) {
      cutShort = true;
    } else if (searching) {
      attempt(script, law);
    } else if (shrinking.mayGoOn()) {
      shrinking.attempt(script, law);
    }
  }

  private void attempt(Script script, Law law) {
    tries++;
    Optional<Observation> seen = survival.see(script, law, server.patience());
    if (seen.filter(sight -> mayBeHiccup(sight.kind())).isPresent() && !budget.isCaseOver()) {
      // A hiccup of the machine does not repeat.
      seen = survival.see(script, law, server.patience());
      if (seen.isEmpty() && !isOver()) {
        hiccups++;
      }
    }
    if (seen.isPresent()) {
      found(seen.get());
    }
    if (last().filter(sight -> sight.transcript().isCutShort()).isPresent()) {
      // Another try would take as long.
      unfinished++;
      cutShort = true;
    }
    listener.tried(tries, Math.max(tries, planned));
  }

  private boolean mayBeHiccup(Kind kind) {
    return kind.isTiming() && !budget.isWellKnown(kind);
  }

  private void found(Observation sight) {
    counterexamples.found(sight, tries);
    shrinking.begin();
    throw new Violated(sight);
  }

  @Override
  public Payload echo(Payload payload) {
    int before = tries;
    converse(Script.conversation(payload), Law.LENGTH);
    // It belongs to the try that asks for it.
    tries = before;
    // There is no last sight when the run was stopped or the server is gone for good.
    return last()
        .map(sight -> new Judge(oracle).reply(sight.script(), sight.transcript(), 0))
        .<Payload>map(Payload::of)
        .orElse(payload);
  }

  @Override
  public Optional<Watched> watch(Script script) {
    List<Long> memory = new ArrayList<>(script.steps().size());
    Script fitted = server.manner().fit(script);
    Optional<Observation> before = last();
    survival.telling(step -> memory.add(residentBytes()), () -> check(fitted, Law.ECHO));
    if (memory.contains(UNCOUNTED)) {
      if (countsMemory) {
        skipUncounted("memory the server takes could not be seen any more");
        return Optional.empty();
      }
      memory.clear();
    }
    long machine = server.resources().map(Resources::machine).orElse(0L);
    // A try that was repeated has only its latest figures.
    int steps = fitted.steps().size();
    List<Long> latest = memory.subList(Math.max(0, memory.size() - steps), memory.size());
    return last()
        .filter(sight -> sight != before.orElse(null))
        .map(sight -> new Watched(sight.script(), sight.transcript(), latest, machine));
  }

  private long residentBytes() {
    return server.resources().map(Resources::memory).filter(bytes -> bytes > 0).orElse(UNCOUNTED);
  }

  @Override
  public Optional<Transcript> observe(Script script, Duration connect) {
    if (isOver()) {
      return Optional.empty();
    }
    tries++;
    Transcript transcript =
        server.play(script, Law.ECHO, oracle, new Patience(server.patience().answer(), connect));
    survival.observed(new Observation(script, Law.ECHO, transcript, List.of()));
    return Optional.of(transcript);
  }

  @Override
  public Optional<Transcript> observeReference(Script script) {
    return isOver()
        ? Optional.empty()
        : Reference.play(script, oracle, server.patience(), budget.casePlayedBy());
  }

  @Override
  public boolean startsAfresh() {
    return server.canStartAfresh();
  }

  @Override
  public int checkProbes() {
    if (counterexamples.isEmpty()) {
      server.probes().wrong().ifPresent(this::found);
    }
    return server.probes().count();
  }

  @Override
  public Optional<Kept> kept(boolean inUse) {
    return server.kept().judged(inUse, server.patience().answer(), this::isOver);
  }

  @Override
  public void checkReleases(Runnable work) {
    ReleaseCheck check = new ReleaseCheck(server, this::isOver);
    Optional<String> impossible = check.impossible();
    if (impossible.isPresent()) {
      findings.skip(impossible.get());
    } else {
      ReleaseCheck.Count count = check.heldAfter(work);
      if (isOver() && counterexamples.isEmpty()) {
        findings.leaveOpen(CaseResult.TIME_UP + "what the server holds could be counted");
      } else {
        count.violation().ifPresent(this::foundInLast);
        if (!count.counted()) {
          skipUncounted("the server held could not be counted any more");
        }
      }
    }
  }

  /** A count that is missing proves nothing; nor does it excuse a server that failed or died. */
  private void skipUncounted(String what) {
    if (counterexamples.isEmpty() && !server.isKnownDead()) {
      findings.skip("what " + what);
    }
  }

  @Override
  public void holdsTooMuch(Excess what, String message) {
    foundInLast(Violation.notReleased(Set.of(what), message));
  }

  private void foundInLast(Violation violation) {
    last()
        .ifPresent(
            sight ->
                found(
                    new Observation(
                        sight.script(), sight.law(), sight.transcript(), List.of(violation))));
  }

  @Override
  public boolean countsMemory() {
    countsMemory = server.resources().filter(held -> held.memory() > 0).isPresent();
    if (!countsMemory) {
      findings.skip("the memory of this kind of target cannot be seen from here");
    }
    return countsMemory;
  }

  @Override
  public void record(String sentence, Figure... figures) {
    findings.record(sentence, List.of(figures));
  }

  @Override
  public void leaveOpen(String reason) {
    findings.leaveOpen(reason);
  }

  @Override
  public String toString() {
    return "the wire to the server";
  }

  /** The server was probed after the case, and was found dead though every script had passed. */
  void diedAfterwards(Death how) {
    survival.diedAfterwards(how);
    if (counterexamples.isEmpty()) {
      last().map(Survival::didNotSurvive).ifPresent(sight -> counterexamples.found(sight, tries));
    }
  }

  /** How long was looked for a failure. */
  Duration searched() {
    long until = counterexamples.isEmpty() ? budget.now() : counterexamples.foundAt();
    return Duration.ofNanos(until - began);
  }

  /** Whether no try came to its end, because the server is so slow. */
  boolean isUnfinished() {
    return unfinished > 0 && unfinished >= tries;
  }

  /** Whether the time was up before all tries were made. */
  boolean isCutShort() {
    return cutShort;
  }

  /** Whether no further try will be played. */
  boolean isSearchOver() {
    return counterexamples.isEmpty() && (cutShort || isOver());
  }

  private boolean isOver() {
    return isStopped() || budget.isCaseOver() || survival.isLost();
  }

  /** Whether the run was stopped, or its time is up: nothing more should be played. */
  boolean isStopped() {
    return stopped.getAsBoolean();
  }

  int tries() {
    return tries;
  }

  /** How many tries were late once, and in time when they were played again. */
  int hiccups() {
    return hiccups;
  }

  private Optional<Observation> last() {
    return survival.last();
  }

  Counterexamples counterexamples() {
    return counterexamples;
  }

  Survival survival() {
    return survival;
  }

  Findings findings() {
    return findings;
  }
}
