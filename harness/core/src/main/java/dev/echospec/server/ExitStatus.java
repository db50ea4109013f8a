package dev.echospec.server;

/** How a process ended, in words. */
public final class ExitStatus {
  /** Status of a process that signal n ended, as Java, shells and engines report it: 128 + n. */
  private static final int SIGNALLED = 128;

  private ExitStatus() {}

  /**
   * Says how a process ended.
   *
   * @param status as Java, shells and container engines report it
   * @return such as "exited with status 1" or "ended by signal 9 (SIGKILL)"
   */
  public static String words(int status) {
    return status > SIGNALLED
        ? "ended by signal " + (status - SIGNALLED) + name(status - SIGNALLED)
        : "exited with status " + status;
  }

  private static String name(int signal) {
    return switch (signal) {
      case 6 -> " (SIGABRT)";
      case 9 -> " (SIGKILL)";
      case 11 -> " (SIGSEGV)";
      case 13 -> " (SIGPIPE)";
      case 15 -> " (SIGTERM)";
      default -> "";
    };
  }
}
