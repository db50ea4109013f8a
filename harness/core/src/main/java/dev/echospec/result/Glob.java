package dev.echospec.result;

/** Patterns for the ids of cases: a star stands for anything, a question mark for one character. */
public final class Glob {
  private Glob() {}

  /** Takes time for each character of one with each of the other at most, whatever the pattern. */
  public static boolean matches(String glob, String id) {
    int at = 0;
    int in = 0;
    int star = -1;
    int behindStar = 0;
    while (in < id.length()) {
      if (at < glob.length() && glob.charAt(at) == '*') {
        star = at++;
        behindStar = in;
      } else if (at < glob.length()
          && (glob.charAt(at) == '?' || glob.charAt(at) == id.charAt(in))) {
        at++;
        in++;
      } else if (star >= 0) {
        // The last star takes one character more; what an earlier one takes need not change.
        at = star + 1;
        in = ++behindStar;
      } else {
        return false;
      }
    }
    while (at < glob.length() && glob.charAt(at) == '*') {
      at++;
    }
    return at == glob.length();
  }
}
