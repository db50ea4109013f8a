package dev.echospec.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Grants exclusive resources (ports, addresses, compose files) in the order of the fleet.
 *
 * @param <T> what needs resources
 */
final class ResourceLocks<T> {
  private final List<T> waiting;
  private final Function<T, Set<String>> claims;
  private final Set<String> claimed = new HashSet<>();

  /**
   * Grants nothing yet.
   *
   * @param all that need resources
   * @param claims what each needs, all at once
   */
  ResourceLocks(List<? extends T> all, Function<T, Set<String>> claims) {
    this.waiting = new ArrayList<>(all);
    this.claims = claims;
  }

  /**
   * Waits for one whose resources are free, and claims them for it.
   *
   * @return the next one; empty if none is waiting
   * @throws InterruptedException if the thread is interrupted
   */
  synchronized Optional<T> next() throws InterruptedException {
    while (!waiting.isEmpty()) {
      for (T one : waiting) {
        if (Collections.disjoint(claimed, claims.apply(one))) {
          claimed.addAll(claims.apply(one));
          waiting.remove(one);
          return Optional.of(one);
        }
      }
      wait();
    }
    return Optional.empty();
  }

  /** Releases the resources of one. */
  synchronized void over(T one) {
    claimed.removeAll(claims.apply(one));
    notifyAll();
  }

  /** Drops all that are waiting. */
  synchronized void stop() {
    waiting.clear();
    notifyAll();
  }
}
