package dev.echospec.engine;

import dev.echospec.judge.Judge;
import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Excess;
import dev.echospec.play.Patience;
import dev.echospec.play.Transcript;
import dev.echospec.result.CaseResult;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.server.Resources;
import dev.echospec.server.ResponseStyle;
import dev.echospec.suite.Figure;
import dev.echospec.suite.Kept;
import dev.echospec.suite.Level;
import dev.echospec.suite.Violated.Observation;
import dev.echospec.suite.Watched;
import dev.echospec.suite.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The wire of one phase of a case: the phase decides what is played, and how often. */
final class CaseWire implements Wire {
  private static final long UNCOUNTED = -1;

  private final CaseSession session;
  private final Attempt attempt;
  private final ServerUnderTest server;
  private final Survival survival;
  private boolean countsMemory;

  CaseWire(CaseSession session, Attempt attempt) {
    this.session = session;
    this.attempt = attempt;
    this.server = session.server();
    this.survival = session.survival();
  }

  @Override
  public void converse(Script script, Law law) {
    check(server.manner().fit(script), law);
  }

  @Override
  public void check(Script script, Law law) {
    // This law does not ask for the end of stream, which is known not to come: no time is lost.
    boolean endNeverComes = law == Law.ECHO && server.manner() == ResponseStyle.DRAINS;
    Script ending = endNeverComes ? server.manner().fit(script) : script;
    attempt.play(session.avoidance().fit(ending), law);
  }

  @Override
  public Payload echo(Payload payload) {
    session.findings().uncounted(() -> converse(Script.conversation(payload), Law.LENGTH));
    // Nothing was seen when the run was stopped or the server is gone for good.
    return survival
        .last()
        .map(sight -> new Judge(session.oracle()).reply(sight.script(), sight.transcript(), 0))
        .<Payload>map(Payload::of)
        .orElse(payload);
  }

  @Override
  public Optional<Watched> watch(Script script) {
    List<Long> memory = new ArrayList<>(script.steps().size());
    Script fitted = server.manner().fit(script);
    Script clear = session.avoidance().fit(fitted);
    if (attempt.isDrawing()) {
      attempt.play(clear, Law.ECHO);
      return Optional.empty();
    }
    Optional<Observation> earlier =
        server.watched().filter(sight -> isMerelyRecorded() && sight.script().equals(clear));
    if (earlier.isPresent()) {
      session.findings().countTry();
      survival.observed(earlier.get());
      return earlier.map(sight -> new Watched(clear, sight.transcript(), List.of(), 0));
    }
    Optional<Observation> before = survival.last();
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
    int steps = clear.steps().size();
    List<Long> latest = memory.subList(Math.max(0, memory.size() - steps), memory.size());
    Optional<Observation> seen = survival.last().filter(sight -> sight != before.orElse(null));
    seen.ifPresent(server::watched);
    return seen.map(sight -> new Watched(sight.script(), sight.transcript(), latest, machine));
  }

  /** A case that judges nothing is content with what an earlier one saw in this run. */
  private boolean isMerelyRecorded() {
    return session.info().level() == Level.INFO && session.rounds().isFirst();
  }

  private long residentBytes() {
    return server.resources().map(Resources::memory).filter(bytes -> bytes > 0).orElse(UNCOUNTED);
  }

  @Override
  public Optional<Transcript> observe(Script wanted, Duration connect) {
    if (session.isOver()) {
      return Optional.empty();
    }
    Script script = session.avoidance().fit(wanted);
    if (attempt.isDrawing()) {
      attempt.play(script, Law.ECHO);
      return Optional.empty();
    }
    session.findings().countTry();
    Optional<Observation> passed = session.company().passed(session.info(), script, Law.ECHO);
    if (passed.isPresent()) {
      survival.observed(passed.get());
      return passed.map(Observation::transcript);
    }
    Patience patience = new Patience(server.patience().answer(), connect);
    Transcript transcript = server.play(script, Law.ECHO, session.oracle(), patience);
    survival.observed(new Observation(script, Law.ECHO, transcript, List.of()));
    return Optional.of(transcript);
  }

  @Override
  public Optional<Transcript> observeReference(Script script) {
    return session.isOver()
        ? Optional.empty()
        : Reference.play(
            script, session.oracle(), server.patience(), session.budget().casePlayedBy());
  }

  @Override
  public boolean startsAfresh() {
    return server.canStartAfresh();
  }

  @Override
  public int checkProbes() {
    if (session.counterexamples().isEmpty()) {
      server.probes().wrong().ifPresent(attempt::found);
    }
    return server.probes().count();
  }

  @Override
  public Optional<Kept> kept(boolean inUse) {
    // What it was sent kept clear of the same.
    session.avoidance().fit(Kept.MESSAGE);
    return server.kept().judged(inUse, server.patience().answer(), session::isOver);
  }

  @Override
  public void checkReleases(Runnable work) {
    ReleaseCheck check = new ReleaseCheck(server, session::isOver);
    Optional<String> impossible = check.impossible();
    if (impossible.isPresent()) {
      session.findings().skip(impossible.get());
      return;
    }
    ReleaseCheck.Count count = check.heldAfter(work);
    if (session.isOver() && session.counterexamples().isEmpty()) {
      leaveOpen(CaseResult.TIME_UP + "what the server holds could be counted");
      return;
    }
    count.violation().ifPresent(this::foundInLast);
    if (!count.counted()) {
      skipUncounted("the server held could not be counted any more");
    }
  }

  /** A missing count proves nothing, and does not excuse a server that failed or died. */
  private void skipUncounted(String what) {
    if (session.counterexamples().isEmpty() && !server.isKnownDead()) {
      session.findings().skip("what " + what);
    }
  }

  @Override
  public void holdsTooMuch(Excess what, String message) {
    foundInLast(Violation.notReleased(Set.of(what), message));
  }

  private void foundInLast(Violation violation) {
    survival
        .last()
        .map(
            sight ->
                new Observation(
                    sight.script(), sight.law(), sight.transcript(), List.of(violation)))
        .ifPresent(attempt::found);
  }

  @Override
  public boolean countsMemory() {
    countsMemory = server.resources().filter(held -> held.memory() > 0).isPresent();
    if (!countsMemory) {
      session.findings().skip("the memory of this kind of target cannot be seen from here");
    }
    return countsMemory;
  }

  @Override
  public void record(String sentence, Figure... figures) {
    session.findings().record(sentence, List.of(figures));
  }

  @Override
  public void leaveOpen(String reason) {
    session.findings().leaveOpen(reason);
  }

  @Override
  public String toString() {
    return "the wire to the server";
  }
}
