package dev.echospec.play;

import dev.echospec.script.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the player observed while it played a script.
 *
 * @param events in the order of observation
 * @param received what was received, by connection number
 * @param elapsed duration of the play
 * @param leftOut how many events between the first and the second half of those here are not known:
 *     0, unless the transcript was read from a file
 */
public record Transcript(
    List<Event> events, Map<Integer, Received> received, Duration elapsed, int leftOut) {
  /** Copies the lists. */
  public Transcript {
    events = List.copyOf(events);
    received = Map.copyOf(received);
  }

  /** Creates a transcript of all events. */
  public Transcript(List<Event> events, Map<Integer, Received> received, Duration elapsed) {
    this(events, received, elapsed, 0);
  }

  /**
   * Appends the transcript of a second script.
   *
   * @param script the script of this transcript
   * @param next the transcript of the second script
   * @return the transcript of {@link Script#then both} in one play
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
   * Returns what was received on a connection; nothing if it was never connected.
   *
   * @param connection its number
   */
  public Received received(int connection) {
    return received.getOrDefault(connection, Received.NOTHING);
  }

  /** Returns whether the total time limit cut the play short, which is no fault of the server. */
  public boolean isCutShort() {
    return events.stream().anyMatch(Event.TimeUp.class::isInstance);
  }

  /**
   * Returns the first event of a kind on a connection.
   *
   * @param kind a kind of event
   * @param connection its number
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
