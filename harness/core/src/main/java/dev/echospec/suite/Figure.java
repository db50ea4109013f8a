package dev.echospec.suite;

import java.util.Objects;

/**
 * Something that a case measured, for programs to compare.
 *
 * @param name what it is, in camel case, the same in every run
 * @param value how much
 * @param unit of what, such as "bytes"
 */
public record Figure(String name, long value, String unit) {
  /** The unit of amounts of data and memory. */
  public static final String BYTES = "bytes";

  /** Refuses null. */
  public Figure {
    Objects.requireNonNull(name);
    Objects.requireNonNull(unit);
  }

  /**
   * @param bytes how many
   * @return as it is printed in sentences, such as "9.1 MiB"
   */
  static String mebibytes(long bytes) {
    return String.format(java.util.Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
  }
}
