package dev.echospec.engine;

import dev.echospec.judge.Judge;
import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation;
import dev.echospec.play.Event;
import dev.echospec.play.Patience;
import dev.echospec.play.Transcript;
import dev.echospec.result.Failure;
import dev.echospec.script.Script;
import dev.echospec.server.Target;
import dev.echospec.server.TargetException;
import dev.echospec.suite.Violated.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Plays one script against a target, with no generator and no seed. */
public final class Replay implements AutoCloseable {
  /** A conversation that may take longer is played only with a bound that the user gives. */
  public static final Duration LONGEST = Duration.ofMinutes(10);

  /** To see whether the server still serves takes less, whatever the server does. */
  private static final Duration EXAMINATION = Duration.ofMinutes(2);

  private final ServerUnderTest server;
  private final Oracle oracle;
  private final boolean fromStart;

  /**
   * @param target not started
   * @param oracle what a correct server answers
   * @param fromStart whether the script is to be the first that the server meets after a start; one
   *     that cannot be started from here should have been started for it
   * @param patience how long the server may be silent while it owes something; measured if empty
   * @param listener hears what is waited for
   */
  public Replay(
      Target target,
      Oracle oracle,
      boolean fromStart,
      Optional<Duration> patience,
      RunListener listener) {
    this.server = new ServerUnderTest(target, oracle, patience, Optional.empty(), listener);
    this.fromStart = fromStart;
    this.oracle = oracle;
  }

  /**
   * Starts the target and waits until it answers.
   *
   * @throws TargetException if it cannot be started or reached
   */
  public void open() throws TargetException {
    if (isUnmet()) {
      server.start();
    } else {
      server.open();
    }
  }

  /** To get to know the server first would be to have its first conversations. */
  private boolean isUnmet() {
    return fromStart && !server.canStartAfresh();
  }

  /**
   * Estimates before the server is known what a conversation may take.
   *
   * @param script what will be played
   * @param patience how long the server may be silent while it owes something; measured if empty
   * @return the bound with the shortest patience that may be measured; a slow server's is longer
   */
  public static Duration estimate(Script script, Optional<Duration> patience) {
    return Patience.of(patience.orElse(Patience.FLOOR)).doubled().total(script);
  }

  /**
   * @param script what will be played
   * @return what it takes at most with the patience that was measured by {@link #open}
   */
  public Duration bound(Script script) {
    return server.patience().doubled().total(script);
  }

  /**
   * What was seen.
   *
   * @param failure the conversation; its violations are empty if nothing wrong was seen
   * @param cutShort whether it was ended before its end, so that nothing wrong means nothing
   */
  public record Seen(Failure failure, boolean cutShort) {}

  /**
   * Plays, with patience doubled as for a confirmation.
   *
   * @param script what to play
   * @param law what to judge by
   * @param atMost when the conversation is cut short
   * @return what was seen
   * @throws TargetException if the server was to be met after that, and cannot be
   */
  public Seen play(Script script, Law law, Duration atMost) throws TargetException {
    server.startAfresh(fromStart);
    long ends = System.nanoTime() + atMost.toNanos();
    server.endBy(ends);
    Transcript transcript = server.play(script, law, oracle, server.patience().doubled());
    boolean cutShort =
        System.nanoTime() - ends >= 0
            || transcript.events().stream().anyMatch(Event.TimeUp.class::isInstance);
    server.endBy(System.nanoTime() + EXAMINATION.toNanos());
    server.startAfresh(false);
    if (isUnmet()) {
      server.getToKnow();
    }
    List<Violation> violations = new Judge(oracle).judge(law, script, transcript);
    Optional<Failure.Death> death = server.examine();
    if (violations.isEmpty() && death.isPresent()) {
      violations = List.of(Survival.notSurvived());
    }
    Observation sight = new Observation(script, law, transcript, violations);
    Failure failure = new Failure(sight, 0, script.bytes(), 1, violations.isEmpty() ? 0 : 1, death);
    return new Seen(new Explainer().explain(failure, oracle, server), cutShort);
  }

  /** Ends the target. */
  @Override
  public void close() {
    server.close();
  }
}
