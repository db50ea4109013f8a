package dev.echospec.engine;

import dev.echospec.diagnosis.Cause;
import dev.echospec.diagnosis.CutOff;
import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.diagnosis.Diagnosis.Confidence;
import dev.echospec.play.Event;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.suite.Violated.Observation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which faults are one though the conversation of neither is part of the other's: those of one
 * cause, which experiments have proved for one of them at least, those to which such a cause leads;
 * and those that come and go, which no conversation can tell apart.
 */
final class SameCause {
  /** A server that sends to the wrong connection does so also after that has ended. */
  private static final Set<Cause> SHARED = EnumSet.of(Cause.MIXES_CONNECTIONS, Cause.LEFTOVERS);

  private SameCause() {}

  /**
   * Returns the faults that are an earlier one.
   *
   * @param results by now, explained
   * @return the number of the earlier one by that of the later one, in ascending order
   */
  static Map<Integer, Integer> among(List<CaseResult> results) {
    Map<Integer, List<Failure>> faults = new TreeMap<>();
    for (CaseResult one : results) {
      if (one.fault() > 0) {
        one.failure()
            .ifPresent(f -> faults.computeIfAbsent(one.fault(), n -> new ArrayList<>()).add(f));
      }
    }
    Map<Integer, Integer> same = new LinkedHashMap<>();
    faults.forEach(
        (later, failures) ->
            faults.keySet().stream()
                .filter(earlier -> earlier < later && !same.containsKey(earlier))
                .filter(earlier -> areOne(faults.get(earlier), failures))
                .findFirst()
                .ifPresent(earlier -> same.put(later, earlier)));
    return same;
  }

  private static boolean areOne(List<Failure> earlier, List<Failure> later) {
    Diagnosed one = Diagnosed.of(earlier);
    Diagnosed other = Diagnosed.of(later);
    boolean unproved = !one.proved && !other.proved;
    return unproved
        ? earlier.stream().allMatch(SameCause::comesAndGoes)
            && later.stream().allMatch(SameCause::comesAndGoes)
        : one.causes.stream().anyMatch(other.causes::contains)
            || explains(one, earlier, other, later)
            || explains(other, later, one, earlier);
  }

  /** Whether the proved cause of one fault leads to the failures of another as well. */
  private static boolean explains(
      Diagnosed one, List<Failure> failures, Diagnosed other, List<Failure> others) {
    if (!one.proved) {
      return false;
    }
    if (one.causes.contains(Cause.LIMIT_PER_CONNECTION)) {
      return !other.proves(cause -> cause != Cause.WRONG_AT_OFFSET)
          && failures.stream()
              .flatMap(failure -> cutOff(failure).stream())
              .anyMatch(
                  limit ->
                      others.stream()
                          .flatMap(failure -> cutOff(failure).stream())
                          .anyMatch(limit::isLimitOf));
    }
    // A reset takes what the client has not read yet.
    return one.causes.contains(Cause.RESETS_INSTEAD_OF_CLOSING)
        && other.causes.equals(EnumSet.of(Cause.LOSES_PENDING_AT_HALF_CLOSE))
        && others.stream().allMatch(SameCause::endsWithReset);
  }

  private static Optional<CutOff> cutOff(Failure failure) {
    Observation sight = failure.sight();
    return CutOff.of(sight.script(), sight.violations().get(0));
  }

  private static boolean endsWithReset(Failure failure) {
    Observation sight = failure.sight();
    int connection = sight.violations().get(0).connection();
    return sight.transcript().first(Event.WasReset.class, connection).isPresent();
  }

  private static boolean comesAndGoes(Failure failure) {
    return failure.replaysFailed() < failure.replays();
  }

  /**
   * What is known of the cause of a fault.
   *
   * @param causes those that experiments have proved; if there are none, the possible one
   */
  private record Diagnosed(Set<Cause> causes, boolean proved) {
    boolean proves(Predicate<Cause> which) {
      return proved && causes.stream().anyMatch(which);
    }

    static Diagnosed of(List<Failure> failures) {
      Set<Cause> proved = EnumSet.noneOf(Cause.class);
      failures.stream()
          .flatMap(failure -> failure.diagnosis().stream())
          .filter(diagnosis -> diagnosis.confidence() == Confidence.LIKELY)
          .forEach(diagnosis -> proved.add(diagnosis.cause()));
      Optional<Cause> possible = failures.get(0).diagnosis().map(Diagnosis::cause);
      Set<Cause> causes = EnumSet.copyOf(proved);
      if (proved.isEmpty()) {
        possible.ifPresent(causes::add);
      }
      if (causes.stream().anyMatch(SHARED::contains)) {
        causes.addAll(SHARED);
      }
      return new Diagnosed(causes, !proved.isEmpty());
    }
  }
}
