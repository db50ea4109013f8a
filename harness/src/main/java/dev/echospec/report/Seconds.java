package dev.echospec.report;

import java.time.Duration;
import java.util.Locale;

/** Durations as they are printed. */
final class Seconds {
  private Seconds() {}

  static String of(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + " ms";
    }
    return millis < 60_000
        ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0)
        : String.format(Locale.ROOT, "%d min %02d s", millis / 60_000, millis / 1000 % 60);
  }
}
