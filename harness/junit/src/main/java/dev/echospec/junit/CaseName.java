package dev.echospec.junit;

import dev.echospec.suite.CaseInfo;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The name of a case as a method of Java. */
final class CaseName {
  private static final Pattern WORD = Pattern.compile("-(.)");

  private CaseName() {}

  /** Returns such as {@code stream_splitCharacter} for stream/split-character. */
  static String of(CaseInfo info) {
    return WORD.matcher(info.id())
        .replaceAll((MatchResult found) -> found.group(1).toUpperCase(Locale.ROOT))
        .replace('/', '_');
  }
}
