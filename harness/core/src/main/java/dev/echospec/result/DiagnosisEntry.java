package dev.echospec.result;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.echospec.diagnosis.Cause;
import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.diagnosis.Diagnosis.Confidence;
import java.util.Arrays;

/**
 * Why a server fails, as {@code results.json} and the failure files hold it.
 *
 * @param cause the id of a cause; a later version may know more causes than this one
 * @param confidence "likely" or "possible"
 * @param sentence the cause, with what points to it
 * @param fix how to fix it, under the key that the format has had from its beginning
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DiagnosisEntry(
    String cause, String confidence, String sentence, @JsonProperty("mend") String fix) {
  static DiagnosisEntry of(Diagnosis diagnosis) {
    return new DiagnosisEntry(
        diagnosis.cause().id(),
        FailureFile.slug(diagnosis.confidence()),
        diagnosis.sentence(),
        diagnosis.cause().fix());
  }

  /**
   * Returns the diagnosis.
   *
   * @throws IllegalArgumentException if this version could not have made it
   */
  Diagnosis diagnosis() {
    Cause known =
        Arrays.stream(Cause.values())
            .filter(one -> one.id().equals(cause))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("a diagnosis of an unknown cause"));
    Confidence sure =
        Arrays.stream(Confidence.values())
            .filter(one -> FailureFile.slug(one).equals(confidence))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("a diagnosis of unknown confidence"));
    String start = known.sentence() + "; ";
    boolean hasDetail = sentence.startsWith(start) && sentence.endsWith(".");
    return new Diagnosis(
        known, sure, hasDetail ? sentence.substring(start.length(), sentence.length() - 1) : "");
  }

  /** Returns the diagnosis and the fix on one line: "Likely cause: ... To fix it: ...". */
  public String line() {
    boolean likely = confidence.equals(FailureFile.slug(Confidence.LIKELY));
    return (likely ? Confidence.LIKELY : Confidence.POSSIBLE).words()
        + ": "
        + sentence
        + (fix.isEmpty() ? "" : " To fix it: " + fix);
  }
}
