package dev.echospec.result;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A fault in {@code results.json}, with the shortest conversation that shows it; the components are
 * its properties.
 *
 * @param number from 1
 * @param shownBy the id of the case whose conversation it is
 * @param cases the ids of all cases that fail of it, in the order in which they ran
 * @param extent what else shows the fault and what does not, a sentence without its full stop for
 *     each dimension that was varied
 * @param violation what broke the rule
 * @param script the name of the failure file in the same folder
 * @param text the conversation as it is printed, in lines for a fixed-width font
 * @param death how the server ended or stopped answering; empty if it did not
 * @param diagnosis why the server fails; empty where the evidence is too thin
 */
public record FaultEntry(
    int number,
    String shownBy,
    List<String> cases,
    List<String> extent,
    ViolationEntry violation,
    String script,
    List<String> text,
    Optional<Failure.Death> death,
    Optional<DiagnosisEntry> diagnosis) {
  /** Refuses a fault without a violation, and copies the lists. */
  public FaultEntry {
    Objects.requireNonNull(violation, "\"violation\" is missing");
    cases = List.copyOf(cases);
    extent = List.copyOf(extent);
    text = List.copyOf(text);
  }

  static FaultEntry of(Fault fault, FailureText texts) {
    Failure failure = fault.failure();
    String shownBy = fault.shownBy().info().id();
    return new FaultEntry(
        fault.number(),
        shownBy,
        fault.caseIds(),
        failure.extent(),
        ViolationEntry.of(failure.sight().violations().get(0)),
        FailureFile.name(shownBy),
        texts.conversation(failure),
        failure.death(),
        failure.diagnosis().map(DiagnosisEntry::of));
  }
}
