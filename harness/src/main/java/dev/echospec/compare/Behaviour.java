package dev.echospec.compare;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The figures of the cases of level INFO that a comparison knows how to print. */
enum Behaviour {
  TAKEN_UNREAD("takenUnread", "taken before it stalls", false),
  WAITING("waiting", "clients that may wait", true),
  READ_SIZE("readSize", "apparent read size", true),
  END_OF_STREAM("endOfStream", "time to end of stream", false),
  RESETS("resets", "when a client leaves bytes unread", true),
  IDLE_LIMIT("idleLimit", "idle time-out", true),
  ROUND_TRIPS("roundTrips", "round trips, of the reference", false),
  THROUGHPUT("throughput", "bytes a second, of the reference", false);

  private static final double MIB = 1 << 20;
  private static final int KIB = 1024;

  private final String key;
  private final String title;
  private final boolean comparable;

  Behaviour(String key, String title, boolean comparable) {
    this.key = key;
    this.title = title;
    this.comparable = comparable;
  }

  /** A figure as it stands in results.json, as it is shown. */
  static Figure figure(String key, long value, String unit) {
    Optional<Behaviour> known =
        Arrays.stream(values()).filter(behaviour -> behaviour.key.equals(key)).findFirst();
    return new Figure(
        known.map(behaviour -> behaviour.title).orElseGet(() -> words(key)),
        text(value, unit),
        known.map(behaviour -> behaviour.comparable).orElse(false));
  }

  /** From camel case. */
  private static String words(String key) {
    return key.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
  }

  private static String text(long value, String unit) {
    if (unit.equals("bytes") && Math.abs(value) >= MIB) {
      return String.format(Locale.ROOT, "%.1f MiB", value / MIB);
    }
    if (unit.equals("bytes") && value >= 4 * KIB && value % KIB == 0) {
      return value / KIB + " KiB";
    }
    return unit.equals("%") ? value + "%" : (value + " " + unit).strip();
  }
}
