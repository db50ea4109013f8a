package dev.echospec.run;

import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Figure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What became of a case.
 *
 * @param info the case
 * @param verdict what is said of it
 * @param tries how many scripts were generated and played before any shrinking
 * @param took how long it took
 * @param failure what broke the rule: there for FAIL and WARN, and for INCONCLUSIVE where it is
 *     known
 * @param reason in a sentence, for SKIP, INCONCLUSIVE, INFO and ERROR
 * @param figures what the case measured; mostly nothing
 */
public record CaseResult(
    CaseInfo info,
    Verdict verdict,
    int tries,
    Duration took,
    Optional<Failure> failure,
    Optional<String> reason,
    List<Figure> figures) {
  /** Copies the list. */
  public CaseResult {
    figures = List.copyOf(figures);
  }
}
