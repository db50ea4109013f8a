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
 * Names the causes of failures. Each heuristic that applies to a failed case suggests a cause. A
 * strong cause of another case gains weight, since one fault is likelier than two; a cause that a
 * passed case contradicts loses weight. The heaviest cause is named, and is likely if it is strong
 * and well ahead of all others.
 */
public final class Diagnostics {
  /** Causes below this weight are not reported. */
  private static final int WEAKEST = 40;

  /** Least lead of a likely cause over the next one. */
  private static final int AHEAD = 10;

  /** Gain of a cause that is the strongest in another case, too. */
  private static final int ELSEWHERE = 25;

  /** Loss for each case that passed though the cause would make it fail. */
  private static final int CONTRADICTED = 45;

  private static final List<Heuristic> HEURISTICS =
      Stream.of(
              ByteHeuristics.ALL,
              CharacterHeuristics.ALL,
              SpecialByteHeuristics.ALL,
              AddedByteHeuristics.ALL,
              ReleaseHeuristics.ALL,
              StreamHeuristics.ALL,
              EndHeuristics.ALL,
              ClientHeuristics.ALL)
          .flatMap(List::stream)
          .toList();

  private Diagnostics() {}

  /** A cause in one case, with its weight and detail there. */
  private record Suspicion(Cause cause, int weight, String detail) {}

  /**
   * Explains failures.
   *
   * @param evidence what the run has shown so far
   * @return the diagnoses by the id of the failed case, without cases that no heuristic explains
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

  /** Returns the causes that some heuristic can suggest. */
  static List<Cause> causes() {
    return HEURISTICS.stream().map(Heuristic::cause).distinct().toList();
  }

  private static Map<Cause, Suspicion> suspicions(Clues clues) {
    Map<Cause, Suspicion> suspicions = new EnumMap<>(Cause.class);
    for (Heuristic heuristic : HEURISTICS) {
      Suspicion known = suspicions.get(heuristic.cause());
      if ((known == null || known.weight() < heuristic.weight())
          && heuristic.applies().test(clues)) {
        suspicions.put(
            heuristic.cause(),
            new Suspicion(heuristic.cause(), heuristic.weight(), heuristic.detail().apply(clues)));
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
