package dev.echospec.play;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen while a script was played.
 *
 * @param events in the order in which they were seen
 * @param received what came back, by connection number
 * @param elapsed how long the play took
 */
public record Transcript(List<Event> events, Map<Integer, Received> received, Duration elapsed) {
  /** Copies the lists. */
  public Transcript {
    events = List.copyOf(events);
    received = Map.copyOf(received);
  }

  /**
   * @param connection its number
   * @return what came back there; nothing if it was never connected
   */
  public Received received(int connection) {
    return received.getOrDefault(connection, Received.NOTHING);
  }

  /**
   * @return whether the play was ended before its time, which is nobody's fault
   */
  public boolean isCutShort() {
    return events.stream().anyMatch(Event.TimeUp.class::isInstance);
  }

  /**
   * @param kind a kind of event
   * @param connection its number
   * @return the first such event on that connection
   */
  public <E extends Event> Optional<E> first(Class<E> kind, int connection) {
    for (Event event : events) {
      if (event.connection() == connection && kind.isInstance(event)) {
        return Optional.of(kind.cast(event));
      }
    }
    return Optional.empty();
  }
}
