package dev.echospec.script.shrink;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Some of n things in a row, from the first included to the last excluded.
 *
 * @param size of the ranges among which this one is; the last of them may be shorter
 */
record Range(int from, int to, int size) {
  /** Most ranges of one size that are all tried. */
  private static final int MOST_PLACES = 1024;

  private static final int PLACES_AT_AN_END = 16;

  /**
   * The ranges of n things: first the whole, then by powers of two down to single ones. Servers
   * read in powers of two: without such a piece in front of it, a fault that depends on the place
   * stays at its place. Of very many small ranges only those at either end are tried; the others
   * come up when fewer are left.
   */
  static Stream<Range> of(int n) {
    return n == 0
        ? Stream.empty()
        : Stream.concat(
            Stream.of(new Range(0, n, n)),
            ScriptShrinker.flat(
                IntStream.iterate(Integer.highestOneBit(n - 1), size -> size > 0, size -> size / 2)
                    .boxed(),
                size ->
                    places((n - 1) / size + 1)
                        .mapToObj(
                            place -> {
                              int from = place * size;
                              return new Range(from, Math.min(n - from, size) + from, size);
                            })));
  }

  /** All places, or of very many only those at either end, to bound the search. */
  private static IntStream places(int count) {
    return count <= MOST_PLACES
        ? IntStream.range(0, count)
        : IntStream.concat(
            IntStream.range(0, PLACES_AT_AN_END), IntStream.range(count - PLACES_AT_AN_END, count));
  }

  int length() {
    return to - from;
  }
}
