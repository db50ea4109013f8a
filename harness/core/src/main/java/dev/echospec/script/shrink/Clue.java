package dev.echospec.script.shrink;

import java.time.Duration;

/**
 * What is known of the failure that is shrunk. It decides what is proposed early, and how long a
 * pause is that stands for removed steps; no candidate is left out because of it.
 *
 * @param connection where it showed first
 * @param offset at which byte of that connection's echo
 * @param steps that were played until it showed; 0 if it is not known
 * @param elapsed how long the script took
 * @param ofChance whether it shows in some plays only, so that each candidate takes many
 */
public record Clue(int connection, long offset, int steps, Duration elapsed, boolean ofChance) {
  /** Nothing is known. */
  public static final Clue NONE = new Clue(0, 0, 0, Duration.ZERO, false);

  /** A longer pause would take a search more time than it gains. */
  private static final long LONGEST_PAUSE = 1000;

  /** The pause that lasts at least as long as any of the steps. */
  int pauseMillis() {
    return (int) Math.min(LONGEST_PAUSE, elapsed.toMillis() + 1);
  }
}
