package dev.echospec.result;

import java.time.Duration;
import java.util.Locale;

/** Durations as text and as numbers. */
public final class Seconds {
  private Seconds() {}

  /** Returns a duration in milliseconds, with three decimals. */
  static double millis(Duration duration) {
    return duration.toNanos() / 1000 / 1000.0;
  }

  /** Returns the duration that was written so; rounded, because 16.391 is stored a little below. */
  static Duration ofMillis(double millis) {
    return Duration.ofNanos(Math.round(Math.max(0, millis) * 1e6));
  }

  /**
   * Returns a duration in ms, seconds or minutes, such as 1 min 05 s.
   *
   * @param duration 0 or more
   */
  public static String of(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + " ms";
    }
    return millis < 60_000
        ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0)
        : String.format(Locale.ROOT, "%d min %02d s", millis / 60_000, millis / 1000 % 60);
  }
}
