package dev.echospec.diagnosis;

import static dev.echospec.diagnosis.Heuristic.suggests;

import java.util.List;

/** Causes that show in bytes with a meaning to terminals, strings and formats. */
final class SpecialByteHeuristics {
  /** Longest expansion of a format sequence, in bytes: an address, or (null). */
  private static final int LONGEST_EXPANSION = 20;

  static final List<Heuristic> ALL =
      List.of(
          suggests(Cause.NUL_TERMINATED, 85, c -> c.isSwallowed() && c.raw() == 0),
          suggests(Cause.END_OF_FILE_CHARACTER, 85, c -> c.isSwallowed() && isOneOf(c, 0x04, 0x1a)),
          suggests(Cause.FLOW_CONTROL_BYTES, 85, c -> c.isSwallowed() && isOneOf(c, 0x11, 0x13)),
          suggests(Cause.LINE_EDITING, 85, c -> c.isSwallowed() && isOneOf(c, 0x08, 0x7f, 0x15)),
          suggests(
              Cause.LINE_EDITING,
              80,
              c -> c.reply().isShort() && c.isSwallowed() && c.reply().rawAt(1) == 0x08),
          suggests(Cause.BYTE_FF, 70, c -> c.isSwallowed() && c.raw() == 0xff),
          suggests(
              Cause.FIRST_MESSAGE_OF_READ,
              80,
              c -> c.reply().isShort() && c.isSwallowed() && isBehindSeparator(c)),
          suggests(Cause.PRINTF, 85, c -> c.raw() == '%' && isExpanded(c)),
          suggests(Cause.BACKSLASH_ESCAPES, 85, c -> c.raw() == '\\' && c.reply().goesOn(2, 1)),
          suggests(
              Cause.BACKSLASH_ESCAPES,
              75,
              c -> c.reply().rawAt(-1) == '\\' && c.reply().leftOut() == 1),
          suggests(
              Cause.LINE_ENDING_TRANSLATION,
              90,
              c ->
                  c.maps('\r', '\n') && (c.reply().goesOn(1, 0) || c.reply().goesOn(1, 1))
                      || c.raw() == '\n' && c.came("\r\n") && c.reply().goesOn(1, 2)),
          suggests(
              Cause.TRIMS_LINE_ENDS,
              85,
              c -> c.isSwallowed() && isOneOf(c, '\n', '\r') && c.came() != '\n'));

  private SpecialByteHeuristics() {}

  private static boolean isOneOf(Clues c, int... bytes) {
    for (int b : bytes) {
      if (c.raw() == b) {
        return true;
      }
    }
    return false;
  }

  /** Whether other bytes replace a sequence of two bytes, and the echo resumes after them. */
  private static boolean isExpanded(Clues c) {
    for (int length = 0; length <= LONGEST_EXPANSION; length++) {
      if (c.reply().goesOn(2, length)) {
        return true;
      }
    }
    return c.reply().leftOut() == 1;
  }

  private static boolean isBehindSeparator(Clues c) {
    int before = c.reply().rawAt(-1);
    boolean separator = before == '\n' || before == '\r' || before == 0 || before == ';';
    return separator && c.isInsideAWrite();
  }
}
