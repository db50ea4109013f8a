package dev.echospec.result;

import dev.echospec.suite.CaseInfo;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An accepted failure: an entry of the file that docs/expectations.md describes.
 *
 * @param glob which cases it is about; {@code *} stands for anything, {@code ?} for one character
 * @param reason why the failure is accepted, on one line
 * @param words what a failure must say to be this one, each anywhere in it; one or more
 * @param until the last day on which it is accepted; empty if there is no limit
 * @param line where the entry begins in the file, from 1
 */
public record KnownFailure(
    String glob, String reason, List<String> words, Optional<LocalDate> until, int line) {
  /** Copies the list. */
  public KnownFailure {
    words = List.copyOf(words);
  }

  /** Returns whether the entry is about a case. */
  public boolean isAbout(CaseInfo info) {
    return Glob.matches(glob, info.id());
  }

  /** Returns whether the last day of the entry is over. */
  public boolean isExpired(LocalDate today) {
    return until.isPresent() && today.isAfter(until.get());
  }

  /**
   * Returns the words of the entry that the text of a failure does not contain, in any case of
   * letters.
   *
   * @param failure in lower case
   */
  public List<String> missingIn(String failure) {
    return words.stream().filter(word -> !failure.contains(word.toLowerCase(Locale.ROOT))).toList();
  }
}
