package dev.echospec.result;

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
 * @param known what the file of known failures says of the failure, if it speaks of the case
 */
public record CaseResult(
    CaseInfo info,
    Verdict verdict,
    int tries,
    Duration took,
    Optional<Failure> failure,
    Optional<String> reason,
    List<Figure> figures,
    Optional<KnownFailureMatch> known) {
  /** Begins the reason of every case that nothing is said of for want of time. */
  public static final String TIME_UP = "time was up before ";

  /** Copies the list. */
  public CaseResult {
    figures = List.copyOf(figures);
  }

  /** A result of which nothing was measured, and nothing is known beforehand. */
  public CaseResult(
      CaseInfo info,
      Verdict verdict,
      int tries,
      Duration took,
      Optional<Failure> failure,
      Optional<String> reason) {
    this(info, verdict, tries, took, failure, reason, List.of(), Optional.empty());
  }

  public CaseResult with(Optional<Failure> told) {
    return new CaseResult(info, verdict, tries, took, told, reason, figures, known);
  }

  public CaseResult recognised(KnownFailureMatch recognition) {
    return new CaseResult(
        info, verdict, tries, took, failure, reason, figures, Optional.of(recognition));
  }

  /**
   * @return whether it is a failure that is known and put up with
   */
  public boolean isExpected() {
    return known.filter(KnownFailureMatch::isExpected).isPresent();
  }

  /**
   * @return whether nothing is said of the rule because the time for it was up
   */
  public boolean isUndecided() {
    return (verdict == Verdict.SKIP || verdict == Verdict.INCONCLUSIVE)
        && reason.filter(why -> why.startsWith(TIME_UP)).isPresent();
  }

  /** Whether the case came to its end and there is nothing to put up with. */
  public boolean didNotFail() {
    return verdict == Verdict.PASS || verdict == Verdict.INFO;
  }
}
