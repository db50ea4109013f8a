package dev.echospec.engine;

import dev.echospec.play.Event;
import dev.echospec.play.Transcript;
import dev.echospec.server.LinuxProc;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The connections that the kernel of this machine tracks, because of a firewall or a container
 * engine: it keeps each for two minutes beyond its end, and drops the packets of new ones without a
 * word while the table is full. To the client a server then seems not to answer.
 */
final class ConnectionTable {
  /** Limit of the wait for room. */
  static final Duration MOST = Duration.ofSeconds(75);

  /** The table counts as full from N of {@link #PARTS} parts on: it is seconds since the drop. */
  private static final int FULL = 7;

  private static final int PARTS = 8;
  private static final long POLL = Duration.ofMillis(200).toNanos();
  private static final String COUNT = "sys/net/netfilter/nf_conntrack_count";
  private static final String BOUND = "sys/net/netfilter/nf_conntrack_max";

  private final Function<String, Optional<String>> kernel;

  /** The table of this machine; never full where there is none. */
  ConnectionTable() {
    this(LinuxProc::kernel);
  }

  /** A table with other files of /proc. */
  ConnectionTable(Function<String, Optional<String>> kernel) {
    this.kernel = kernel;
  }

  /** Returns true if a connect had no answer, and the table may be the reason. */
  boolean mayHaveDropped(Transcript seen) {
    return seen.events().stream()
            .anyMatch(
                event ->
                    event instanceof Event.NotConnected failed
                        && failed.why() == Event.NotConnected.Why.NO_ANSWER)
        && isFull();
  }

  boolean isFull() {
    long bound = number(BOUND);
    return bound > 0 && number(COUNT) >= bound / PARTS * FULL;
  }

  private long number(String file) {
    return kernel
        .apply(file)
        .filter(text -> text.matches("[0-9]{1,18}"))
        .map(Long::valueOf)
        .orElse(0L);
  }

  /**
   * Waits until there is room, up to {@link #MOST}.
   *
   * @param over ends the wait
   * @return how long it took
   */
  Duration awaitRoom(BooleanSupplier over) {
    long began = System.nanoTime();
    while (isFull()
        && System.nanoTime() - began < MOST.toNanos()
        && !over.getAsBoolean()
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(POLL);
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
