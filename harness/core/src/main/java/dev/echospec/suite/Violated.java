package dev.echospec.suite;

import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.play.Transcript;
import dev.echospec.script.Script;
import java.util.List;

/** A script was played and the law was broken. Carries all that is needed to say how. */
public final class Violated extends AssertionError {
  private static final long serialVersionUID = 1;

  private final transient Observation sight;

  /**
   * What was played, by which law, what was seen and what was wrong with it.
   *
   * @param script what was played
   * @param law what it was judged by
   * @param transcript what was seen
   * @param violations one or more
   */
  public record Observation(
      Script script, Law law, Transcript transcript, List<Violation> violations) {
    /**
     * @return what is wrong in the first place; only of a sight in which something is
     */
    public Violation.Kind kind() {
      return violations.get(0).kind();
    }
  }

  /**
   * @param sight what was seen
   */
  public Violated(Observation sight) {
    super(sight.violations().get(0).message());
    this.sight = sight;
  }

  /**
   * @return what was seen
   */
  public Observation sight() {
    return sight;
  }
}
