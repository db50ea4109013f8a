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
  private final ServerUnderTest server;
  private final Oracle oracle;
  private final boolean fromStart;

  /**
   * @param target not started
   * @param oracle what a correct server answers
   * @param fromStart whether the script is to be the first that the server meets after a start; one
   *     that cannot be started from here should have been started for it
   * @param patience how long the server may be silent while it owes something; measured if empty
   */
  public Replay(Target target, Oracle oracle, boolean fromStart, Optional<Duration> patience) {
    this.server = new ServerUnderTest(target, oracle, patience, Optional.empty());
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
   * Plays, with patience doubled as for a confirmation.
   *
   * @param script what to play
   * @param law what to judge by
   * @return what was seen; its violations are empty if the server did as it should
   * @throws TargetException if the server was to be met after that, and cannot be
   */
  public Failure play(Script script, Law law) throws TargetException {
    server.startAfresh(fromStart);
    Transcript transcript = server.play(script, law, oracle, server.patience().doubled());
    server.startAfresh(false);
    if (isUnmet()) {
      server.getToKnow();
    }
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
