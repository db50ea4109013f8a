package dev.echospec.server;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Ends the target's processes when the kit is killed. A shell holds the reading end of a pipe,
 * which closes with the kit; the shell then sends SIGTERM, and from a second later SIGKILL, to
 * every process whose environment holds the mark ({@link LinuxProc}). It reads the mark again right
 * before each signal, since another process may have got the PID. Processes without the mark live
 * on: {@link Detached} finds them, but only while the kit runs.
 */
public final class Watchdog implements AutoCloseable {
  /** Ignores Ctrl-C, which a terminal sends to its whole foreground process group. */
  private static final String SCRIPT =
      """
      trap '' HUP INT QUIT TERM
      while read -r line; do :; done
      signal() {
        none=1
        for environ in $(grep -lzxF "$2" /proc/[0-9]*/environ 2>/dev/null); do
          pid=${environ#/proc/}
          grep -qzxF "$2" "$environ" 2>/dev/null && kill -"$1" "${pid%/environ}" && none=0
        done 2>/dev/null
        return $none
      }
      signal TERM "$1" || exit 0
      sleep 1
      while signal KILL "$1"; do
        sleep 1
      done
      """;

  private final Process process;

  private Watchdog(Process process) {
    this.process = process;
  }

  /**
   * Starts to watch the processes that bear a mark, also later ones.
   *
   * @param mark the entry in their environments, NAME=VALUE
   * @return empty where there is no shell, or no mark can be seen
   */
  public static Optional<Watchdog> over(String mark) {
    if (!LinuxProc.isHere()) {
      return Optional.empty();
    }
    ProcessBuilder builder =
        new ProcessBuilder(List.of("sh", "-c", SCRIPT, "echospec-watchdog", mark))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    // A kit that bears the mark itself passes it on, and the watchdog must not end itself.
    builder.environment().remove(mark.substring(0, mark.indexOf('=')));
    try {
      return Optional.of(new Watchdog(builder.start()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Stops watching, and signals nothing. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
