package dev.echospec.property;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets several runs of one virtual machine use jqwik in turn: its stores are kept in one map for
 * all executions, and "cannot handle concurrent execution of properties" (StoreRepository). The
 * turn is held while jqwik works, and given up while a case talks to its server, so that runs wait
 * for each other for no more than the generation of a script.
 */
final class JqwikTurn {
  private static final ReentrantLock TURN = new ReentrantLock(true);

  private JqwikTurn() {}

  /** Waits for the turn and keeps it during some work of jqwik's. */
  static <T> T taken(Supplier<T> work) {
    TURN.lock();
    try {
      return work.get();
    } finally {
      TURN.unlock();
    }
  }

  /** Gives the turn, which this thread has, to others during some work of the run's. */
  static <T> T given(Supplier<T> work) {
    TURN.unlock();
    try {
      return work.get();
    } finally {
      TURN.lock();
    }
  }
}
