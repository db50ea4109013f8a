package dev.echospec.engine;

import dev.echospec.server.Resources;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Counts what the server holds before and after conversations: it should release all of it. */
final class ReleaseCheck {
  private static final int CONVERSATIONS = 50;

  /** Time for a correct server to free what it held, in nanoseconds. */
  private static final long FREEING = TimeUnit.SECONDS.toNanos(8);

  private static final long FREEING_POLL = TimeUnit.MILLISECONDS.toNanos(50);

  private final ServerUnderTest server;
  private final BooleanSupplier stopped;

  ReleaseCheck(ServerUnderTest server, BooleanSupplier stopped) {
    this.server = server;
    this.stopped = stopped;
  }

  /** Returns why nothing can be counted here; empty if it can. */
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
   * The outcome of a count.
   *
   * @param counted true if every count that was needed could be made
   * @param tooMuch what the server holds too much, in words; empty if nothing is known of that kind
   */
  record Count(boolean counted, Optional<String> tooMuch) {}

  /**
   * Counts before and after many conversations, and waits a little for what is freed late.
   *
   * @param conversation plays one conversation; called many times
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
   * Returns in words what grew by more than half a piece a conversation, since pools may grow a
   * little: an empty text if nothing did, and empty if a count is missing.
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
