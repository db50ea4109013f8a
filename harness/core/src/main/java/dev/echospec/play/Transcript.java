package dev.echospec.play;

import dev.echospec.script.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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
   * Puts what was seen of a second script behind what was seen of a first one.
   *
   * @param script the first script
   * @param next what was seen of the second
   * @return what would have been seen of {@link Script#then both} in one play
   */
  public Transcript then(Script script, Transcript next) {
    int numbers = script.usedNumbers();
    List<Event> all = new ArrayList<>(events);
    next.events.forEach(e -> all.add(e.after(script.steps().size(), numbers, elapsed)));
    Map<Integer, Received> both = new HashMap<>(received);
    next.received.forEach((connection, came) -> both.put(numbers + connection, came));
    return new Transcript(all, both, elapsed.plus(next.elapsed));
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
