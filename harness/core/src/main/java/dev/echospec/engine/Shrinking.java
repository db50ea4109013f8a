package dev.echospec.engine;

import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Event;
import dev.echospec.play.Shortage;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.script.shrink.Candidate;
import dev.echospec.script.shrink.Clue;
import dev.echospec.script.shrink.Place;
import dev.echospec.script.shrink.ScriptShrinker;
import dev.echospec.script.shrink.WritesApart;
import dev.echospec.suite.Violated;
import dev.echospec.suite.Violated.Observation;
import dev.echospec.suite.Wire;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The second phase of a case: looks for shorter scripts that fail like the first one. */
final class Shrinking implements Attempt {
  /** Replays that a shrunk failure must survive; one fewer for timing failures. */
  private static final int ONCE_MORE = 2;

  /**
   * Shrunk failures in a row that survived their replays, after which a failure on one connection
   * needs none: it is no chance, and the replays of {@link Confirmation} are proof enough. A replay
   * may cost the start of a server. Between several connections there may be a race, and writes
   * that follow one another at once come in any number of reads.
   */
  private static final int STEADY = 2;

  /**
   * Failures that passed when they were played again, after which the fault is one of chance. Of
   * many faults a shorter script fails each time, and that is the better example.
   */
  private static final int DOUBTS = 2;

  /** The same where the writes of a failure that shows with pauses between them have none. */
  private static final int TOGETHER_AGAIN = 6;

  /** Slower failures are accepted without replays, to save the budget for the search. */
  private static final Duration QUICK = Duration.ofMillis(500);

  /** A search that has found nothing shorter for this long rarely finds anything. */
  private static final Duration FRUITLESS = Duration.ofSeconds(4);

  /** The same where each candidate takes many plays. */
  private static final Duration FRUITLESS_OF_CHANCE = Duration.ofSeconds(6);

  /** A search may be fruitless for this many times the duration of the first failure. */
  private static final int ATTEMPTS = 8;

  /** Fewest conversations of a series. */
  private static final int SERIES = 20;

  private final CaseSession session;
  private final ServerUnderTest server;
  private final Survival survival;
  private final Counterexamples counterexamples;
  private final TimeBudget budget;

  /** Hash codes alone: a collision leaves out one candidate, and long scripts are not retained. */
  private final Set<Integer> tried = new HashSet<>();

