package dev.echospec.result;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.echospec.judge.Violation;

/**
 * What broke the rule, as {@code results.json} and the failure files hold it.
 *
 * @param kind a {@link Violation.Kind} in lower case with dashes
 * @param on number of the connection, from 0
 * @param offset in the echo, in bytes from 0
 * @param message what was owed and what came, in one sentence; may hold what the server sent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ViolationEntry(String kind, int on, long offset, String message) {
  static ViolationEntry of(Violation violation) {
    return new ViolationEntry(
        FailureFile.slug(violation.kind()),
        violation.connection(),
        violation.offset(),
        violation.message());
  }
}
