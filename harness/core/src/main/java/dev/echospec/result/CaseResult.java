package dev.echospec.result;

import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Figure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The result of a case.
 *
 * @param info the case
 * @param verdict the verdict
 * @param tries how many scripts were generated and played before any shrinking
 * @param took how long it took
 * @param failure what broke the rule: there for FAIL and WARN, and for INCONCLUSIVE where it is
 *     known
 * @param reason in a sentence, for SKIP, INCONCLUSIVE, INFO and ERROR
 * @param figures what the case measured; mostly nothing
 * @param known the entry of the file of known failures that fits best; empty if none is about the
 *     case
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
  /** How the reason of a case begins that ran out of time before it could be judged. */
  public static final String TIME_UP = "time was up before ";

  /** Copies the list. */
  public CaseResult {
    figures = List.copyOf(figures);
  }

  /** Creates a result without figures and without an entry of the known failures. */
  public CaseResult(
      CaseInfo info,
      Verdict verdict,
      int tries,
      Duration took,
      Optional<Failure> failure,
      Optional<String> reason) {
    this(info, verdict, tries, took, failure, reason, List.of(), Optional.empty());
  }

  /** Returns the same result with another failure. */
  public CaseResult with(Optional<Failure> told) {
    return new CaseResult(info, verdict, tries, took, told, reason, figures, known);
  }

  /** Returns the same result with the entry of the known failures that fits it. */
  public CaseResult recognised(KnownFailureMatch recognition) {
    return new CaseResult(
        info, verdict, tries, took, failure, reason, figures, Optional.of(recognition));
  }

  /** Returns whether the failure is known and accepted. */
  public boolean isExpected() {
    return known.filter(KnownFailureMatch::isExpected).isPresent();
  }

  /** Returns whether the case could not be judged because its time was up. */
  public boolean isUndecided() {
    return (verdict == Verdict.SKIP || verdict == Verdict.INCONCLUSIVE)
        && reason.filter(why -> why.startsWith(TIME_UP)).isPresent();
  }

  /** Returns whether the case ended and found no violation. */
  public boolean didNotFail() {
    return verdict == Verdict.PASS || verdict == Verdict.INFO;
  }
}
