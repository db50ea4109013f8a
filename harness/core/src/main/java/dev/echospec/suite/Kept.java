package dev.echospec.suite;

import java.time.Duration;
import java.util.Optional;

/**
 * What became of a connection that was kept open beside the other cases.
 *
 * @param age how long it was open by the end, or when it was last seen to be
 * @param uses how many messages were sent on it and came back
 * @param lost how it went wrong; empty if it serves on
 */
public record Kept(Duration age, int uses, Optional<Loss> lost) {
  /**
   * A connection that the server did not keep.
   *
   * @param age how long it was open at most
   * @param quiet how long nothing was sent on it before that, at most
   */
  public record Loss(Duration age, Duration quiet) {}

  /** Whether anything was ever answered on it, or it had not to. */
  boolean wasAnswered() {
    return uses > 0 || lost.isPresent();
  }
}
