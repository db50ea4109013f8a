package dev.echospec.interop;

import dev.echospec.tap.Side;
import dev.echospec.tap.TapEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Keeps what went through a relay, up to a bound. Thread-safe. */
final class TalkLog implements TapEvent.Listener {
  /** A client that never stops sending must not fill the memory. */
  private static final int MOST_BYTES = 2 << 20;

  private static final int MOST_EVENTS = 20_000;

  private final List<TapEvent> events = new ArrayList<>();
  private final Set<Integer> open = new HashSet<>();
  private long bytes;
  private long lastMove = System.nanoTime();

  @Override
  public synchronized void happened(TapEvent event) {
    lastMove = System.nanoTime();
    if (event.kind() == TapEvent.Kind.CONNECTED) {
      open.add(event.connection());
    } else if (event.kind() == TapEvent.Kind.REFUSED
        || event.side() == Side.CLIENT
            && (event.kind() == TapEvent.Kind.END || event.kind() == TapEvent.Kind.RESET)) {
      open.remove(event.connection());
    }
    bytes += event.bytes().length;
    if (bytes <= MOST_BYTES && events.size() < MOST_EVENTS) {
      events.add(event);
    }
  }

  /** Returns when something happened last, as {@link System#nanoTime} counts. */
  synchronized long lastMove() {
    return lastMove;
  }

  /** Returns whether a client may yet say that it ends a connection. */
  synchronized boolean isOpen() {
    return !open.isEmpty();
  }

  synchronized List<TapEvent> events() {
    return List.copyOf(events);
  }
}
