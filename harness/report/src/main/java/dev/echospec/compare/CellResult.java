package dev.echospec.compare;

import dev.echospec.result.CaseEntry;
import dev.echospec.result.CaseEntry.FailureEntry;
import dev.echospec.result.CaseEntry.KnownEntry;
import dev.echospec.result.ConversationPicture;
import dev.echospec.result.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The result of one case with one member. All texts can hold what a server sent or printed, so
 * every report escapes them in its own way.
 *
 * @param entry of the case in the member's results.json
 * @param figures what the case measured, as people read it; empty if it judges a rule
 * @param script where the failure file is, from the folder of the comparison; empty if nothing
 *     failed
 * @param replay the command that plays the failure again; empty if nothing failed
 * @param picture of the conversation that failed, as the failure file has it; empty if nothing
 *     failed, or that file cannot be read
 */
public record CellResult(
    CaseEntry entry,
    List<ShownFigure> figures,
    Optional<String> script,
    Optional<String> replay,
    Optional<ConversationPicture> picture) {
  /** Copies the list. */
  public CellResult {
    figures = List.copyOf(figures);
  }

  /** Creates a result without a picture. */
  public CellResult(
      CaseEntry entry,
      List<ShownFigure> figures,
      Optional<String> script,
      Optional<String> replay) {
    this(entry, figures, script, replay, Optional.empty());
  }

  /** Returns the id of the case. */
  public String caseId() {
    return entry.id();
  }

  /** Returns the verdict of the case. */
  public Verdict verdict() {
    return entry.verdict();
  }

  /** Returns how long the case took. */
  public Duration took() {
    return Duration.ofMillis(entry.millis());
  }

  /** Returns what broke the rule, in a sentence; empty if nothing did. */
  public Optional<String> message() {
    return entry.violation().map(violation -> violation.message());
  }

  /** Returns the diagnosis and the fix, in a line; empty if no cause could be named. */
  public Optional<String> diagnosis() {
    return entry.failure().flatMap(FailureEntry::diagnosis).map(diagnosis -> diagnosis.line());
  }

  /** Returns what the list of known failures says; empty if it has no entry for the case. */
  public Optional<KnownEntry> known() {
    return entry.failure().flatMap(FailureEntry::known);
  }

  /** Returns whether a rule is broken, and it is expected. */
  public boolean isKnown() {
    return known().filter(KnownEntry::expected).isPresent();
  }

  /** Returns whether a rule is broken, expected or not. */
  public boolean isBroken() {
    return verdict() == Verdict.FAIL || verdict() == Verdict.WARN;
  }

  /** Returns the verdict in a word: PASS, FAIL and so on, or KNOWN for an expected failure. */
  public String word() {
    return isKnown() ? "KNOWN" : verdict().name();
  }
}
