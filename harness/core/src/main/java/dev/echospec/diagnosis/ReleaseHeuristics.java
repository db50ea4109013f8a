package dev.echospec.diagnosis;

import static dev.echospec.diagnosis.Heuristic.suggests;

import dev.echospec.judge.Violation.Excess;
import java.util.List;

/** Causes that show in what a server holds, as it is counted from outside. */
final class ReleaseHeuristics {
  static final List<Heuristic> ALL =
      List.of(
          suggests(Cause.LEAKS_CHILDREN, 95, c -> c.holds(Excess.ZOMBIES, Excess.PROCESSES)),
          suggests(Cause.LEAKS_THREADS, 90, c -> c.holds(Excess.THREADS)),
          suggests(Cause.LEAKS_DESCRIPTORS, 75, c -> c.holds(Excess.DESCRIPTORS)),
          suggests(Cause.QUEUES_WITHOUT_BOUND, 95, c -> c.holds(Excess.UNREAD_ECHO)),
          suggests(Cause.KEEPS_WHAT_IT_ECHOES, 90, c -> c.holds(Excess.DELIVERED_ECHO)));

  private ReleaseHeuristics() {}
}
