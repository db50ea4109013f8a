package dev.echospec.engine;

import dev.echospec.server.PortTakenException;
import dev.echospec.server.Target;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for a port that the server needs and that is in use, and adds up for how long. That time
 * counts against neither the server nor a case.
 */
final class PortWait {
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(500);

  private final Target target;
  private final Optional<TimeBudget> budget;
  private final RunListener listener;
  private Duration waited = Duration.ZERO;
  private String latest = "";

  /**
   * Waits for one target.
   *
   * @param budget whose clock stands still meanwhile; empty if there is none
   * @param listener is told when the wait begins
   */
  PortWait(Target target, Optional<TimeBudget> budget, RunListener listener) {
    this.target = target;
    this.budget = budget;
    this.listener = listener;
  }

  /**
   * Returns when the port is free.
   *
   * @param why what is in the way, a sentence without its full stop
   * @throws PortTakenException if it is still in use when the limit of the run is reached
   */
  void await(String why) throws PortTakenException {
    long began = System.nanoTime();
    Duration most = left();
    listener.waiting(
        why
            + ": it is waited for, "
            + most.toSeconds()
            + " s at most, with which no case is charged");
    latest = why;
    Optional<String> inTheWay = Optional.of(why);
    while (inTheWay.isPresent() && System.nanoTime() - began < most.toNanos()) {
      LockSupport.parkNanos(POLL);
      inTheWay = target.portInUse();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    waited = waited.plus(took);
    budget.ifPresent(limit -> limit.waited(took));
    if (inTheWay.isPresent()) {
      throw new PortTakenException(
          inTheWay.get()
              + ", after it was waited for "
              + waited.toSeconds()
              + " s in this run: see what has the port, or put {port} into the command's arguments");
    }
  }

  private Duration left() {
    return budget
        .map(TimeBudget::portWaitLeft)
        .orElse(
            waited.compareTo(TimeBudget.PORT_WAIT) < 0
                ? TimeBudget.PORT_WAIT.minus(waited)
                : Duration.ZERO);
  }

  /** Returns the total wait by now. */
  Duration waited() {
    return waited;
  }

  /** Returns a sentence for the report; empty if there was no wait. */
  Optional<String> note() {
    return waited.isZero()
        ? Optional.empty()
        : Optional.of(
            latest
                + ": it was waited "
                + waited.toMillis()
                + " ms for the port, which is counted against neither the server nor a case");
  }
}
