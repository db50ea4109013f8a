package dev.echospec.compare;

import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.suite.Profile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What became of one member of the fleet: a column of the comparison.
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
   * Returns what became of it with this member; empty if it did not run.
   *
   * @param caseId any case
   */
  public Optional<CellResult> cell(String caseId) {
    return cells.stream().filter(cell -> cell.caseId().equals(caseId)).findFirst();
  }

  /**
   * Returns how many cases have it.
   *
   * @param verdict which
   */
  public long count(Verdict verdict) {
    return cells.stream().filter(cell -> cell.verdict() == verdict).count();
  }

  /**
   * Returns how many cases have it, and not as the list of known failures says.
   *
   * @param verdict FAIL or WARN
   */
  public long countUnexpected(Verdict verdict) {
    return cells.stream().filter(cell -> cell.verdict() == verdict && !cell.isKnown()).count();
  }

  /** Returns how many cases fail or warn as the list of known failures says. */
  public long countKnown() {
    return cells.stream().filter(CellResult::isKnown).count();
  }
}