  private long ends;
  private int steady;
  private boolean flukes;
  private int doubts;
  private boolean unrepeatable;
  private boolean staysApart;
  private boolean beganApart;
  private @Nullable Rate rate;

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
    setKeptConnectionsAside();
    session.listener().shrinking(first().script().bytes());
    Wire wire = new CaseWire(session, this);
    Optional<Candidate> shortest =
        drawn.map(script -> new Candidate(apart(script, property, wire), Place.START));
    while (shortest.isPresent()) {
      Optional<Candidate> next = simpler(shortest.get(), property, wire);
      if (next.isEmpty() && isSuspect() && comesAndGoes()) {
        // What was refused for passing once may fail about as often as the shortest does.
        next = simpler(shortest.get(), property, wire);
      }
      if (next.isEmpty()) {
        next = together(shortest.get().script(), property, wire);
      }
      shortest = next;
    }
    budget.shrunk(counterexamples.sinceFound());
  }

  /**
   * Closes the connections that are kept open beside the cases, unless the failure needs them: a
   * server that takes sixteen would be shown by fourteen, which a replay does not confirm.
   */
  private void setKeptConnectionsAside() {
    Observation first = first();
    if (first.script().connections() > 1
        && first.kind() != Kind.DID_NOT_SURVIVE
        && server.kept().setAside()
        && failsLikewise(first.script(), first.law()).isEmpty()) {
      server.kept().takeBack();
    }
  }

  /**
   * Returns the script that was drawn, with pauses between its writes if it fails like that as
   * well: what depends on the reads of a server would come and go otherwise.
   */
  private Script apart(Script drawn, CaseProperty property, Wire wire) {
    boolean mayDependOnReads = first().kind().isCutOff();
    beganApart = mayDependOnReads && !WritesApart.areMissingIn(drawn);
    Optional<Script> apart = mayDependOnReads ? WritesApart.of(drawn) : Optional.empty();
    staysApart = apart.filter(script -> fails(script, property, wire)).isPresent();
    return staysApart ? apart.orElseThrow() : drawn;
  }

  /** Tries the shortest script without those pauses. If it fails as well, they do not matter. */
  private Optional<Candidate> together(Script shortest, CaseProperty property, Wire wire) {
    Optional<Candidate> together =
        (staysApart ? WritesApart.undone(shortest) : Optional.<Script>empty())
            .filter(script -> mayGoOn() && fails(script, property, wire))
            .map(script -> new Candidate(script, Place.START));
    staysApart &= together.isEmpty();
    return together;
  }

  private Optional<Candidate> simpler(Candidate shortest, CaseProperty property, Wire wire) {
    return ScriptShrinker.simpler(shortest.script(), clue(shortest.script()), shortest.place())
        .takeWhile(simpler -> mayGoOn())
        .filter(simpler -> !staysApart || !WritesApart.areMissingIn(simpler.script()))
        .filter(simpler -> tried.add(simpler.script().hashCode()))
        .filter(simpler -> fails(simpler.script(), property, wire))
        .findFirst();
  }

  private Clue clue(Script shortest) {
    Observation latest = latest();
    Violation violation = latest.violations().get(0);
    return new Clue(
        violation.connection(),
        violation.offset(),
        stepsPlayed(latest, shortest),
        latest.transcript().elapsed(),
        isOfChance());
  }

  /** Returns 0 where the case plays other steps than those of the script. */
  private static int stepsPlayed(Observation seen, Script script) {
    List<Event> events = seen.transcript().events();
    int steps = events.isEmpty() ? 0 : events.get(events.size() - 1).step() + 1;
    return steps <= script.steps().size()
            && steps <= seen.script().steps().size()
            && script.steps().subList(0, steps).equals(seen.script().steps().subList(0, steps))
        ? steps
        : 0;
  }

  private Duration most() {
    Kind kind = first().kind();
    Duration left = Duration.ofNanos(budget.casePlayedBy() - System.nanoTime());
    // A timing failure must be late in every replay, for which time must be left.
    if (kind.isTiming()) {
      left = left.minus(budget.replaying(server.patience(), Confirmation.REPLAYS));
    }
    Duration share = budget.shrinking(kind);
    return share.compareTo(left) < 0 ? share : left;
  }

  private boolean mayGoOn() {
    Duration some = first().transcript().elapsed().multipliedBy(ATTEMPTS);
    Duration least = isOfChance() ? FRUITLESS_OF_CHANCE : FRUITLESS;
    Duration fruitless = some.compareTo(least) < 0 ? least : some;
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
    (isOfChance() ? failsAboutAsOften(script, law) : failsEachTime(script, law))
        .ifPresent(this::found);
  }

  private Optional<Observation> failsEachTime(Script script, Law law) {
    Optional<Observation> seen = failsLikewise(script, law);
    if (seen.isEmpty()) {
      return seen;
    }
    // A failure that comes and goes is a poor example, and leads the search astray.
    boolean sure = steady >= STEADY && first().script().connections() == 1;
    boolean together = WritesApart.areMissingIn(script);
    int repeats =
        together && (staysApart || beganApart) ? TOGETHER_AGAIN : sure && !together ? 0 : ONCE_MORE;
    for (int i = first().kind().isTiming() ? 1 : 0; i < repeats && isQuick(seen); i++) {
      seen = failsLikewise(script, law);
    }
    if (seen.isPresent()) {
      steady++;
      return seen;
    }
    steady = 0;
    flukes = true;
    // Unless it comes and goes in the shortest one as well: then there is no better example.
    return !unrepeatable && comesAndGoes() ? failsAboutAsOften(script, law) : seen;
  }

  private static boolean isQuick(Optional<Observation> seen) {
    return seen.filter(s -> s.transcript().elapsed().compareTo(QUICK) < 0).isPresent();
  }

  private boolean isOfChance() {
    return rate != null;
  }

  /** Whether the shortest failure may be one of chance. To play it again may cost a restart. */
  private boolean isSuspect() {
    return mayGoOn()
        && !isOfChance()
        && !unrepeatable
        && (flukes || first().kind() != Kind.DID_NOT_SURVIVE);
  }

  /**
   * Plays the shortest failure again. If it passes once, the fault is one of chance, and the search
   * begins anew: a candidate need not fail each time from now on.
   */
  private boolean comesAndGoes() {
    Observation latest = latest();
    if (latest.kind().isTiming()
        || latest.transcript().elapsed().compareTo(QUICK) >= 0
        || isSeries(latest.script())) {
      return false;
    }
    for (int i = 0; i < ONCE_MORE && mayGoOn(); i++) {
      if (failsLikewise(latest.script(), latest.law()).isEmpty()) {
        if (++doubts < DOUBTS) {
          return false;
        }
        Optional<Rate> measured =
            Rate.of(() -> failsLikewise(latest.script(), latest.law()).isPresent(), this::mayGoOn);
        if (measured.isEmpty()) {
          unrepeatable = true;
          return false;
        }
        rate = measured.get();
        counterexamples.comeAndGo(true);
        tried.clear();
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a script is a long series of conversations: how often it fails tells how many it takes,
   * and each one fewer would fail a little more rarely.
   */
  private static boolean isSeries(Script script) {
    int open = 0;
    for (Step step : script.steps()) {
      switch (step.kind()) {
        case CONNECT -> open++;
        case READ_TO_END, RESET, CLOSE -> open--;
        case SEND, READ, HALF_CLOSE, STOP_READING, RESUME_READING, PAUSE -> {}
      }
      if (open > 1) {
        return false;
      }
    }
    return script.connections() >= SERIES;
  }

  /** Of a fault of chance: the candidate fails, and not clearly more rarely than the shortest. */
  private Optional<Observation> failsAboutAsOften(Script script, Law law) {
    Rate before = Objects.requireNonNull(rate);
    Rate.Trial trial = before.trial();
    Optional<Observation> seen = Optional.empty();
    while (trial.isOpen() && mayGoOn()) {
      Optional<Observation> now = failsLikewise(script, law);
      trial.played(now.isPresent());
      seen = now.isPresent() ? now : seen;
    }
    if (!trial.isPassed()) {
      return Optional.empty();
    }
    rate = trial.rate();
    while (trial.isSolid() && mayGoOn()) {
      Optional<Observation> now = failsLikewise(script, law);
      trial.played(now.isPresent());
      seen = now.isPresent() ? now : seen;
      if (trial.failsEachTime()) {
        // A shorter one that fails each time is a better example than one that fails now and then.
        rate = null;
        counterexamples.comeAndGo(false);
        return seen;
      }
    }
    return seen;
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

  private Observation latest() {
    return counterexamples.latest().orElseThrow();
  }

  private Observation first() {
    return counterexamples.first().orElseThrow();
  }
}
