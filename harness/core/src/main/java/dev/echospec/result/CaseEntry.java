package dev.echospec.result;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.echospec.suite.Figure;
import dev.echospec.suite.Level;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A case in {@code results.json}; the components are its properties. Texts may hold what the server
 * sent or printed: each report escapes them in its own way.
 *
 * @param tries how many scripts were generated and played before any shrinking
 * @param millis how long the case took
 * @param reason a sentence; empty where the verdict needs none
 * @param script the name of the failure file in the same folder; empty if nothing failed
 * @param fault number of the {@link FaultEntry} that the case fails of; 0 if it does not fail, and
 *     in a file of the first version
 * @param avoids the known limitations of the server that its conversations kept clear of
 * @param details more about the violation; null exactly where there is none
 */
public record CaseEntry(
    String id,
    Level level,
    String rule,
    Verdict verdict,
    int tries,
    long millis,
    Optional<String> reason,
    List<Figure> figures,
    Optional<ViolationEntry> violation,
    Optional<String> script,
    int fault,
    List<String> avoids,
    @JsonUnwrapped @Nullable FailureEntry details) {
  /** Refuses a case without level or verdict, and copies the lists. */
  public CaseEntry {
    Objects.requireNonNull(level, "\"level\" is missing");
    Objects.requireNonNull(verdict, "\"verdict\" is missing");
    figures = List.copyOf(figures);
    avoids = List.copyOf(avoids);
    details = violation.isPresent() ? details : null;
  }

  static CaseEntry of(CaseResult result, FailureText texts) {
    Optional<Failure> failure = result.failure();
    return new CaseEntry(
        result.info().id(),
        result.info().level(),
        result.info().rule().rule(),
        result.verdict(),
        result.tries(),
        result.took().toMillis(),
        result.reason(),
        result.figures(),
        failure.map(one -> ViolationEntry.of(one.sight().violations().get(0))),
        failure.map(one -> FailureFile.name(result.info().id())),
        result.fault(),
        result.avoids(),
        failure.map(one -> FailureEntry.of(one, result.known(), texts)).orElse(null));
  }

  /** Returns the same entry with another reason; where it has none, it gets none. */
  public CaseEntry because(UnaryOperator<String> change) {
    return new CaseEntry(
        id,
        level,
        rule,
        verdict,
        tries,
        millis,
        reason.map(change),
        figures,
        violation,
        script,
        fault,
        avoids,
        details);
  }

  /** Returns more about the violation; empty if there is none. */
  public Optional<FailureEntry> failure() {
    return Optional.ofNullable(details);
  }

  /**
   * The shortest conversation that broke the rule.
   *
   * @param foundAfter number of tries until the first failure
   * @param bytesAtFirst how many bytes the first failing conversation sent, before it was shrunk
   * @param replays how often the shrunk script was played again
   * @param replaysFailed how often it failed again
   * @param text the conversation as it is printed, in lines for a fixed-width font
   * @param known what the file of known failures says of it; empty if it has no entry for the case
   * @param death how the server ended or stopped answering; empty if it did not
   * @param diagnosis why the server fails; empty where the evidence is too thin
   */
  public record FailureEntry(
      int foundAfter,
      long bytesAtFirst,
      int replays,
      int replaysFailed,
      List<String> text,
      Optional<KnownEntry> known,
      Optional<Failure.Death> death,
      Optional<DiagnosisEntry> diagnosis) {
    /** Copies the list. */
    public FailureEntry {
      text = List.copyOf(text);
    }

    static FailureEntry of(Failure failure, Optional<KnownFailureMatch> known, FailureText texts) {
      return new FailureEntry(
          failure.foundAfter(),
          failure.bytesAtFirst(),
          failure.replays(),
          failure.replaysFailed(),
          texts.conversation(failure),
          known.map(KnownEntry::of),
          failure.death(),
          failure.diagnosis().map(DiagnosisEntry::of));
    }
  }

  /**
   * What the file of known failures says of a failure.
   *
   * @param expected whether it is the known failure, and the entry has not expired
   * @param file as the user named it
   * @param line where the entry begins, from 1
   * @param reason why the failure is accepted
   * @param expired whether the last day of the entry is over
   * @param until that day, an ISO 8601 date; empty if there is no limit
   * @param missing words of the entry that the failure does not contain
   */
  public record KnownEntry(
      boolean expected,
      String file,
      int line,
      String reason,
      boolean expired,
      Optional<String> until,
      List<String> missing) {
    /** Copies the list. */
    public KnownEntry {
      missing = List.copyOf(missing);
    }

    static KnownEntry of(KnownFailureMatch known) {
      return new KnownEntry(
          known.isExpected(),
          known.file(),
          known.entry().line(),
          known.entry().reason(),
          known.expired(),
          known.entry().until().map(LocalDate::toString),
          known.missing());
    }
  }
}
