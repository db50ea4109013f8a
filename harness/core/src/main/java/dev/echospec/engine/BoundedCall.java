package dev.echospec.engine;

import dev.echospec.server.TargetException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs work that may hang in a thread of its own, which is interrupted at a deadline. */
final class BoundedCall {
  private BoundedCall() {}

  /** Something done to a target. */
  interface Work {
    void perform() throws TargetException;
  }

  /**
   * Waits until the work is done or the deadline has passed; an interrupt does not end the wait.
   *
   * @param name of the thread
   * @param nanoTime the deadline, as {@link System#nanoTime} counts
   * @return true if the work was done; if not, its thread, a daemon, may still be running
   * @throws TargetException as the work does
   */
  static boolean until(long nanoTime, String name, Work work) throws TargetException {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              work.perform();
              return null;
            });
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          task.get(Math.max(0, nanoTime - System.nanoTime()), TimeUnit.NANOSECONDS);
          return true;
        } catch (InterruptedException e) {
          // The deadline is near, and half of the work must not be left.
          interrupted = true;
        }
      }
    } catch (TimeoutException e) {
      task.cancel(true);
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TargetException expected) {
        throw expected;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
