package dev.echospec.reference.client;

import java.time.Duration;

/** A point in time that no wait may pass. */
record Deadline(long atNanos) {

  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** Remaining time; zero or less if it has passed. */
  long remainingNanos() {
    return atNanos - System.nanoTime();
  }

  boolean passed() {
    return remainingNanos() <= 0;
  }

  /** Remaining milliseconds, at least 1: a selector takes 0 for "no limit". */
  long selectMillis() {
    return Math.max(1, remainingNanos() / 1_000_000);
  }
}
