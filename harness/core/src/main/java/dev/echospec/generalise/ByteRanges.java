package dev.echospec.generalise;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Sets of byte values in words. */
final class ByteRanges {
  private ByteRanges() {}

  /** Returns the ranges of consecutive values in hexadecimal, such as "0a", "80 to ff". */
  static List<String> of(BitSet bytes) {
    List<String> ranges = new ArrayList<>();
    for (int from = bytes.nextSetBit(0); from >= 0; ) {
      int to = bytes.nextClearBit(from) - 1;
      ranges.add(
          from == to ? String.format("%02x", from) : String.format("%02x to %02x", from, to));
      from = bytes.nextSetBit(to + 1);
    }
    return ranges;
  }

  /** Returns the set as an object, such as "the byte 0a", "the bytes 00 and 80 to ff". */
  static String words(BitSet bytes) {
    List<String> ranges = of(bytes);
    return (bytes.cardinality() == 1 ? "the byte " : "the bytes ") + listed(ranges);
  }

  /** Joins with commas and "and". */
  static String listed(List<String> parts) {
    int last = parts.size() - 1;
    return last < 1
        ? String.join("", parts)
        : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
  }
}
