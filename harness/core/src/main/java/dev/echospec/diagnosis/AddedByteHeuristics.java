package dev.echospec.diagnosis;

import static dev.echospec.diagnosis.Heuristic.suggests;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Causes that show in bytes that are not owed. */
final class AddedByteHeuristics {
  static final List<Heuristic> ALL =
      List.of(
          suggests(
              Cause.BYTE_ORDER_MARK,
              97,
              c ->
                  c.reply().at() == 0
                      && ByteHeuristics.isMark(c.reply().putIn(), c.reply().putIn().length)),
          suggests(Cause.BYTE_ORDER_MARK, 97, AddedByteHeuristics::swallowsMark),
          suggests(Cause.APPENDS_LINE_END, 85, c -> putsIn(c, "\n", "\r\n") && isBehindAWrite(c)),
          suggests(Cause.WRAPS_LINES, 85, c -> putsIn(c, "\n", "\r\n") && c.isInsideAWrite()),
          suggests(Cause.APPENDS_NUL, 85, AddedByteHeuristics::putsInNuls),
          suggests(
              Cause.GREETING,
              90,
              c ->
                  c.reply().isUnaskedAtFirst()
                      && !c.reply().divergedBehindHalfClose()
                      && c.owner().isEmpty()),
          suggests(
              Cause.GREETING,
              60,
              c -> c.reply().isUnaskedAtFirst() && isWords(c) && c.owner().isEmpty()),
          suggests(
              Cause.PROMPT_OR_FAREWELL,
              72,
              c ->
                  c.reply().isUnaskedAtFirst()
                      && c.reply().divergedBehindHalfClose()
                      && isWords(c)
                      && c.owner().isEmpty()),
          suggests(
              Cause.PROMPT_OR_FAREWELL,
              80,
              c ->
                  c.reply().isUnasked()
                      && !c.reply().isUnaskedAtFirst()
                      && isWords(c)
                      && !repeatsItself(c)
                      && c.owner().isEmpty()),
          suggests(
              Cause.STALE_BUFFER,
              80,
              c -> repeatsItself(c) && c.connections() == 1 && c.reply().writesEchoed() > 1),
          suggests(
              Cause.REPEATS_BYTES,
              80,
              c -> repeatsItself(c) && c.connections() == 1 && c.reply().writesEchoed() <= 1));

  private AddedByteHeuristics() {}

  /** Whether the three bytes of a mark at the beginning are missing, and nothing else. */
  private static boolean swallowsMark(Clues c) {
    Reply reply = c.reply();
    byte[] first = reply.client().sent(0, 3);
    return reply.at() == 0
        && first.length == 3
        && ByteHeuristics.isMark(first, 3)
        && c.isSwallowed()
        && (reply.leftOut() == 3 || reply.isShort() && reply.total() == 3);
  }

  private static boolean isBehindAWrite(Clues c) {
    long at = c.reply().at();
    return at == 0 && c.reply().total() == 0
        || c.client().writes().stream().anyMatch(w -> w.end() == at);
  }

  private static boolean putsIn(Clues c, String... texts) {
    return List.of(texts).contains(new String(c.reply().putIn(), UTF_8));
  }

  private static boolean putsInNuls(Clues c) {
    byte[] in = c.reply().putIn();
    for (byte b : in) {
      if (b != 0) {
        return false;
      }
    }
    return in.length > 0 && c.reply().raw() != 0;
  }

  /** Whether the inserted bytes are printable text and not only line ends. */
  private static boolean isWords(Clues c) {
    byte[] in = c.reply().putIn();
    boolean visible = false;
    for (byte b : in) {
      boolean lineEnd = b == '\r' || b == '\n' || b == '\t';
      if (!lineEnd && (b < ' ' || b > '~')) {
        return false;
      }
      visible |= !lineEnd;
    }
    return visible;
  }

  /** Whether the inserted bytes are a part of the client's earlier echo. */
  private static boolean repeatsItself(Clues c) {
    byte[] in = c.reply().putIn();
    return in.length > 0 && c.reply().at() > 0 && c.reply().owes(in);
  }
}
