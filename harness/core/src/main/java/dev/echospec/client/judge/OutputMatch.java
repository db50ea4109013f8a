package dev.echospec.client.judge;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds an echo in what a client printed. The echo matches if its bytes stand there in order
 *
 * <ul>
 *   <li>in one run, whatever stands before and behind it; or
 *   <li>in pieces of one byte or more, where what stands between two pieces has at least one line
 *       end and at most {@link #MOST_LINES} of them; or
 *   <li>in pieces between which the same text stands each time, of at most {@link #LONGEST_BETWEEN}
 *       bytes.
 * </ul>
 */
final class OutputMatch {
  /** Most line ends between two pieces. */
  static final int MOST_LINES = 4;

  /** Longest text without a line end between two pieces, in bytes. */
  static final int LONGEST_BETWEEN = 32;

  /** A text between pieces is looked for behind this many bytes of other output. */
  private static final int MOST_PREFIX = 1000;

  private final byte[] echo;
  private final byte[] output;

  /** Compares nothing yet; the arrays are not changed. */
  OutputMatch(byte[] echo, byte[] output) {
    this.echo = echo;
    this.output = output;
  }

  /** Returns how many of the first bytes of the echo are there; all of them if it matches. */
  int found() {
    if (indexOf(output, echo, 0) >= 0) {
      return echo.length;
    }
    int byLines = byLines();
    return byLines == echo.length ? byLines : Math.max(byLines, bySameText());
  }

  /**
   * Follows all ways of taking the output apart at once. A way is in a piece, behind a number of
   * bytes of the echo, or between two pieces, with a number of line ends seen there.
   */
  private int byLines() {
    Map<Integer, Integer> between = new HashMap<>();
    boolean[] inPiece = new boolean[echo.length + 1];
    int[] pieces = new int[0];
    int best = 0;
    for (byte b : output) {
      Map<Integer, Integer> nextBetween = new HashMap<>();
      int[] nextPieces = new int[pieces.length + between.size() + 1];
      int count = 0;
      boolean isLineEnd = b == '\n';
      // Before the first piece anything may stand.
      if (echo[0] == b && !inPiece[1]) {
        inPiece[1] = true;
        nextPieces[count++] = 1;
      }
      for (int at : pieces) {
        if (echo[at] == b && !inPiece[at + 1]) {
          inPiece[at + 1] = true;
          nextPieces[count++] = at + 1;
        }
        if (echo[at] != b || !Character.isLetterOrDigit(b)) {
          nextBetween.merge(at, isLineEnd ? 1 : 0, Math::max);
        }
      }
      for (Map.Entry<Integer, Integer> gap : between.entrySet()) {
        int at = gap.getKey();
        int lines = gap.getValue();
        if (lines > 0 && echo[at] == b && !inPiece[at + 1]) {
          inPiece[at + 1] = true;
          nextPieces[count++] = at + 1;
        }
        int now = lines + (isLineEnd ? 1 : 0);
        if (now <= MOST_LINES) {
          nextBetween.merge(at, now, (one, other) -> Math.max(1, Math.min(one, other)));
        }
      }
      for (int i = 0; i < count; i++) {
        inPiece[nextPieces[i]] = false;
        best = Math.max(best, nextPieces[i]);
      }
      if (best == echo.length) {
        return best;
      }
      pieces = Arrays.copyOf(nextPieces, count);
      between = nextBetween;
    }
    return best;
  }

  private int bySameText() {
    int best = 0;
    for (int from = indexOf(output, echo[0]); from >= 0; from = next(from)) {
      int run = run(from, 0);
      for (int length = 1; length <= LONGEST_BETWEEN && from + run + length < output.length; ) {
        best = Math.max(best, bySameText(from, from + run, length));
        if (best == echo.length) {
          return best;
        }
        length++;
      }
      if (from > MOST_PREFIX) {
        break;
      }
    }
    return best;
  }

  private int next(int from) {
    for (int i = from + 1; i < output.length; i++) {
      if (output[i] == echo[0]) {
        return i;
      }
    }
    return -1;
  }

  private static int indexOf(byte[] bytes, byte b) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == b) {
        return i;
      }
    }
    return -1;
  }

  /** Takes the text of a length behind the first run for that which stands between all pieces. */
  private int bySameText(int from, int textAt, int length) {
    int at = textAt - from;
    int place = textAt;
    while (at < echo.length && place < output.length) {
      int run = place == textAt ? 0 : run(place, at);
      at += run;
      place += run;
      if (at == echo.length || place + length > output.length) {
        break;
      }
      if (!Arrays.equals(output, place, place + length, output, textAt, textAt + length)) {
        break;
      }
      place += length;
      if (place < output.length && at < echo.length && output[place] != echo[at]) {
        break;
      }
    }
    return at;
  }

  private int run(int outputAt, int echoAt) {
    int length = 0;
    while (outputAt + length < output.length
        && echoAt + length < echo.length
        && output[outputAt + length] == echo[echoAt + length]) {
      length++;
    }
    return length;
  }

  /** Returns where a part begins in the whole, from an index on; -1 if it does not. */
  static int indexOf(byte[] whole, byte[] part, int from) {
    for (int i = from; i <= whole.length - part.length; i++) {
      int length = 0;
      while (length < part.length && whole[i + length] == part[length]) {
        length++;
      }
      if (length == part.length) {
        return i;
      }
    }
    return -1;
  }
}
