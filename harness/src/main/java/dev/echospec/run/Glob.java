package dev.echospec.run;

import java.util.regex.Pattern;

/** Patterns for the ids of cases: a star stands for anything, a question mark for one character. */
final class Glob {
  private Glob() {}

  static boolean matches(String glob, String id) {
    StringBuilder regex = new StringBuilder();
    for (char c : glob.toCharArray()) {
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.matches(regex.toString(), id);
  }
}
