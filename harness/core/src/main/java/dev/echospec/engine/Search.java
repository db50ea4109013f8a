package dev.echospec.engine;

import dev.echospec.judge.Law;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.script.Script;
import dev.echospec.suite.Effort;
import dev.echospec.suite.Violated;
import dev.echospec.suite.Violated.Observation;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** The first phase of a case: plays the scripts that it draws until one fails. */
final class Search implements Attempt {
  private final CaseSession session;
  private final Survival survival;
  private final TimeBudget budget;
  private int planned;
  private boolean cutShort;
  private int unfinished;
  private int hiccups;

  Search(CaseSession session) {
    this.session = session;
    this.survival = session.survival();
    this.budget = session.budget();
  }

  /**
   * Searches, and charges the time to the budget.
   *
   * @param planned number of tries to make
   */
  CaseProperty.Outcome in(
      CaseProperty property, int planned, String seed, Supplier<Effort> effort) {
    this.planned = planned;
    long began = budget.now();
    CaseProperty.Outcome outcome;
    try {
      outcome =
          property.search(
              new CaseProperty.Plan(
                  new CaseWire(session, this),
                  planned,
                  seed,
                  effort,
                  () -> cutShort || session.isOver()));
    } catch (RuntimeException e) {
      outcome = new CaseProperty.Outcome(Optional.empty(), Optional.of(e));
    }
    Counterexamples found = session.counterexamples();
    long until = found.isEmpty() ? budget.now() : found.foundAt();
    budget.searched(Duration.ofNanos(until - began));
    return outcome;
  }

  @Override
  public void play(Script script, Law law) {
    if (cutShort || session.isOver() || session.tries() > 0 && budget.isSearchOver()) {
      cutShort = true;
      return;
    }
    session.findings().countTry();
    Optional<Observation> passed = session.company().passed(session.info(), script, law);
    if (passed.isPresent()) {
      survival.observed(passed.get());
      session.listener().tried(session.tries(), Math.max(session.tries(), planned));
      return;
    }
    Optional<Observation> seen = survival.see(script, law, session.server().patience());
    if (seen.filter(sight -> mayBeHiccup(sight.kind())).isPresent() && !budget.isCaseOver()) {
      // A hiccup of the machine does not repeat.
      seen = survival.see(script, law, session.server().patience());
      if (seen.isEmpty() && !session.isOver()) {
        hiccups++;
      }
    }
    seen.ifPresent(this::found);
    if (survival.last().filter(sight -> sight.transcript().isCutShort()).isPresent()) {
      // Another try would take as long.
      unfinished++;
      cutShort = true;
    }
    session.listener().tried(session.tries(), Math.max(session.tries(), planned));
  }

  private boolean mayBeHiccup(Kind kind) {
    return kind.isTiming() && !budget.isWellKnown(kind);
  }

  @Override
  public void found(Observation sight) {
    session.counterexamples().found(sight, session.tries());
    throw new Violated(sight);
  }

  /** True when no try came to its end because the server is so slow. */
  boolean isUnfinished() {
    return unfinished > 0 && unfinished >= session.tries();
  }

  /** True when the time was up before all tries were made. */
  boolean isCutShort() {
    return cutShort;
  }

  /** True if all tries were made and each passed at once. */
  boolean isClean() {
    return !cutShort && hiccups == 0 && unfinished == 0 && session.counterexamples().isEmpty();
  }

  /** Number of tries that were late once, and in time when played again. */
  int hiccups() {
    return hiccups;
  }
}
