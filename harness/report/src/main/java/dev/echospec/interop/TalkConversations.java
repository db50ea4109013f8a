package dev.echospec.interop;

import dev.echospec.client.play.Conversation;
import dev.echospec.client.play.Conversation.End;
import dev.echospec.client.play.Conversation.Segment;
import dev.echospec.script.Payload;
import dev.echospec.tap.Side;
import dev.echospec.tap.TapEvent;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What went through a relay, as if the kit had played the server itself. */
final class TalkConversations {
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final List<Segment> segments = new ArrayList<>();
  private final List<Segment> writes = new ArrayList<>();
  private long answered;
  private End end = End.OPEN;
  private Duration endedAt = Duration.ZERO;

  private TalkConversations() {}

  static List<Conversation> of(List<TapEvent> events) {
    Map<Integer, TalkConversations> all = new TreeMap<>();
    for (TapEvent event : events) {
      all.computeIfAbsent(event.connection(), c -> new TalkConversations()).happened(event);
    }
    return all.values().stream().map(TalkConversations::seen).toList();
  }

  private void happened(TapEvent event) {
    int count = event.bytes().length;
    switch (event.kind()) {
      case DATA -> {
        if (event.side() == Side.CLIENT) {
          received.writeBytes(event.bytes());
          segments.add(new Segment(event.at(), count));
        } else {
          // Whether these are the bytes of the echo shows in what the client prints.
          answered += count;
          writes.add(new Segment(event.at(), count));
        }
      }
      case END, RESET -> {
        if (event.side() == Side.CLIENT && end == End.OPEN) {
          end = event.kind() == TapEvent.Kind.END ? End.CLOSED : End.RESET;
          endedAt = event.at();
        }
      }
      case CONNECTED, REFUSED, STOPPED_READING, RESUMED_READING -> {
        // Not the client's doing, or nothing that is judged.
      }
    }
  }

  private Conversation seen() {
    byte[] bytes = received.toByteArray();
    return new Conversation(
        Payload.of(bytes), bytes.length, segments, writes, answered, true, end, endedAt);
  }
}
