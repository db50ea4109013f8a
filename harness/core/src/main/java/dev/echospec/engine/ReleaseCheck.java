package dev.echospec.engine;

import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Excess;
import dev.echospec.server.Resources;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

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
   * @param violation what the server holds too much of; empty if nothing is known of that kind
   */
  record Count(boolean counted, Optional<Violation> violation) {}

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
    Optional<Map<Excess, Integer>> more = more(before, counted());
    while (more.filter(held -> !held.isEmpty()).isPresent()
        && System.nanoTime() < until
        && !stopped.getAsBoolean()) {
      LockSupport.parkNanos(FREEING_POLL);
      more = more(before, counted());
    }
    return new Count(
        more.isPresent(), more.filter(held -> !held.isEmpty()).map(ReleaseCheck::notReleased));
  }

  private static Violation notReleased(Map<Excess, Integer> more) {
    String held =
        more.entrySet().stream()
            .map(each -> each.getValue() + " " + each.getKey().name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return Violation.notReleased(
        more.keySet(),
        "after " + CONVERSATIONS + " conversations the server holds " + held + " more than before");
  }

  private Optional<Resources> counted() {
    return server.resources().filter(held -> held.descriptors() >= 0);
  }

  /**
   * What there is more of than half a piece a conversation; pools may grow a little. Empty where a
   * count is missing, and an empty map where nothing is too much.
   */
  private static Optional<Map<Excess, Integer>> more(
      Optional<Resources> before, Optional<Resources> after) {
    if (before.isEmpty() || after.isEmpty()) {
      return Optional.empty();
    }
    Map<Excess, Integer> more = new EnumMap<>(Excess.class);
    more.put(Excess.DESCRIPTORS, after.get().descriptors() - before.get().descriptors());
    more.put(Excess.THREADS, after.get().threads() - before.get().threads());
    more.put(Excess.ZOMBIES, after.get().zombies() - before.get().zombies());
    more.put(Excess.PROCESSES, after.get().processes() - before.get().processes());
    more.values().removeIf(count -> count <= CONVERSATIONS / 2);
    return Optional.of(more);
  }
}
