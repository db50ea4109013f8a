package dev.echospec.property;

import dev.echospec.engine.ConformanceRun;
import java.util.Optional;

/**
 * The run that the cases of a thread belong to. jqwik makes {@link CaseLifecycle} by itself, and
 * runs the cases in the thread that launches them: this is how it gets to know the run.
 */
final class CurrentRun {
  private static final ThreadLocal<ConformanceRun> RUN = new ThreadLocal<>();

  private CurrentRun() {}

  /**
   * Makes a run that of this thread while something is done.
   *
   * @param run opened
   * @param work runs the cases, in this thread
   * @throws IllegalStateException if this thread has a run already
   */
  static void during(ConformanceRun run, Runnable work) {
    if (RUN.get() != null) {
      throw new IllegalStateException("a thread has one run at a time");
    }
    RUN.set(run);
    try {
      work.run();
    } finally {
      RUN.remove();
    }
  }

  /** The run of this thread; empty where the cases were not started by the kit. */
  static Optional<ConformanceRun> find() {
    return Optional.ofNullable(RUN.get());
  }
}
