package dev.echospec.result;

import dev.echospec.client.judge.ClientObservation;
import dev.echospec.client.play.Conversation;
import dev.echospec.client.play.Conversation.End;
import dev.echospec.client.script.ServerScriptText;
import dev.echospec.result.ConversationPicture.Lane;
import dev.echospec.result.ConversationPicture.Row;
import dev.echospec.result.ConversationPicture.Side;
import dev.echospec.result.ConversationPicture.Sort;
import dev.echospec.script.ScriptText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Draws a failing run of a client: what went over its connections, and how it ended. */
final class ClientPicture {
  private static final int MOST_ROWS = 24;
  private static final int MOST_TEXT = 120;

  private ClientPicture() {}

  /** A row and when it was. */
  private record Moment(Duration at, Row row) {}

  static ConversationPicture of(ClientObservation run) {
    List<Conversation> all = run.transcript().conversations();
    int drawn = Math.min(all.size(), ConversationPicture.MOST_LANES);
    List<Lane> lanes = new ArrayList<>();
    List<Moment> moments = new ArrayList<>();
    for (int lane = 0; lane < drawn; lane++) {
      lanes.add(new Lane(lane, drawn == 1 ? "" : "#" + lane));
      moments.addAll(moments(lane, all.get(lane)));
    }
    moments.sort(Comparator.comparing(Moment::at));
    List<Row> rows = new ArrayList<>(moments.stream().map(Moment::row).toList());
    if (rows.size() > MOST_ROWS) {
      int leftOut = rows.size() - MOST_ROWS;
      rows.subList(MOST_ROWS / 2, MOST_ROWS / 2 + leftOut).clear();
      rows.add(MOST_ROWS / 2, note(Sort.LEFT_OUT, leftOut + " more", false));
    }
    run.violations()
        .forEach(
            one ->
                rows.add(
                    note(
                        Sort.NOTE,
                        ScriptText.harmless(Excerpt.of(one.message(), MOST_TEXT)),
                        true)));
    return new ConversationPicture(
        lanes.isEmpty() ? List.of(new Lane(0, "")) : lanes, rows, all.size() - drawn);
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

  private static List<Moment> moments(int lane, Conversation one) {
    List<Moment> moments = new ArrayList<>();
    for (Conversation.Segment came : one.segments()) {
      moments.add(moment(lane, Sort.DATA, Side.CLIENT, came.at(), count(came.bytes())));
    }
    for (Conversation.Segment wrote : one.writes()) {
      moments.add(moment(lane, Sort.DATA, Side.SERVER, wrote.at(), count(wrote.bytes())));
    }
    if (one.end() != End.OPEN) {
      boolean reset = one.end() == End.RESET;
      moments.add(
          moment(
              lane,
              reset ? Sort.RESET : Sort.FIN,
              Side.CLIENT,
              one.endedAt(),
              reset ? "RST" : "FIN (end of stream)"));
    }
    return moments;
  }

  private static String count(int bytes) {
    return ServerScriptText.count(bytes);
  }

  private static Moment moment(int lane, Sort sort, Side side, Duration at, String what) {
    return new Moment(
        at,
        new Row(sort, side, lane, Seconds.of(at), what, Optional.empty(), false, Optional.empty()));
  }
}
