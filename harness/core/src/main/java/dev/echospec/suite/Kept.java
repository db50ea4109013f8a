package dev.echospec.suite;

import java.time.Duration;
import java.util.Optional;

/**
 * The fate of a connection that was kept open during the other cases.
 *
 * @param age how long it was known to be open
 * @param uses number of messages that were echoed on it
 * @param lost how the server gave it up; empty if it still serves
 */
public record Kept(Duration age, int uses, Optional<Loss> lost) {
  /**
   * A connection that the server did not keep.
   *
   * @param age upper bound of the time it was open
   * @param quiet upper bound of the silence before its loss
   */
  public record Loss(Duration age, Duration quiet) {}

  /** True if anything was ever answered on it, or it was lost. */
  boolean wasAnswered() {
    return uses > 0 || lost.isPresent();
  }
}
