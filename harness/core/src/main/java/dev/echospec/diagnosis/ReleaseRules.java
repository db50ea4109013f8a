package dev.echospec.diagnosis;

import static dev.echospec.diagnosis.Heuristic.rule;

import dev.echospec.judge.Violation.Kind;
import java.util.List;

/** Causes that show in what a server holds, as it is counted from outside. */
final class ReleaseRules {
  static final List<Heuristic> RULES =
      List.of(
          rule(
              Cause.LEAKS_CHILDREN,
              95,
              c -> c.is(Kind.NOT_RELEASED) && c.message().matches(".*(zombies|processes).*")),
          rule(
              Cause.LEAKS_THREADS,
              90,
              c -> c.is(Kind.NOT_RELEASED) && c.message().contains("threads")),
          rule(
              Cause.LEAKS_DESCRIPTORS,
              75,
              c -> c.is(Kind.NOT_RELEASED) && c.message().contains("descriptors")),
          rule(
              Cause.QUEUES_WITHOUT_BOUND,
              95,
              c -> c.is(Kind.NOT_RELEASED) && c.message().contains("before anything is read")),
          rule(
              Cause.KEEPS_WHAT_IT_ECHOES,
              90,
              c -> c.is(Kind.NOT_RELEASED) && c.message().contains("keeps what it echoes")));

  private ReleaseRules() {}
}
