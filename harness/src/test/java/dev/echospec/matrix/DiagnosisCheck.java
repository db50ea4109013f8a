package dev.echospec.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Cause;
import dev.echospec.judge.Diagnosis;
import dev.echospec.judge.Diagnosis.Confidence;
import dev.echospec.run.CaseResult;
import dev.echospec.run.Failure;
import dev.echospec.zoo.Zoo;
import java.util.List;
import java.util.Optional;

/** A server of the zoo is diagnosed rightly, and never wrongly with confidence. */
final class DiagnosisCheck {
  private DiagnosisCheck() {}

  /**
   * Checks the diagnosis of one failure.
   *
   * @param fault the server
   * @param result a case that it failed
   * @param printed for the message
   */
  static void check(Zoo.Entry fault, CaseResult result, String printed) {
    Optional<Diagnosis> diagnosis = result.failure().flatMap(Failure::diagnosis);
    List<Cause> right = fault.causes();
    if (right.isEmpty()) {
      assertThat(diagnosis.map(Diagnosis::confidence))
          .as("the evidence is too thin by nature, so nothing is likely: " + printed)
          .isNotEqualTo(Optional.of(Confidence.LIKELY));
    } else {
      assertThat(diagnosis.map(Diagnosis::cause))
          .as("the diagnosis of " + printed)
          .hasValueSatisfying(cause -> assertThat(right).contains(cause));
    }
  }
}
