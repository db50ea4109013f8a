package dev.echospec.client.judge;

import java.util.Arrays;

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

  private static final int NOT_BETWEEN = -1;

  /**
   * A way that has found this many bytes fewer than another is given up. Words around a piece can
   * be taken for bytes of the echo, so a wrong way may be ahead, but not by more than these words.
   */
  private static final int LAGGING = 256;

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
   * Follows all ways of taking the output apart at once. A way has found a number of bytes of the
   * echo, and is in a piece, or between two pieces behind a number of line ends.
   */
  private int byLines() {
    boolean[] inPiece = new boolean[echo.length + 1];
    int[] between = new int[echo.length + 1];
    Arrays.fill(between, NOT_BETWEEN);
    int furthest = 0;
    int least = 0;
    int best = 0;
    for (byte b : output) {
      int lineEnd = b == '\n' ? 1 : 0;
      int alive = 0;
      // Before the first piece anything may stand.
      between[0] = 1;
      for (int at = furthest; at >= least; at--) {
        boolean piece = inPiece[at];
        int lines = between[at];
        boolean moves = at < echo.length && echo[at] == b && (piece || lines > 0);
        if (at < echo.length) {
          inPiece[at + 1] = moves;
        }
        boolean mayEnd = piece && !(moves && Character.isLetterOrDigit(b));
        int after = mayEnd ? lineEnd : NOT_BETWEEN;
        if (lines != NOT_BETWEEN && lines + lineEnd <= MOST_LINES) {
          int more = lines + lineEnd;
          after = after == NOT_BETWEEN ? more : Math.max(1, Math.min(after, more));
        }
        between[at] = after;
        alive = Math.max(alive, moves ? at + 1 : after == NOT_BETWEEN ? 0 : at);
      }
      inPiece[least] = false;
      best = Math.max(best, alive);
      if (best == echo.length) {
        return best;
      }
      furthest = alive;
      least = Math.max(least, furthest - LAGGING);
      if (furthest < least) {
        // All ways came to nothing: the echo may yet begin.
        Arrays.fill(inPiece, false);
        Arrays.fill(between, NOT_BETWEEN);
        furthest = 0;
        least = 0;
      }
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
