package dev.echospec.run;

import dev.echospec.judge.Judge;
import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.oracle.Oracle;
import dev.echospec.play.Transcript;
import dev.echospec.script.Script;
import dev.echospec.suite.Violated.Sight;
import dev.echospec.target.Target;
import dev.echospec.target.TargetException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Plays one script against a target, with no generator and no seed. */
public final class Replay implements AutoCloseable {
  /** The longest measured patience: see {@link #bound}. */
  private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(10);

  private final TimeBudget budget;
  private final ServerUnderTest server;
  private final Oracle oracle;

  /**
   * @param target not started
   * @param oracle what a correct server answers
   * @param patience how long the server may be silent while it owes something; measured if empty
   * @param script that will be played, by which the bound is reckoned
   */
  public Replay(Target target, Oracle oracle, Optional<Duration> patience, Script script) {
    this.budget = TimeBudget.ofReplay(script, patience, LONGEST_PATIENCE);
    this.server = new ServerUnderTest(target, patience, Optional.of(budget));
    this.oracle = oracle;
  }

  /**
   * @return what the replay takes at most, from the start of the target to its end
   */
  public Duration bound() {
    return budget.bound();
  }

  /**
   * Starts the target and waits until it answers.
   *
   * @throws TargetException if it cannot be started or reached
   */
  public void open() throws TargetException {
    server.open();
  }

  /**
   * Plays, with patience doubled as for a confirmation.
   *
   * @param script what to play
   * @param law what to judge by
   * @return what was seen; its violations are empty if the server did as it should
   */
  public Failure play(Script script, Law law) {
    Transcript transcript = server.play(script, law, oracle, server.patience().doubled());
    List<Violation> violations = new Judge(oracle).judge(law, script, transcript);
    Optional<Failure.Death> death = server.examine();
    if (violations.isEmpty() && death.isPresent()) {
      violations = List.of(Survival.notSurvived());
    }
    Sight sight = new Sight(script, law, transcript, violations);
    Failure failure = new Failure(sight, 0, script.bytes(), 1, violations.isEmpty() ? 0 : 1, death);
    return new Explainer().explain(failure, oracle, server);
  }

  /** Ends the target. */
  @Override
  public void close() {
    server.close();
  }
}
