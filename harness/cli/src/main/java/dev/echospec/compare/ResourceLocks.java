package dev.echospec.compare;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Grants exclusive resources (ports, addresses, compose files) in the order of the fleet. */
final class ResourceLocks {
  private final List<Member> waiting;
  private final Set<String> claimed = new HashSet<>();

  ResourceLocks(List<Member> members) {
    waiting = new ArrayList<>(members);
  }

  /**
   * Waits for a member whose resource is free, and claims the resource for it.
   *
   * @return the next member; empty if none is waiting
   * @throws InterruptedException if the thread is interrupted
   */
  synchronized Optional<Member> next() throws InterruptedException {
    while (!waiting.isEmpty()) {
      for (Member member : waiting) {
        if (member.claim().map(claimed::add).orElse(true)) {
          waiting.remove(member);
          return Optional.of(member);
        }
      }
      wait();
    }
    return Optional.empty();
  }

  /** Releases the resource of a member. */
  synchronized void over(Member member) {
    member.claim().ifPresent(claimed::remove);
    notifyAll();
  }

  /** Drops all members that are waiting. */
  synchronized void stop() {
    waiting.clear();
    notifyAll();
  }
}
