package dev.echospec.engine;

import dev.echospec.judge.Law;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.script.Script;
import dev.echospec.suite.Violated;
import dev.echospec.suite.Violated.Observation;
import java.time.Duration;
import java.util.Optional;

/** Looks for shorter scripts that fail like the first one, as long as that is worth the time. */
final class Shrinking {
  /** A shorter failure has to repeat so often; one that is late once less. */
  private static final int ONCE_MORE = 2;

  /**
   * Shorter failures in a row that repeated each time: on one connection the fault is no chance
   * then, and the replays of {@link Confirmation} are proof enough. A repeat may cost the start of
   * a server. What several connections have to do with each other stays a race.
   */
  private static final int STEADY = 2;

  /** What takes longer has not to repeat: the time is better spent on looking further. */
  private static final Duration QUICK = Duration.ofMillis(500);

  /** A search that has found nothing shorter for so long finds nothing any more, as a rule. */
  private static final Duration FRUITLESS = Duration.ofSeconds(4);

  /** At least so many attempts as long as the first failure took belong to a search. */
  private static final int ATTEMPTS = 8;

  private final ServerUnderTest server;
  private final Survival survival;
  private final Counterexamples counterexamples;
  private final TimeBudget budget;
  private final RunListener listener;
  private long ends;
  private int steady;

  Shrinking(
      ServerUnderTest server,
      Survival survival,
      Counterexamples counterexamples,
      TimeBudget budget,
      RunListener listener) {
    this.server = server;
    this.survival = survival;
    this.counterexamples = counterexamples;
    this.budget = budget;
    this.listener = listener;
  }

  /** A first failure has just been found: the search for shorter ones begins. */
  void begin() {
    Observation sight = first();
    // What is late has to be late in every replay, for which time must be left.
    Duration replays =
        sight.kind().isTiming()
            ? server.patience().answer().multipliedBy(Confirmation.REPLAYS)
            : Duration.ZERO;
    long left = budget.casePlayedBy() - System.nanoTime() - replays.toNanos();
    ends = counterexamples.foundAt() + Math.min(budget.shrinking(sight.kind()).toNanos(), left);
    listener.shrinking(sight.script().bytes());
  }

  /** Whether to look further. */
  boolean mayGoOn() {
    Duration some = first().transcript().elapsed().multipliedBy(ATTEMPTS);
    Duration fruitless = some.compareTo(FRUITLESS) < 0 ? FRUITLESS : some;
    long now = budget.now();
    return now - ends < 0
        && now - counterexamples.latestAt() < fruitless.toNanos()
        && !survival.isAtRisk();
  }

  /**
   * Tries a script that may be shorter.
   *
   * @throws Violated if it fails too
   */
  void attempt(Script script, Law law) {
    Optional<Observation> seen = failsLikewise(script, law);
    // What fails now and then only is a poor example, and leads the search astray.
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
      counterexamples.shorter(seen.get());
      listener.shrinking(script.bytes());
      throw new Violated(seen.get());
    }
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
