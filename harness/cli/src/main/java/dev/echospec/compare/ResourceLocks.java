package dev.echospec.compare;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whose turn it is: in the order of the fleet, but nobody while another has what he claims. */
final class ResourceLocks {
  private final List<Member> waiting;
  private final Set<String> claimed = new HashSet<>();

  ResourceLocks(List<Member> members) {
    waiting = new ArrayList<>(members);
  }

  /**
   * Waits until somebody's turn comes.
   *
   * @return who is next; empty if nobody waits any more
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

  /** Gives back what a member had claimed. */
  synchronized void over(Member member) {
    member.claim().ifPresent(claimed::remove);
    notifyAll();
  }

  /** Nobody's turn comes any more. */
  synchronized void stop() {
    waiting.clear();
    notifyAll();
  }
}
