package dev.echospec.engine;

import dev.echospec.server.Resources;
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
   * What counting came to.
   *
   * @param counted whether every count that was needed could be made
   * @param tooMuch what the server holds too much, in words; empty if nothing is known of that kind
   */
  record Count(boolean counted, Optional<String> tooMuch) {}

  /**
   * Counts before and after some work, and waits a little for what is freed late.
   *
   * @param conversation is done again and again
   * @return what is held then
   */
  Count heldAfter(Runnable conversation) {
    for (int i = 0; i < CONVERSATIONS / 5; i++) {
      conversation.run();
    }
    Optional<Resources> before = counted();
    for (int i = 0; i < CONVERSATIONS; i++) {
      conversation.run();
    }
    long until = System.nanoTime() + FREEING;
    Optional<String> more = more(before, counted());
    while (more.filter(text -> !text.isEmpty()).isPresent()
        && System.nanoTime() < until
        && !stopped.getAsBoolean()) {
      LockSupport.parkNanos(FREEING_POLL);
      more = more(before, counted());
    }
    return new Count(
        more.isPresent(),
        more.filter(text -> !text.isEmpty())
            .map(text -> "after " + CONVERSATIONS + " conversations the server holds " + text));
  }

  private Optional<Resources> counted() {
    return server.resources().filter(held -> held.descriptors() >= 0);
  }

  /**
   * What there is more of than half a piece a conversation; pools may grow a little. Empty where a
   * count is missing, and the empty text where nothing is too much.
   */
  private static Optional<String> more(Optional<Resources> before, Optional<Resources> after) {
    if (before.isEmpty() || after.isEmpty()) {
      return Optional.empty();
    }
    String more =
        more(after.get().descriptors() - before.get().descriptors(), "descriptors")
            + more(after.get().threads() - before.get().threads(), "threads")
            + more(after.get().zombies() - before.get().zombies(), "zombies")
            + more(after.get().processes() - before.get().processes(), "processes");
    return Optional.of(more.isEmpty() ? "" : more.substring(2) + " more than before");
  }

  private static String more(int count, String what) {
    return count > CONVERSATIONS / 2 ? ", " + count + " " + what : "";
  }
}
