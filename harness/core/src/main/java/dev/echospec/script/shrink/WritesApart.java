package dev.echospec.script.shrink;

import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes that follow one another at once may come to the server in any number of reads, which a
 * fault may depend on. With a pause between them each has a read of its own.
 */
public final class WritesApart {
  /** Shortest pause after which a server has read what was written before it, in milliseconds. */
  private static final int PAUSE = 5;

  /** A script with more writes is left as it is: its pauses would take longer than 2.5 s. */
  private static final int MOST = 500;

  private WritesApart() {}

  /**
   * Returns a script with pauses between writes that follow one another at once on a connection.
   *
   * @return empty if it has no such writes, or too many
   */
  public static Optional<Script> of(Script script) {
    Set<Integer> behind = behindAnother(script);
    if (behind.isEmpty() || behind.size() > MOST) {
      return Optional.empty();
    }
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < script.steps().size(); i++) {
      if (behind.contains(i)) {
        steps.add(new Step.Pause(PAUSE));
      }
      steps.add(script.steps().get(i));
    }
    return Optional.of(new Script(steps));
  }

  /**
   * Returns a script without the pauses that {@link #of} puts between writes.
   *
   * @return empty if it has none
   */
  public static Optional<Script> undone(Script script) {
    List<Step> steps = new ArrayList<>(script.steps());
    boolean changed = steps.removeIf(new Step.Pause(PAUSE)::equals);
    return changed ? Optional.of(new Script(steps)) : Optional.empty();
  }

  /** Returns true if a script has writes that may be read as one. */
  public static boolean areMissingIn(Script script) {
    return !behindAnother(script).isEmpty();
  }

  /** Returns the places of the writes that follow another one of their connection at once. */
  private static Set<Integer> behindAnother(Script script) {
    Set<Integer> places = new HashSet<>();
    Set<Integer> written = new HashSet<>();
    for (int i = 0; i < script.steps().size(); i++) {
      Step step = script.steps().get(i);
      switch (step.kind()) {
        case SEND -> {
          if (!written.add(((Step.Send) step).connection())) {
            places.add(i);
          }
        }
        case READ -> written.remove(((Step.Read) step).connection());
        case PAUSE -> {
          if (((Step.Pause) step).millis() >= PAUSE) {
            written.clear();
          }
        }
        case CONNECT, READ_TO_END, HALF_CLOSE, STOP_READING, RESUME_READING, RESET, CLOSE -> {}
      }
    }
    return places;
  }
}
