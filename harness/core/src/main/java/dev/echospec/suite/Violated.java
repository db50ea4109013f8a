package dev.echospec.suite;

import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.play.Transcript;
import dev.echospec.script.Script;
import java.util.List;

/** Thrown when the server broke a law: ends the method of the case. */
public final class Violated extends AssertionError {
  private static final long serialVersionUID = 1;

  /**
   * A script that was played, and what was seen of it.
   *
   * @param script what was played
   * @param law what it was judged by
   * @param transcript what was seen
   * @param violations one or more in {@link Violated}; empty if nothing was wrong
   */
  public record Observation(
      Script script, Law law, Transcript transcript, List<Violation> violations) {
    /** Returns the kind of the first violation; there must be one. */
    public Violation.Kind kind() {
      return violations.get(0).kind();
    }
  }

  /** The observation must have a violation. */
  public Violated(Observation observation) {
    super(observation.violations().get(0).message());
  }
}
