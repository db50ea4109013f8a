package dev.echospec.tap;

import dev.echospec.result.ConversationPicture;
import dev.echospec.result.ConversationPicture.Lane;
import dev.echospec.result.ConversationPicture.Piece;
import dev.echospec.result.ConversationPicture.Row;
import dev.echospec.result.ConversationPicture.Side;
import dev.echospec.result.ConversationPicture.Sort;
import dev.echospec.result.Excerpt;
import dev.echospec.result.Seconds;
import dev.echospec.script.ScriptText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Draws what went through a relay, and what was wrong with it. */
public final class TapPicture {
  private static final int MOST_ROWS = 24;
  private static final int MOST_TEXT = 120;

  /** Times below this have a decimal, in milliseconds. */
  private static final int SHORT = 10;

  /** Bytes that a row has room for. */
  private static final int BYTES = 8;

  private TapPicture() {}

  /**
   * Returns the picture of a conversation.
   *
   * @param seen what happened, in order
   * @param wrong what was wrong, in a sentence; empty if nothing was
   */
  public static ConversationPicture of(List<SeenEvent> seen, Optional<String> wrong) {
    List<Integer> all = seen.stream().map(SeenEvent::on).distinct().sorted().toList();
    List<Integer> drawn = all.subList(0, Math.min(all.size(), ConversationPicture.MOST_LANES));
    List<Lane> lanes = new ArrayList<>();
    drawn.forEach(on -> lanes.add(new Lane(on, drawn.size() == 1 ? "" : "#" + on)));
    List<Row> rows =
        new ArrayList<>(
            seen.stream()
                .filter(event -> drawn.contains(event.on()))
                .map(event -> row(event, drawn.indexOf(event.on())))
                .toList());
    if (rows.size() > MOST_ROWS) {
      int leftOut = rows.size() - MOST_ROWS;
      rows.subList(MOST_ROWS / 2, MOST_ROWS / 2 + leftOut).clear();
      rows.add(MOST_ROWS / 2, note(Sort.LEFT_OUT, leftOut + " more", false));
    }
    wrong.ifPresent(
        words ->
            rows.add(note(Sort.NOTE, ScriptText.harmless(Excerpt.of(words, MOST_TEXT)), true)));
    return new ConversationPicture(
        lanes.isEmpty() ? List.of(new Lane(0, "")) : lanes, rows, all.size() - drawn.size());
  }

  private static Row note(Sort sort, String what, boolean wrong) {
    return new Row(
        sort,
        Side.NEITHER,
        ConversationPicture.ALL_LANES,
        "",
        what,
        Optional.empty(),
        wrong,
        Optional.empty());
  }

  private static Row row(SeenEvent event, int lane) {
    return new Row(
        sort(event.did()),
        event.side() == dev.echospec.tap.Side.CLIENT ? Side.CLIENT : Side.SERVER,
        lane,
        event.millis() < SHORT
            ? String.format(Locale.ROOT, "%.1f ms", event.millis())
            : Seconds.of(Duration.ofMillis((long) event.millis())),
        what(event),
        event.did() == TapEvent.Kind.DATA ? Optional.of(piece(event)) : Optional.empty(),
        false,
        Optional.empty());
  }

  private static Sort sort(TapEvent.Kind kind) {
    return switch (kind) {
      case CONNECTED -> Sort.CONNECT;
      case DATA -> Sort.DATA;
      case END -> Sort.FIN;
      case RESET, REFUSED -> Sort.RESET;
      case STOPPED_READING -> Sort.READING_STOPS;
      case RESUMED_READING -> Sort.READING_RESUMES;
    };
  }

  private static String what(SeenEvent event) {
    return switch (event.did()) {
      case CONNECTED -> "connect";
      case DATA -> event.bytes() == 1 ? "1 byte" : event.bytes() + " bytes";
      case END -> "FIN (end of stream)";
      case RESET -> "RST";
      case REFUSED -> "cannot be reached";
      case STOPPED_READING, RESUMED_READING -> event.did().words();
    };
  }

  private static Piece piece(SeenEvent event) {
    byte[] kept = HexFormat.of().parseHex(event.hex());
    byte[] first = Arrays.copyOf(kept, Math.min(BYTES, kept.length));
    StringBuilder text = new StringBuilder();
    for (byte b : first) {
      text.append(b >= ' ' && b < 0x7f ? (char) b : '.');
    }
    return new Piece(
        ScriptText.hex(first) + (event.bytes() > first.length ? " …" : ""),
        "",
        "",
        text.toString());
  }
}
