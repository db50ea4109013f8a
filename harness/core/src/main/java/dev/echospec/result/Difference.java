package dev.echospec.result;

import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation;
import dev.echospec.play.Event;
import dev.echospec.play.Received;
import dev.echospec.play.Transcript;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.ScriptText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The expected and the received bytes of one connection, as hex around their first difference. */
final class Difference {
  /** Bytes a line, at most and at least. */
  private static final int MOST = 20;

  private static final int LEAST = 4;

  /** Columns of "expect ... ". */
  private static final int LABEL = 12;

  private final Oracle oracle;
  private final Failure failure;
  private final Violation violation;
  private final Law law;
  private final Script script;
  private final Transcript transcript;
  private final Received received;
  private final int connection;

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
    this.oracle = oracle;
    this.failure = failure;
    this.violation = violation;
    this.law = failure.sight().law();
    this.script = failure.sight().script();
    this.transcript = failure.sight().transcript();
    this.connection = violation.connection();
    this.received = transcript.received(connection);
  }

  /** Lines for "expect", "got" and the mark below; none for violations that are not about bytes. */
  List<String> lines() {
    return switch (violation.kind()) {
      case WRONG_BYTE, UNASKED, LOST, LATE, LAW ->
          law == Law.LENGTH ? lengths() : bytes("^ first difference at byte ");
      case EARLY_END, RESET_AT_END, NOT_CLOSED -> law == Law.LENGTH ? lengths() : bytes("");
      case REFUSED, NO_ANSWER, DID_NOT_SURVIVE, NOT_RELEASED -> List.of();
    };
  }

  /** This law compares numbers of bytes only. */
  private List<String> lengths() {
    return List.of(
        "expect  " + FailureText.count(owed(), "byte", "bytes"),
        "got     " + FailureText.count(received.length(), "byte", "bytes") + end());
  }

  private List<String> bytes(String mark) {
    long at = violation.offset();
    long from = at < width - 2 ? 0 : at - before;
    String cut = from == 0 ? "" : "... ";
    byte[] expected = expected(from);
    byte[] got = got(from);
    List<String> lines = new ArrayList<>(3);
    lines.add("expect  " + cut + shown(expected) + afterExpected(from + expected.length));
    lines.add("got     " + cut + shown(got) + afterGot(from + got.length));
    if (!mark.isEmpty()) {
      int column = "expect  ".length() + cut.length() + 3 * (int) (at - from);
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

  private byte[] expected(long from) {
    return switch (law) {
      case ECHO, ECHO_AND_CLOSE, LENGTH -> oracle.owed(script, connection, from, width);
      case IDEMPOTENT -> slice(reply(0), from);
      case CONCATENATION -> {
        byte[] first = reply(0);
        byte[] second = reply(1);
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        yield slice(both, from);
      }
    };
  }

  /** The replies that these laws compare are short: a case keeps them whole. */
  private byte[] reply(int number) {
    Received reply = transcript.received(number);
    byte[] matched = oracle.owed(script, number, 0, (int) Math.min(1 << 20, reply.matched()));
    byte[] all = Arrays.copyOf(matched, matched.length + reply.rest().length);
    System.arraycopy(reply.rest(), 0, all, matched.length, reply.rest().length);
    return all;
  }

  private byte[] slice(byte[] bytes, long from) {
    int start = (int) Math.min(from, bytes.length);
    return Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + width));
  }

  /** Returns the received bytes from an offset on, as far as the transcript keeps them. */
  private byte[] got(long from) {
    int matching = (int) Math.max(0, Math.min(width, received.matched() - from));
    byte[] matched = oracle.owed(script, connection, from, matching);
    int skip = (int) Math.min(received.rest().length, Math.max(0, from - received.matched()));
    int room = Math.min(width - matched.length, received.rest().length - skip);
    byte[] got = Arrays.copyOf(matched, matched.length + room);
    System.arraycopy(received.rest(), skip, got, matched.length, room);
    return got;
  }

  private long owed() {
    return script.sent(connection).stream().mapToLong(Payload::length).sum();
  }

  private String afterExpected(long shownTo) {
    long owed = owed();
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
