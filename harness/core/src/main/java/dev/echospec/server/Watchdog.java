package dev.echospec.server;

import java.io.IOException;
import java.util.List;

/**
 * Ends the target when the kit itself was killed and could not. It is a small process that holds
 * the other end of a pipe: the pipe ends with the kit, however the kit ends, and then every process
 * that bears the mark is asked to end, and soon after made to (Linux, by /proc). The mark is looked
 * for once more right before each signal, so that the PID of a process that has ended meanwhile is
 * not taken for it. The target knows nothing of it. What has rid itself of the mark is not ended:
 * {@link Detached} finds that, but needs a kit that lives.
 */
public final class Watchdog implements AutoCloseable {
  /** It outlives a Ctrl-C, which a terminal sends to all that was started from it. */
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
   * Starts to watch over all that will bear the mark.
   *
   * @param mark the entry in the environment, NAME=VALUE
   * @return null where there is no shell
   */
  public static Watchdog over(String mark) {
    ProcessBuilder builder =
        new ProcessBuilder(List.of("sh", "-c", SCRIPT, "echospec-watchdog", mark))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    // A process that bears the mark itself hands it down: the watchdog must not find itself.
    builder.environment().remove(mark.substring(0, mark.indexOf('=')));
    try {
      return new Watchdog(builder.start());
    } catch (IOException e) {
      return null;
    }
  }

  /** The kit lives and has ended the target by itself. */
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
