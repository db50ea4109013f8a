package dev.echospec.diagnosis;

import dev.echospec.diagnosis.Diagnosis.Confidence;
import dev.echospec.diagnosis.Evidence.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Names the causes of failures. Each rule that applies to a failed case speaks for a cause. A cause
 * that is marked in another case gains, since one fault is likelier than two; one that a passed
 * case contradicts loses. The strongest is named, as likely if it is strong and well ahead of all
 * others.
 */
public final class Diagnostics {
  /** What is weaker than this is not said at all. */
  private static final int WEAKEST = 40;

  /** A likely cause is stronger than any other by this much. */
  private static final int AHEAD = 10;

  /** What a cause gains that is marked in another case. */
  private static final int ELSEWHERE = 25;

  /** What a cause loses for each case that passed though it would have to fail. */
  private static final int CONTRADICTED = 45;

  private static final List<Heuristic> RULES =
      Stream.of(
              ByteRules.RULES,
              CharacterRules.RULES,
              SpecialByteRules.RULES,
              AddedByteRules.RULES,
              ReleaseRules.RULES,
              StreamRules.RULES,
              ClientRules.RULES)
          .flatMap(List::stream)
          .toList();

  private Diagnostics() {}

  /** A cause in a case, how strongly it is spoken for there, and what points to it. */
  private record Suspicion(Cause cause, int weight, String detail) {}

  /**
   * Explains failures.
   *
   * @param evidence what the run has shown by now
   * @return the diagnoses by the id of the failed case; those of which nothing can be said are not
   *     there
   */
  public static Map<String, Diagnosis> of(Evidence evidence) {
    Map<String, Map<Cause, Suspicion>> suspicions = new LinkedHashMap<>();
    for (Trial trial : evidence.trials()) {
      trial
          .failure()
          .ifPresent(
              sighting ->
                  suspicions.put(
                      trial.caseId(), suspicions(new Clues(trial.caseId(), sighting, evidence))));
    }
    Map<String, Diagnosis> diagnoses = new LinkedHashMap<>();
    suspicions.forEach(
        (caseId, here) ->
            strongest(here, markedElsewhere(suspicions, caseId))
                .ifPresent(diagnosis -> diagnoses.put(caseId, diagnosis)));
    return diagnoses;
  }

  /** The causes that a rule can name. */
  static List<Cause> causes() {
    return RULES.stream().map(Heuristic::cause).distinct().toList();
  }

  private static Map<Cause, Suspicion> suspicions(Clues clues) {
    Map<Cause, Suspicion> suspicions = new EnumMap<>(Cause.class);
    for (Heuristic rule : RULES) {
      Suspicion known = suspicions.get(rule.cause());
      if ((known == null || known.weight() < rule.weight()) && rule.applies().test(clues)) {
        suspicions.put(
            rule.cause(), new Suspicion(rule.cause(), rule.weight(), rule.detail().apply(clues)));
      }
    }
    suspicions.replaceAll(
        (cause, suspicion) ->
            new Suspicion(
                cause,
                suspicion.weight() - CONTRADICTED * contradictions(cause, clues.evidence()),
                suspicion.detail()));
    return suspicions;
  }

  private static int contradictions(Cause cause, Evidence evidence) {
    return (int) cause.mustFail().stream().filter(evidence::passed).count();
  }

  private static List<Cause> markedElsewhere(
      Map<String, Map<Cause, Suspicion>> suspicions, String caseId) {
    List<Cause> marked = new ArrayList<>();
    suspicions.forEach(
        (other, there) -> {
          if (!other.equals(caseId)) {
            there.values().stream()
                .max(Comparator.comparingInt(Suspicion::weight))
                .filter(strongest -> strongest.weight() >= Heuristic.STRONG)
                .ifPresent(strongest -> marked.add(strongest.cause()));
          }
        });
    return marked;
  }

  private static Optional<Diagnosis> strongest(
      Map<Cause, Suspicion> suspicions, List<Cause> elsewhere) {
    List<Suspicion> ranked =
        suspicions.values().stream()
            .map(
                one ->
                    elsewhere.contains(one.cause())
                        ? new Suspicion(one.cause(), one.weight() + ELSEWHERE, one.detail())
                        : one)
            .filter(one -> one.weight() >= WEAKEST)
            .sorted(Comparator.comparingInt(Suspicion::weight).reversed())
            .toList();
    if (ranked.isEmpty()) {
      return Optional.empty();
    }
    Suspicion first = ranked.get(0);
    boolean ahead = ranked.size() == 1 || first.weight() - ranked.get(1).weight() >= AHEAD;
    Confidence confidence =
        ahead && first.weight() >= Heuristic.STRONG ? Confidence.LIKELY : Confidence.POSSIBLE;
    return Optional.of(new Diagnosis(first.cause(), confidence, first.detail()));
  }
}
