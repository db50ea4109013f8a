package dev.echospec.engine;

import dev.echospec.judge.Law;
import dev.echospec.script.Script;
import dev.echospec.suite.Violated;
import dev.echospec.suite.Violated.Observation;

/** What a phase of a case makes of the scripts that the method of the case asks for. */
interface Attempt {
  /** True if scripts are noted and not played: nothing is seen of them yet. */
  default boolean isDrawing() {
    return false;
  }

  /**
   * Plays a script, or leaves it out if the phase is over.
   *
   * @throws Violated if it fails
   */
  void play(Script script, Law law);

  /**
   * Takes a violation that the method has found by other means than a law.
   *
   * @throws Violated always
   */
  void found(Observation observation);
}
