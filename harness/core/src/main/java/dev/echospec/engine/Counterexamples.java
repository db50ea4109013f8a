package dev.echospec.engine;

import dev.echospec.suite.Violated.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The failures of a case: the first, and ever shorter ones. */
final class Counterexamples {
  private final List<Observation> all = new ArrayList<>();
  private final LongSupplier clock;
  private @Nullable Observation first;
  private int foundAfter;
  private long foundAt;
  private long latestAt;
  private boolean comeAndGo;

  /** Dates failures by a clock in nanoseconds. */
  Counterexamples(LongSupplier clock) {
    this.clock = clock;
  }

  /**
   * Adds the first failure.
   *
   * @param tries number of tries made when the failure was found
   */
  void found(Observation sight, int tries) {
    first = sight;
    all.add(sight);
    foundAfter = tries;
    foundAt = clock.getAsLong();
    latestAt = foundAt;
  }

  /** Adds a failure of a shorter script. */
  void shorter(Observation sight) {
    all.add(sight);
    latestAt = clock.getAsLong();
  }

  /** Notes whether the shortest one fails in each play, or only in some: by chance. */
  void comeAndGo(boolean inSome) {
    comeAndGo = inSome;
  }

  /** True if the shortest one is known not to fail in each play. */
  boolean doComeAndGo() {
    return comeAndGo;
  }

  boolean isEmpty() {
    return first == null;
  }

  Optional<Observation> first() {
    return Optional.ofNullable(first);
  }

  /** Returns the shortest one. */
  Optional<Observation> latest() {
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** Returns the failures, from the first to the shortest. */
  List<Observation> all() {
    return List.copyOf(all);
  }

  /** Returns the number of tries made when the first was found. */
  int foundAfter() {
    return foundAfter;
  }

  /** Returns when the first was found. */
  long foundAt() {
    return foundAt;
  }

  /** Returns the time since the first was found. */
  Duration sinceFound() {
    return Duration.ofNanos(clock.getAsLong() - foundAt);
  }

  /** Returns when the shortest was found. */
  long latestAt() {
    return latestAt;
  }
}
