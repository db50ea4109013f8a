package dev.echospec.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.diagnosis.Cause;
import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.diagnosis.Diagnosis.Confidence;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A member of the zoo is diagnosed rightly, and never wrongly with confidence. */
final class DiagnosisCheck {
  private DiagnosisCheck() {}

  /**
   * Checks that one failure has no wrong diagnosis that is called likely.
   *
   * @param causes that are right
   * @param result a case that was failed
   * @param printed for the message
   */
  static void check(List<Cause> causes, CaseResult result, String printed) {
    assertThat(of(result).filter(found -> found.confidence() == Confidence.LIKELY))
        .map(Diagnosis::cause)
        .as("what is called likely, of %s", printed)
        .matches(likely -> likely.isEmpty() || causes.contains(likely.get()), "one of " + causes);
  }

  /**
   * Checks that the cause which explains most of the failures is the right one.
   *
   * @param name of what was tested
   * @param causes that are right
   * @param results of all cases that it must fail
   */
  static void check(String name, List<Cause> causes, List<CaseResult> results) {
    if (causes.isEmpty()) {
      return; // The evidence is too thin by nature; that nothing is likely was checked.
    }
    Map<Cause, Integer> weights = new EnumMap<>(Cause.class);
    for (CaseResult result : results) {
      of(result).ifPresent(d -> weights.merge(d.cause(), weight(d), Integer::sum));
    }
    int right = causes.stream().mapToInt(cause -> weights.getOrDefault(cause, 0)).sum();

    assertThat(right).as(name + " is of " + causes + ", found: " + weights).isPositive();
    assertThat(weights.values())
        .allSatisfy(weight -> assertThat(weight).isLessThanOrEqualTo(right));
  }

  /** Returns true if a failure names one of these causes. */
  static boolean isNamed(List<Cause> causes, List<CaseResult> results) {
    return results.stream()
        .flatMap(result -> of(result).stream())
        .anyMatch(diagnosis -> causes.contains(diagnosis.cause()));
  }

  private static Optional<Diagnosis> of(CaseResult result) {
    return result.failure().flatMap(Failure::diagnosis);
  }

  private static int weight(Diagnosis diagnosis) {
    return diagnosis.confidence() == Confidence.LIKELY ? 2 : 1;
  }
}
