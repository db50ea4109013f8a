package dev.echospec.result;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the file of known failures says of a failure.
 *
 * @param file as the user named it
 * @param entry the one that fits best
 * @param missing words of the entry that the failure does not contain
 * @param expired whether the last day of the entry is over
 */
public record KnownFailureMatch(
    String file, KnownFailure entry, List<String> missing, boolean expired) {
  /** Copies the list. */
  public KnownFailureMatch {
    missing = List.copyOf(missing);
  }

  /** Returns whether it is the failure that is known. */
  public boolean isExpected() {
    return missing.isEmpty() && !expired;
  }

  /** Returns that the failure is expected and why, or why it is not; on one line. */
  public String inWords() {
    String place = file + " line " + entry.line();
    if (!missing.isEmpty()) {
      return "Not the failure that "
          + place
          + " knows: it does not say "
          + missing.stream().map(word -> "'" + word + "'").collect(Collectors.joining(", "));
    }
    return expired
        ? "Known from " + place + ", but only until " + entry.until().orElseThrow()
        : "Known failure: " + entry.reason() + " (" + place + ")";
  }
}
