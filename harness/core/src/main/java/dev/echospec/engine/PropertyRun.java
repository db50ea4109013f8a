package dev.echospec.engine;

import dev.echospec.result.CaseResult;
import dev.echospec.result.RunResult;
import dev.echospec.result.StaleExpectation;
import dev.echospec.suite.CaseInfo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A run as jqwik's adapters see it: of a server's cases, or of a client's. */
public interface PropertyRun {
  /**
   * Runs a case.
   *
   * @return what became of it, over all rounds by now; empty if the run was stopped or its time is
   *     up, so that the case was not begun
   */
  Optional<CaseResult> perform(CaseInfo info, CaseProperty property);

  /**
   * Returns the cases of the current round, in parts before each of which scripts may be drawn.
   * None is empty.
   */
  default List<List<CaseInfo>> parts() {
    return Stream.of(round().cases()).filter(part -> !part.isEmpty()).toList();
  }

  /**
   * Returns the cases whose scripts should be drawn now, each with {@link #draw}; none if there is
   * nothing to be gained.
   *
   * @param next the case that will be run next
   */
  default List<CaseInfo> drawnAhead(CaseInfo next) {
    return List.of();
  }

  /** Draws the scripts of one of these cases. */
  default void draw(CaseInfo info, CaseProperty property) {}

  /**
   * Returns the result of the run so far.
   *
   * @param version of the kit
   */
  RunResult result(String version);

  /**
   * Returns the known failure that a case was expected to have and has not; empty if there is none.
   */
  Optional<StaleExpectation> passes(CaseInfo info);

  /** Returns the settings of the current round: its cases, with a seed of its own. */
  Settings round();

  /** Begins another round, if the settings ask for it and time is left. */
  boolean goOn();
}
