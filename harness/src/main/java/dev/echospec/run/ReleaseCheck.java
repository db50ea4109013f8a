package dev.echospec.run;

import dev.echospec.target.Resources;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Whether the server lets go of what conversations took: counts what it holds. */
final class ReleaseCheck {
  private static final int CONVERSATIONS = 50;

  /** A correct server may free what it held some seconds late. */
  private static final long FREEING = TimeUnit.SECONDS.toNanos(8);

  private static final long FREEING_POLL = TimeUnit.MILLISECONDS.toNanos(50);

  private final ServerUnderTest server;
  private final BooleanSupplier stopped;

  ReleaseCheck(ServerUnderTest server, BooleanSupplier stopped) {
    this.server = server;
    this.stopped = stopped;
  }

  /** Why nothing can be counted here, if so. */
  Optional<String> impossible() {
    if (server.resources().isEmpty()) {
      return Optional.of(
          "descriptors, threads and processes of this kind of target cannot be counted from here");
    }
    if (server.resources().filter(held -> held.descriptors() < 0).isPresent()) {
      return Optional.of(
          "the descriptors of this container cannot be counted: it has no shell that may look at the"
              + " server's, and neither may this user from outside");
    }
    return Optional.empty();
  }

  /**
   * Counts before and after some work, and waits a little for what is freed late.
   *
   * @param conversation is done again and again
   * @return what is held too much, in words; empty if nothing is
   */
  Optional<String> heldAfter(Runnable conversation) {
    for (int i = 0; i < CONVERSATIONS / 5; i++) {
      conversation.run();
    }
    Optional<Resources> before = server.resources();
    for (int i = 0; i < CONVERSATIONS; i++) {
      conversation.run();
    }
    long until = System.nanoTime() + FREEING;
    String more = more(before, server.resources());
    while (!more.isEmpty() && System.nanoTime() < until && !stopped.getAsBoolean()) {
      LockSupport.parkNanos(FREEING_POLL);
      more = more(before, server.resources());
    }
    return more.isEmpty()
        ? Optional.empty()
        : Optional.of("after " + CONVERSATIONS + " conversations the server holds " + more);
  }

  /** What there is more of than half a piece a conversation; pools may grow a little. */
  private static String more(Optional<Resources> before, Optional<Resources> after) {
    if (before.isEmpty() || after.isEmpty()) {
      return "";
    }
    String more =
        more(after.get().descriptors() - before.get().descriptors(), "descriptors")
            + more(after.get().threads() - before.get().threads(), "threads")
            + more(after.get().zombies() - before.get().zombies(), "zombies")
            + more(after.get().processes() - before.get().processes(), "processes");
    return more.isEmpty() ? "" : more.substring(2) + " more than before";
  }

  private static String more(int count, String what) {
    return count > CONVERSATIONS / 2 ? ", " + count + " " + what : "";
  }
}
