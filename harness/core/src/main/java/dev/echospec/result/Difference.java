package dev.echospec.result;

import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation;
import dev.echospec.play.Event;
import dev.echospec.play.Received;
import dev.echospec.play.Transcript;
import dev.echospec.script.ScriptText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The expected and the received bytes of one connection, as hex around their first difference. */
final class Difference {
  /** Bytes a line, at most and at least. */
  private static final int MOST = 20;

  private static final int LEAST = 4;

  /** Columns of "expect ... ". */
  private static final int LABEL = 12;

  private static final String EXPECT = "expect  ";
  private static final String GOT = "got     ";

  private final Failure failure;
  private final Violation violation;
  private final Law law;
  private final Transcript transcript;
  private final Received received;
  private final int connection;
  private final ReplyBytes bytes;

  /** Columns that the lines may take. */
  private final int columns;

  /** Bytes a line. */
  private final int width;

  /** Bytes before the difference that are shown for orientation. */
  private final int before;

  /**
   * Creates the difference that one violation of a failure shows.
   *
   * @param columns that the lines may take, but for the text beside the bytes
   */
  Difference(Oracle oracle, Failure failure, Violation violation, int columns) {
    this.columns = columns;
    this.width = Math.max(LEAST, Math.min(MOST, (columns - LABEL) / 3));
    this.before = width * 3 / 5;
    this.failure = failure;
    this.violation = violation;
    this.law = failure.sight().law();
    this.transcript = failure.sight().transcript();
    this.connection = violation.connection();
    this.received = transcript.received(connection);
    this.bytes =
        new ReplyBytes(oracle, law, failure.sight().script(), transcript, violation.connection());
  }

  /** Lines for "expect", "got" and the mark below; none for violations that are not about bytes. */
  List<String> lines() {
    return switch (violation.kind()) {
      case WRONG_BYTE, UNASKED, LOST, LATE, LAW ->
          law.isOfLengths(violation.kind()) ? lengths() : bytes("^ first difference at byte ");
      case EARLY_END, RESET_AT_END, NOT_CLOSED ->
          law.isOfLengths(violation.kind()) ? lengths() : bytes("");
      case REFUSED, NO_ANSWER, DID_NOT_SURVIVE, NOT_RELEASED -> List.of();
      case WRONG_OUTPUT, EXIT_STATUS, NOT_ENDED -> List.of();
    };
  }

  /** The first two lines without their labels; empty for violations that are not about bytes. */
  Optional<FailureText.Contrast> contrast() {
    List<String> lines = lines();
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new FailureText.Contrast(
                Optional.of(lines.get(0).substring(EXPECT.length())),
                lines.get(1).substring(GOT.length())));
  }

  private List<String> lengths() {
    return List.of(
        EXPECT + FailureText.count(bytes.owed(), "byte", "bytes"),
        GOT + FailureText.count(received.length(), "byte", "bytes") + end());
  }

  private List<String> bytes(String mark) {
    long at = violation.offset();
    long from = at < width - 2 ? 0 : at - before;
    String cut = from == 0 ? "" : "... ";
    byte[] expected = bytes.expected(from, width);
    byte[] got = bytes.got(from, width);
    List<String> lines = new ArrayList<>(3);
    lines.add(EXPECT + cut + shown(expected) + afterExpected(from + expected.length));
    lines.add(GOT + cut + shown(got) + afterGot(from + got.length));
    if (!mark.isEmpty()) {
      int column = EXPECT.length() + cut.length() + 3 * (int) (at - from);
      lines.add(marked(column, mark + at));
    }
    return lines;
  }

  /** A mark under a column with its words behind it or, where they do not fit, before it. */
  private String marked(int column, String mark) {
    int room = column - mark.length() + 1;
    return column + mark.length() <= columns || room < 0
        ? " ".repeat(column) + mark
        : " ".repeat(room) + mark.substring(2) + " ^";
  }

  private static String shown(byte[] bytes) {
    return bytes.length == 0 ? "nothing" : ScriptText.hex(bytes) + ScriptText.textBeside(bytes);
  }

  private String afterExpected(long shownTo) {
    long owed = bytes.owed();
    if (shownTo < owed && law != Law.IDEMPOTENT && law != Law.CONCATENATION) {
      return " ... (" + owed + " bytes)";
    }
    return switch (violation.kind()) {
      case RESET_AT_END, NOT_CLOSED -> " then end of stream";
      case EARLY_END -> " then nothing: the connection stays open";
      default -> "";
    };
  }

  private String afterGot(long shownTo) {
    return (shownTo < received.length() ? " ... (" + received.length() + " bytes)" : "") + end();
  }

  /** Returns how the connection ended; empty if it did not. */
  private String end() {
    String how = "";
    for (Event event : transcript.events()) {
      if (event.connection() == connection) {
        if (event instanceof Event.WasReset) {
          how = " then RESET" + death();
        } else if (event instanceof Event.EndOfStream) {
          how = " then end of stream" + death();
        } else if (event instanceof Event.GaveUp gaveUp) {
          how = " then silence for " + gaveUp.silence().toMillis() + " ms" + death();
        } else if (event instanceof Event.TimeUp) {
          how = " until the time of the play was up";
        }
      }
    }
    // A clean end after wrong bytes is correct, so it is not shown.
    boolean isDue =
        how.startsWith(" then end")
            && switch (violation.kind()) {
              case WRONG_BYTE, UNASKED, LAW -> true;
              default -> false;
            };
    return isDue ? "" : how;
  }

  private String death() {
    return failure.death().map(d -> " (server " + ScriptText.harmless(d.how()) + ")").orElse("");
  }
}
