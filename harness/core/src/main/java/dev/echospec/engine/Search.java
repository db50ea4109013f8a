package dev.echospec.engine;

import dev.echospec.judge.Judge;
import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Patience;
import dev.echospec.play.Transcript;
import dev.echospec.script.Script;
import dev.echospec.suite.Effort;
import dev.echospec.suite.Violated;
import dev.echospec.suite.Violated.Observation;
import java.time.Duration;
import java.util.List;
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
  private boolean known;
  private Optional<WearOut.Worn> worn = Optional.empty();

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
    if (cutShort || session.isOver() || session.tries() > 0 && budget.isSearchOver(latest())) {
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
    if (session.company().isOpen()) {
      playBeside(script, law);
      return;
    }
    if (session.server().wear().isKnown() && passesWearing(script, law)) {
      session.listener().tried(session.tries(), Math.max(session.tries(), planned));
      return;
    }
    int deaths = survival.deaths();
    Optional<Observation> seen = survival.see(script, law, session.server().patience());
    boolean ended = survival.deaths() > deaths;
    if (seen.filter(sight -> mayBeHiccup(sight.kind())).isPresent() && !budget.isCaseOver()) {
      // A hiccup of the machine does not repeat.
      seen = survival.see(script, law, session.server().patience());
      if (seen.isEmpty() && !session.isOver() && !(ended && isWornOut())) {
        hiccups++;
      }
    }
    if (seen.filter(sight -> ended && mayBeWear(sight)).isPresent() && isWornOut()) {
      seen = Optional.empty();
    }
    seen.ifPresent(this::found);
    if (survival.last().filter(sight -> sight.transcript().isCutShort()).isPresent()) {
      // Another try would take as long.
      unfinished++;
      cutShort = true;
    }
    session.listener().tried(session.tries(), Math.max(session.tries(), planned));
  }

  private Duration latest() {
    return survival.last().map(sight -> sight.transcript().elapsed()).orElse(Duration.ZERO);
  }

  /** What does not pass at once beside others proves nothing: the case will be played alone. */
  private void playBeside(Script script, Law law) {
    ServerUnderTest server = session.server();
    Transcript seen = server.play(script, law, session.oracle(), server.patience());
    List<Violation> violations = new Judge(session.oracle()).judge(law, script, seen);
    cutShort = !violations.isEmpty() || seen.isCutShort();
    if (!cutShort) {
      survival.observed(new Observation(script, law, seen, violations));
    }
    session.listener().tried(session.tries(), Math.max(session.tries(), planned));
  }

  /**
   * Looks what wears a server out that was so when it was met. Where that is known, a case that
   * plays as many connections is settled if the server serves nobody afterwards.
   *
   * @return whether the script has passed
   */
  private boolean passesWearing(Script script, Law law) {
    ServerUnderTest server = session.server();
    if (session.faults().wear().isEmpty()) {
      look();
      return false;
    }
    if (!server.wear().isWornOutBy(script)) {
      return false;
    }
    Patience hurried = server.hurriedPatience();
    Transcript seen = server.play(script, law, session.oracle(), hurried);
    List<Violation> violations = new Judge(session.oracle()).judge(law, script, seen);
    Observation sight = new Observation(script, law, seen, violations);
    if (violations.isEmpty() && !seen.isCutShort()) {
      survival.observed(sight);
      return true;
    }
    if (!violations.isEmpty() && survival.isOver(hurried)) {
      known = true;
      found(sight);
    }
    return false;
  }

  /** Returns whether the failure is that of a server which is known to wear out. */
  boolean isKnownWear() {
    return known;
  }

  /**
   * A server that has ended, and would not have ended of what it was played last, had served too
   * many. A known fault is looked for first.
   */
  private boolean mayBeWear(Observation sight) {
    return !sight.kind().isTiming()
        && !budget.isCaseOver()
        && session.server().wear().servedBefore() >= WearOut.LEAST
        && session.faults().candidates(sight).findAny().isEmpty()
        && passesNow(sight);
  }

  private boolean passesNow(Observation sight) {
    return sight.kind() == Kind.DID_NOT_SURVIVE
        ? survival.survives(sight)
        : survival.see(sight.script(), sight.law(), session.server().patience()).isEmpty();
  }

  /**
   * Looks what has worn a server out that had to be started again. The first time in a run it is
   * found, later ones are known.
   *
   * @return whether it is known
   * @throws Violated if it is found
   */
  private boolean isWornOut() {
    ServerUnderTest server = session.server();
    if (session.isOver()) {
      return false;
    }
    if (session.faults().wear().isPresent()) {
      return server.wear().explainsEnd();
    }
    look();
    return false;
  }

  private void look() {
    if (session.server().wear().mayLook()) {
      long began = System.nanoTime();
      worn = new WearOut(session).find();
      // It is for all cases.
      budget.excused(Duration.ofNanos(System.nanoTime() - began));
      worn.map(WearOut.Worn::sight).ifPresent(this::found);
      session.server().wear().forget();
    }
  }

  /** Returns what has worn the server out, if that is the failure. */
  Optional<WearOut.Worn> worn() {
    return worn;
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
