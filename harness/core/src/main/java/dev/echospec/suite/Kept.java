package dev.echospec.suite;

import dev.echospec.script.Payload;
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
  /** What is sent on such a connection. */
  public static final Payload MESSAGE = Payload.of("still there?\n");

  /**
   * A connection that the server did not keep.
   *
   * @param age upper bound of the time it was open
   * @param quiet upper bound of the silence before its loss
   * @param used true if a message was sent on it
   */
  public record Loss(Duration age, Duration quiet, boolean used) {}

  /** True if anything was ever answered on it, or it was lost. */
  boolean wasAnswered() {
    return uses > 0 || lost.isPresent();
  }
}
