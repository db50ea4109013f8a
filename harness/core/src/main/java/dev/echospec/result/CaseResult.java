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
 * @param fault number of the {@link Fault} that the case fails of, from 1; 0 if it does not fail
 * @param avoids the known limitations of the server that the scripts of this case kept clear of,
 *     each in a clause, such as "bytes from 80 to ff"; mostly nothing
 */
public record CaseResult(
    CaseInfo info,
    Verdict verdict,
    int tries,
    Duration took,
    Optional<Failure> failure,
    Optional<String> reason,
    List<Figure> figures,
    Optional<KnownFailureMatch> known,
    int fault,
    List<String> avoids) {
  /** How the reason of a case begins that ran out of time before it could be judged. */
  public static final String TIME_UP = "time was up before ";

  /** Copies the lists. */
  public CaseResult {
    figures = List.copyOf(figures);
    avoids = List.copyOf(avoids);
  }

  /** Creates a result without figures and without an entry of the known failures. */
  public CaseResult(
      CaseInfo info,
      Verdict verdict,
      int tries,
      Duration took,
      Optional<Failure> failure,
      Optional<String> reason) {
    this(info, verdict, tries, took, failure, reason, List.of(), Optional.empty(), 0, List.of());
  }

  /** Returns the same result with another failure. */
  public CaseResult with(Optional<Failure> told) {
    return new CaseResult(info, verdict, tries, took, told, reason, figures, known, fault, avoids);
  }

  /**
   * Returns the same result with the fault that it fails of.
   *
   * @param number of the fault, from 1
   */
  public CaseResult of(int number) {
    return new CaseResult(
        info, verdict, tries, took, failure, reason, figures, known, number, avoids);
  }

  /** Returns the same result with the entry of the known failures that fits it. */
  public CaseResult recognised(KnownFailureMatch recognition) {
    return new CaseResult(
        info,
        verdict,
        tries,
        took,
        failure,
        reason,
        figures,
        Optional.of(recognition),
        fault,
        avoids);
  }

  /** Returns whether the server broke the rule of the case. */
  public boolean isBlamed() {
    return (verdict == Verdict.FAIL || verdict == Verdict.WARN) && failure.isPresent();
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
