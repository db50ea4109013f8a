package dev.echospec.engine;

import dev.echospec.suite.Violated.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What has failed in a case: the first failure, and ever shorter ones. */
final class Counterexamples {
  private final List<Observation> all = new ArrayList<>();
  private final LongSupplier clock;
  private Observation first;
  private int foundAfter;
  private long foundAt;
  private long latestAt;

  /**
   * @param clock of the run, in nanoseconds
   */
  Counterexamples(LongSupplier clock) {
    this.clock = clock;
  }

  /**
   * A failure was found that is no shorter form of another.
   *
   * @param tries so many had been made by then
   */
  void found(Observation sight, int tries) {
    first = sight;
    all.add(sight);
    foundAfter = tries;
    foundAt = clock.getAsLong();
    latestAt = foundAt;
  }

  /** A shorter script was found that fails in the same way. */
  void shorter(Observation sight) {
    all.add(sight);
    latestAt = clock.getAsLong();
  }

  boolean isEmpty() {
    return first == null;
  }

  Optional<Observation> first() {
    return Optional.ofNullable(first);
  }

  /** The first failure and ever shorter ones after it. */
  List<Observation> all() {
    return List.copyOf(all);
  }

  /** How many tries had been made when the first was found. */
  int foundAfter() {
    return foundAfter;
  }

  /** When the first was found, as the clock counts. */
  long foundAt() {
    return foundAt;
  }

  /** How long ago the first was found. */
  Duration sinceFound() {
    return Duration.ofNanos(clock.getAsLong() - foundAt);
  }

  /** When the shortest was found, as the clock counts. */
  long latestAt() {
    return latestAt;
  }
}
