package dev.echospec.suite;

import java.util.Objects;

/**
 * A measurement of a case, for programs to compare.
 *
 * @param name what it is, in camel case, the same in every run
 * @param value in {@code unit}
 * @param unit such as "bytes"
 */
public record Figure(String name, long value, String unit) {
  /** The unit of amounts of data and memory. */
  public static final String BYTES = "bytes";

  /** Refuses null. */
  public Figure {
    Objects.requireNonNull(name);
    Objects.requireNonNull(unit);
  }

  /** Returns a number of bytes as sentences have it, such as "9.1 MiB". */
  static String mebibytes(long bytes) {
    return String.format(java.util.Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
  }
}
