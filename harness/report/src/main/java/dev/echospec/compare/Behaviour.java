package dev.echospec.compare;

import dev.echospec.suite.Figure;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The figures of the cases of level INFO that a comparison knows how to print. */
enum Behaviour {
  READ_SIZE("readSize", "apparent read size", false),
  TAKEN_UNREAD("takenUnread", "taken before a stall", false),
  WAITING("waiting", "clients in line", true),
  END_OF_STREAM("endOfStream", "time to end of stream", false),
  RESETS("resets", "how it ends", true),
  IDLE_LIMIT("idleLimit", "idle time-out", true),
  ROUND_TRIPS("roundTrips", "round trips vs reference", false),
  THROUGHPUT("throughput", "bytes/s vs reference", false);

  private static final double MIB = 1 << 20;
  private static final int KIB = 1024;

  /** What the cases offer and try: a server that takes all of it may take more. */
  private static final long LONGEST_MESSAGE = 64 * KIB;

  private static final long MOST_UNREAD = 64L << 20;
  private static final long MOST_WAITING = 16;

  private final String key;
  private final String title;
  private final boolean comparable;

  Behaviour(String key, String title, boolean comparable) {
    this.key = key;
    this.title = title;
    this.comparable = comparable;
  }

  /** Returns a figure of results.json as it is shown. */
  static ShownFigure figure(Figure measured) {
    String unit = measured.unit();
    long value = measured.value();
    Optional<Behaviour> known =
        Arrays.stream(values()).filter(one -> one.key.equals(measured.name())).findFirst();
    return new ShownFigure(
        known.map(behaviour -> behaviour.title).orElseGet(() -> words(measured.name())),
        known.map(behaviour -> behaviour.special(value, unit)).orElseGet(() -> text(value, unit)),
        known.map(behaviour -> behaviour.comparable).orElse(false));
  }

  /** Returns what is shown in place of a speed at which the server sends a wrong echo. */
  static ShownFigure noSpeed(Figure measured) {
    ShownFigure shown = figure(measured);
    return new ShownFigure(shown.name(), "wrong echo", shown.comparable());
  }

  /** Returns whether a figure of results.json is a speed. */
  static boolean isSpeed(Figure measured) {
    return measured.name().equals(ROUND_TRIPS.key) || measured.name().equals(THROUGHPUT.key);
  }

  /** Where a figure stands among the others: those that are not known here come last. */
  static int order(String title) {
    for (Behaviour behaviour : values()) {
      if (behaviour.title.equals(title)) {
        return behaviour.ordinal();
      }
    }
    return values().length;
  }

  /** Some figures are no amounts. */
  private String special(long value, String unit) {
    return switch (this) {
      case RESETS -> value == 0 ? "orderly" : "reset";
      case IDLE_LIMIT -> value == 0 ? "none seen" : seconds(value);
      case READ_SIZE -> bounded(value, LONGEST_MESSAGE, unit);
      case TAKEN_UNREAD -> bounded(value, MOST_UNREAD, unit);
      case WAITING -> bounded(value, MOST_WAITING, unit);
      default -> text(value, unit);
    };
  }

  private static String bounded(long value, long most, String unit) {
    return text(value, unit) + (value >= most ? " or more" : "");
  }

  /** To the second: the same limit is not met to the millisecond. */
  private static String seconds(long millis) {
    return Math.round(millis / 1000.0) + " s";
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
    if (unit.equals("µs")) {
      return String.format(Locale.ROOT, "%.2f ms", value / 1000.0);
    }
    return unit.equals("%") ? value + "%" : (value + " " + unit).strip();
  }
}
