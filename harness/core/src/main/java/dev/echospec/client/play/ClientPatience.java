package dev.echospec.client.play;

import dev.echospec.client.script.ServerScript;
import java.time.Duration;

/**
 * How long the player waits for a client.
 *
 * @param idle longest time in which neither side does anything; every byte and every step of the
 *     server restarts it
 */
public record ClientPatience(Duration idle) {
  /** Shorter waits are the scheduler's, not the client's. */
  public static final Duration FLOOR = Duration.ofSeconds(2);

  /**
   * Rate that a correct client reaches even if it prints each byte by itself, in bytes a second.
   */
  private static final long SLOWEST = 64 << 10;

  private static final int LEAST_WAITS = 3;

  /** Returns a patience of twice this one, to confirm a failure. */
  public ClientPatience doubled() {
    return new ClientPatience(idle.multipliedBy(2));
  }

  /** Returns the bound of a whole run, whatever the client does. */
  public Duration total(ServerScript script) {
    return idle.multipliedBy(LEAST_WAITS)
        .plusMillis(script.pauses())
        .plusSeconds(2 * script.message().length() / SLOWEST);
  }
}
