package dev.echospec.engine;

import dev.echospec.judge.Law;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Shortage;
import dev.echospec.script.Script;
import dev.echospec.script.shrink.ScriptShrinker;
import dev.echospec.suite.Violated;
import dev.echospec.suite.Violated.Observation;
import dev.echospec.suite.Wire;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The second phase of a case: looks for shorter scripts that fail like the first one. */
final class Shrinking implements Attempt {
  /** Replays that a shrunk failure must survive; one fewer for timing failures. */
  private static final int ONCE_MORE = 2;

  /**
   * Shrunk failures in a row that survived their replays, after which a failure on one connection
   * needs none: it is no chance, and the replays of {@link Confirmation} are proof enough. A replay
   * may cost the start of a server. Between several connections there may be a race.
   */
  private static final int STEADY = 2;

  /** Slower failures are accepted without replays, to save the budget for the search. */
  private static final Duration QUICK = Duration.ofMillis(500);

  /** A search that has found nothing shorter for this long rarely finds anything. */
  private static final Duration FRUITLESS = Duration.ofSeconds(4);

  /** A search may be fruitless for this many times the duration of the first failure. */
  private static final int ATTEMPTS = 8;

  private final CaseSession session;
  private final ServerUnderTest server;
  private final Survival survival;
  private final Counterexamples counterexamples;
  private final TimeBudget budget;
  private long ends;
  private int steady;

  Shrinking(CaseSession session) {
    this.session = session;
    this.server = session.server();
    this.survival = session.survival();
    this.counterexamples = session.counterexamples();
    this.budget = session.budget();
  }

  /**
   * Adds ever shorter failures to the first one, and charges the time to the budget.
   *
   * @param drawn the script that the case drew when it failed; empty if it draws none
   */
  void shorten(Optional<Script> drawn, CaseProperty property) {
    ends = counterexamples.foundAt() + most().toNanos();
    session.listener().shrinking(first().script().bytes());
    Wire wire = new CaseWire(session, this);
    // Hash codes alone: a collision leaves out one candidate, and long scripts are not retained.
    Set<Integer> tried = new HashSet<>();
    Optional<Script> shortest = drawn;
    while (shortest.isPresent()) {
      shortest =
          ScriptShrinker.simpler(shortest.get())
              .takeWhile(simpler -> mayGoOn())
              .filter(simpler -> tried.add(simpler.hashCode()))
              .filter(simpler -> fails(simpler, property, wire))
              .findFirst();
    }
    budget.shrunk(counterexamples.sinceFound());
  }

  private Duration most() {
    Kind kind = first().kind();
    // A timing failure must be late in every replay, for which time must be left.
    Duration replays =
        kind.isTiming()
            ? server.patience().answer().multipliedBy(Confirmation.REPLAYS)
            : Duration.ZERO;
    Duration left = Duration.ofNanos(budget.casePlayedBy() - System.nanoTime()).minus(replays);
    Duration share = budget.shrinking(kind);
    return share.compareTo(left) < 0 ? share : left;
  }

  private boolean mayGoOn() {
    Duration some = first().transcript().elapsed().multipliedBy(ATTEMPTS);
    Duration fruitless = some.compareTo(FRUITLESS) < 0 ? FRUITLESS : some;
    long now = budget.now();
    return !session.isOver()
        && now - ends < 0
        && now - counterexamples.latestAt() < fruitless.toNanos()
        && !survival.isAtRisk();
  }

  private static boolean fails(Script script, CaseProperty property, Wire wire) {
    try {
      property.play(script, wire);
      return false;
    } catch (Violated e) {
      return true;
    } catch (Shortage e) {
      throw e;
    } catch (RuntimeException e) {
      // The method of the case may be unable to use so simple a script.
      return false;
    }
  }

  @Override
  public void play(Script script, Law law) {
    if (!mayGoOn()) {
      return;
    }
    Optional<Observation> seen = failsLikewise(script, law);
    // A failure that comes and goes is a poor example, and leads the search astray.
    boolean sure = steady >= STEADY && first().script().connections() == 1;
    int repeats = sure ? 0 : ONCE_MORE;
    for (int i = first().kind().isTiming() ? 1 : 0;
        i < repeats && seen.filter(s -> s.transcript().elapsed().compareTo(QUICK) < 0).isPresent();
        i++) {
      seen = failsLikewise(script, law);
      steady = seen.isPresent() ? steady : 0;
    }
    if (seen.isPresent()) {
      steady++;
      found(seen.get());
    }
  }

  @Override
  public void found(Observation sight) {
    counterexamples.shorter(sight);
    session.listener().shrinking(sight.script().bytes());
    throw new Violated(sight);
  }

  private Optional<Observation> failsLikewise(Script script, Law law) {
    Kind kind = first().kind();
    Optional<Observation> seen =
        kind == Kind.DID_NOT_SURVIVE
            ? survival.killed(script, law, server.shortPatience())
            : survival.see(script, law, server.shortPatience());
    return seen.filter(sight -> sight.kind().isTiming() == kind.isTiming());
  }

  private Observation first() {
    return counterexamples.first().orElseThrow();
  }
}
