package dev.echospec.engine;

import dev.echospec.judge.Law;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.script.Script;
import dev.echospec.suite.Effort;
import dev.echospec.suite.Violated;
import dev.echospec.suite.Violated.Observation;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The first phase of a case: plays the scripts that it draws until one fails. */
final class Search implements Attempt {
  private static final CaseProperty.Outcome NOTHING_FOUND =
      new CaseProperty.Outcome(Optional.empty(), Optional.empty());

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
          Company.isWelcome(session) && inCompany(property, seed, effort)
              ? NOTHING_FOUND
              : property.search(plan(this, seed, effort, () -> cutShort || session.isOver()));
    } catch (RuntimeException e) {
      outcome = new CaseProperty.Outcome(Optional.empty(), Optional.of(e));
    }
    Counterexamples found = session.counterexamples();
    long until = found.isEmpty() ? budget.now() : found.foundAt();
    budget.searched(Duration.ofNanos(until - began));
    return outcome;
  }

  private CaseProperty.Plan plan(
      Attempt attempt, String seed, Supplier<Effort> effort, BooleanSupplier over) {
    return new CaseProperty.Plan(new CaseWire(session, attempt), planned, seed, effort, over);
  }

  /** Makes the tries several at a time; returns whether all passed. */
  private boolean inCompany(CaseProperty property, String seed, Supplier<Effort> effort) {
    try (Company company = new Company(session, planned)) {
      CaseProperty.Outcome drawn = property.search(plan(company, seed, effort, company::isOver));
      boolean passes = drawn.thrown().isEmpty() && company.passes();
      cutShort = passes && company.isCutShort();
      return passes;
    }
  }

  @Override
  public void play(Script script, Law law) {
    if (cutShort || session.isOver() || session.tries() > 0 && budget.isSearchOver()) {
      cutShort = true;
      return;
    }
    session.findings().countTry();
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

  /** Number of tries that were late once, and in time when played again. */
  int hiccups() {
    return hiccups;
  }
}
