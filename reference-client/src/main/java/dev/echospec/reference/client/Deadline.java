package dev.echospec.reference.client;

import java.time.Duration;

/** A moment that waiting must not pass. */
record Deadline(long atNanos) {

  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** Zero or less when it has passed. */
  long remainingNanos() {
    return atNanos - System.nanoTime();
  }

  boolean passed() {
    return remainingNanos() <= 0;
  }

  /** At least 1: a selector takes 0 for "no limit". */
  long selectMillis() {
    return Math.max(1, remainingNanos() / 1_000_000);
  }
}
