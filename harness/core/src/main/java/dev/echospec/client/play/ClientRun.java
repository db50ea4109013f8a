package dev.echospec.client.play;

import java.time.Duration;
import java.util.Optional;

/** One run of a client under test; it has an owner that ends it. */
public interface ClientRun {
  /** Returns the exit status; empty while it runs. */
  Optional<Integer> status();

  /** Returns the processor time of the run and what it started; empty where it is not known. */
  Optional<Duration> processorTime();

  /** Returns how long it has waited for a processor that others had; zero where that is unknown. */
  default Duration waitedForProcessor() {
    return Duration.ZERO;
  }

  /**
   * Ends the run, if it has not ended by itself, and all that it started. Bounded: returns within
   * ten seconds.
   */
  void end();

  /** Returns what it printed; complete once {@link #end} has returned. */
  Captured stdout();

  /** Returns the last of what it printed to its standard error; may be empty. */
  String stderr();
}
