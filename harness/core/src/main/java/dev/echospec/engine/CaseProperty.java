package dev.echospec.engine;

import dev.echospec.script.Script;
import dev.echospec.suite.Effort;
import dev.echospec.suite.Playing;
import dev.echospec.suite.Violated;
import dev.echospec.suite.Wire;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A case as a run sees it: a method that takes a script and what it is played through. */
public interface CaseProperty {
  /**
   * How to search.
   *
   * @param wire what each script is played through
   * @param tries how many scripts to draw at most, 1 or more
   * @param seed of the generator, in the form that jqwik takes
   * @param effort what a section may scale its scripts by; asked only by sections that do
   * @param over true when no further script would be played
   */
  record Plan(
      Playing wire, int tries, String seed, Supplier<Effort> effort, BooleanSupplier over) {}

  /**
   * What came of a search.
   *
   * @param failing the script that was drawn when the method threw; empty if it never did, and for
   *     a case that draws none
   * @param thrown what the method threw, or what kept it from being called; empty if nothing
   */
  record Outcome(Optional<Script> failing, Optional<Throwable> thrown) {}

  /** Calls the method with one drawn script after the other until it throws or the plan ends. */
  Outcome search(Plan plan);

  /**
   * Calls the method once more, with a given script.
   *
   * @throws Violated if the server breaks the rule
   */
  void play(Script script, Wire wire);
}
