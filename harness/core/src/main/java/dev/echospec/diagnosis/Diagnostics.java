package dev.echospec.diagnosis;

import dev.echospec.diagnosis.Diagnosis.Confidence;
import dev.echospec.diagnosis.Evidence.Trial;
import dev.echospec.diagnosis.Experiment.Outcome;
import java.util.ArrayList;
import java.util.Collection;
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
 * passed case contradicts loses weight. A cause whose experiments came out gains weight as well;
 * one that an experiment refuted is dropped. The heaviest cause is named. It is likely if its
 * experiments came out and it is strong and well ahead of all others.
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

  /** Gain of a cause whose experiments came out. */
  private static final int CAME_OUT = 20;

  /** Most causes of a failed case that are tested. */
  private static final int MOST_TESTED = 5;

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

  /**
   * A cause in one case.
   *
   * @param weight how strongly it is suspected there
   * @param detail what points to it
   * @param outcome of its experiments together
   */
  private record Suspicion(
      Cause cause, int weight, String detail, List<Experiment> experiments, Outcome outcome) {
    Suspicion plus(int more) {
      return new Suspicion(cause, weight + more, detail, experiments, outcome);
    }

    /** The detail, and what the experiments showed if they came out. */
    String told(Evidence evidence) {
      List<String> parts = new ArrayList<>();
      if (!detail.isEmpty()) {
        parts.add(detail);
      }
      if (outcome == Outcome.CAME_OUT) {
        experiments.forEach(one -> parts.add(one.report(evidence)));
      }
      return String.join("; ", parts);
    }
  }

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
            strongest(here, markedElsewhere(suspicions, caseId), evidence)
                .ifPresent(diagnosis -> diagnoses.put(caseId, diagnosis)));
    return diagnoses;
  }

  /**
   * Returns what to ask the server next, to tell which cause of a failed case is the right one.
   *
   * @param evidence what the run has shown so far
   * @param caseId id of the failed case
   * @return a conversation that was not played yet; empty if nothing is left to ask
   */
  public static Optional<Question> next(Evidence evidence, String caseId) {
    return evidence.trials().stream()
        .filter(trial -> trial.caseId().equals(caseId))
        .flatMap(trial -> trial.failure().stream())
        .findFirst()
        .flatMap(
            sighting -> next(suspicions(new Clues(caseId, sighting, evidence)).values(), evidence));
  }

  private static Optional<Question> next(Collection<Suspicion> suspicions, Evidence evidence) {
    List<Suspicion> leading =
        suspicions.stream()
            .filter(one -> one.outcome() != Outcome.REFUTED)
            .filter(one -> one.weight() + CAME_OUT >= Heuristic.STRONG)
            .sorted(Comparator.comparingInt(Suspicion::weight).reversed())
            .limit(MOST_TESTED)
            .toList();
    for (Suspicion suspicion : leading) {
      boolean rivalled =
          leading.stream()
              .anyMatch(
                  other ->
                      other.outcome() == Outcome.CAME_OUT
                          && other.weight() - suspicion.weight() >= CAME_OUT + AHEAD);
      Optional<Question> open =
          suspicion.experiments().stream()
              .flatMap(experiment -> experiment.question().stream())
              .filter(question -> evidence.seen(question).isEmpty())
              .findFirst();
      if (open.isPresent() && !rivalled) {
        return open;
      }
    }
    return Optional.empty();
  }

  /** Returns the causes that some heuristic can suggest. */
  static List<Cause> causes() {
    return HEURISTICS.stream().map(Heuristic::cause).distinct().toList();
  }

  private static Map<Cause, Suspicion> suspicions(Clues clues) {
    Map<Cause, Heuristic> strongest = new EnumMap<>(Cause.class);
    for (Heuristic heuristic : HEURISTICS) {
      Heuristic known = strongest.get(heuristic.cause());
      if ((known == null || known.weight() < heuristic.weight())
          && heuristic.applies().test(clues)) {
        strongest.put(heuristic.cause(), heuristic);
      }
    }
    Map<Cause, Suspicion> suspicions = new EnumMap<>(Cause.class);
    strongest.forEach((cause, heuristic) -> suspicions.put(cause, suspicion(heuristic, clues)));
    return suspicions;
  }

  private static Suspicion suspicion(Heuristic heuristic, Clues clues) {
    Cause cause = heuristic.cause();
    List<Experiment> experiments = Experiments.on(cause, clues);
    Outcome outcome = Experiment.together(experiments, clues.evidence(), clues.isByChance());
    int weight =
        heuristic.weight()
            - CONTRADICTED * contradictions(cause, clues.evidence())
            + (outcome == Outcome.CAME_OUT && isPlayed(experiments) ? CAME_OUT : 0);
    return new Suspicion(cause, weight, heuristic.detail().apply(clues), experiments, outcome);
  }

  /** What the run knows already has its weight by the heuristic. */
  private static boolean isPlayed(List<Experiment> experiments) {
    return experiments.stream().anyMatch(one -> one.question().isPresent());
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
                .filter(one -> one.outcome() != Outcome.REFUTED)
                .max(Comparator.comparingInt(Suspicion::weight))
                .filter(strongest -> strongest.weight() >= Heuristic.STRONG)
                .ifPresent(strongest -> marked.add(strongest.cause()));
          }
        });
    return marked;
  }

  private static Optional<Diagnosis> strongest(
      Map<Cause, Suspicion> suspicions, List<Cause> elsewhere, Evidence evidence) {
    List<Suspicion> ranked =
        suspicions.values().stream()
            .filter(one -> one.outcome() != Outcome.REFUTED)
            .map(one -> elsewhere.contains(one.cause()) ? one.plus(ELSEWHERE) : one)
            .filter(one -> one.weight() >= WEAKEST)
            .sorted(Comparator.comparingInt(Suspicion::weight).reversed())
            .toList();
    if (ranked.isEmpty()) {
      return Optional.empty();
    }
    Suspicion first = ranked.get(0);
    boolean ahead = ranked.size() == 1 || first.weight() - ranked.get(1).weight() >= AHEAD;
    Confidence confidence =
        ahead && first.weight() >= Heuristic.STRONG && first.outcome() == Outcome.CAME_OUT
            ? Confidence.LIKELY
            : Confidence.POSSIBLE;
    return Optional.of(new Diagnosis(first.cause(), confidence, first.told(evidence)));
  }
}
