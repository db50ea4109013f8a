package dev.echospec.server;

import java.util.Map;

/**
 * The user's locale. Where that is ASCII only, the start script runs this virtual machine in UTF-8,
 * so that arguments and paths keep their bytes; servers that the kit starts get the user's own.
 */
public final class UserLocale {
  private static final String IN_USE = "LC_ALL";

  /** Set by the start script to the user's {@link #IN_USE}; empty if the user has none. */
  private static final String SAVED = "ECHOSPEC_LC_ALL";

  private UserLocale() {}

  /**
   * Gives a child process the locale that the user has.
   *
   * @param environment of the child, which is changed
   */
  public static void restore(Map<String, String> environment) {
    String saved = environment.remove(SAVED);
    if (saved == null) {
      return;
    }
    if (saved.isEmpty()) {
      environment.remove(IN_USE);
    } else {
      environment.put(IN_USE, saved);
    }
  }
}
