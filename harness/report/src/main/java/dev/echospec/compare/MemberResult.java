package dev.echospec.compare;

import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.suite.Profile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The result of one member of the fleet: a column of the comparison.
 *
 * @param name unique in the fleet
 * @param target as it would be written on the command line
 * @param profile what it claims to be
 * @param standing its conformance level
 * @param problem why it could not be run or was not judged, in a sentence
 * @param log the last lines that its run printed to stderr, where there is a problem; may be empty
 * @param surprises what is out of date in its list of known failures, a sentence each
 * @param facts what was found out before its first case; empty if it could not be run
 * @param took how long its run took; zero if there was none
 * @param cells the cases that have ended, in the order in which they ran
 * @param folder of its own report, from the folder of the comparison
 */
public record MemberResult(
    String name,
    String target,
    Profile profile,
    ConformanceLevel standing,
    Optional<String> problem,
    String log,
    List<String> surprises,
    Optional<RunResult.Facts> facts,
    Duration took,
    List<CellResult> cells,
    String folder) {
  /** Copies the lists. */
  public MemberResult {
    surprises = List.copyOf(surprises);
    cells = List.copyOf(cells);
  }

  /**
   * Returns the result of a case with this member; empty if the case did not run.
   *
   * @param caseId any case
   */
  public Optional<CellResult> cell(String caseId) {
    return cells.stream().filter(cell -> cell.caseId().equals(caseId)).findFirst();
  }

  /**
   * Returns the number of cases with a verdict.
   *
   * @param verdict which
   */
  public long count(Verdict verdict) {
    return cells.stream().filter(cell -> cell.verdict() == verdict).count();
  }

  /** Returns whether it breaks a MUST, expected or not. */
  public boolean hasFaults() {
    return count(Verdict.FAIL) > 0;
  }

  /** Returns whether its own run says whether it has faults. */
  public boolean isJudged() {
    return standing.isJudged();
  }

  /**
   * Returns the number of cases with a verdict that the list of known failures does not expect.
   *
   * @param verdict FAIL or WARN
   */
  public long countUnexpected(Verdict verdict) {
    return cells.stream().filter(cell -> cell.verdict() == verdict && !cell.isKnown()).count();
  }

  /** Returns the number of cases that fail or warn as the list of known failures expects. */
  public long countKnown() {
    return cells.stream().filter(CellResult::isKnown).count();
  }
}
