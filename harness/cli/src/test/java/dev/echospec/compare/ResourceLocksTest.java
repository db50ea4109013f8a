package dev.echospec.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.echospec.server.Confinement;
import dev.echospec.suite.Profile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResourceLocksTest {
  private static Member onPort(String name, int port) {
    return new Member(
        name,
        Optional.of(Integer.toString(port)),
        List.of(),
        Profile.CONCURRENT,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Confinement.DEFAULT,
        List.of());
  }

  private static ResourceLocks<Member> locks(Member... members) {
    return new ResourceLocks<>(
        List.of(members), member -> member.claim().map(Set::of).orElse(Set.of()));
  }

  @Test
  void whoeverClaimsWhatIsTakenIsPassedOver() throws Exception {
    Member first = onPort("first", 1);
    ResourceLocks<Member> turns = locks(first, onPort("same", 1), onPort("other", 2));

    assertThat(turns.next()).contains(first);
    assertThat(turns.next()).map(Member::name).contains("other");
    Waiter waiter = Waiter.of(turns);
    turns.over(first);

    assertThat(waiter.told()).map(Member::name).contains("same");
    assertThat(turns.next()).isEmpty();
  }

  @Test
  void whatOthersGiveBackIsNotEnough() throws Exception {
    Member other = onPort("other", 2);
    ResourceLocks<Member> turns = locks(onPort("first", 1), other, onPort("same", 1));
    turns.next();
    turns.next();
    Waiter waiter = Waiter.of(turns);

    turns.over(other);

    // It has looked again, and waits again: had it been given a turn, it would have ended.
    waiter.awaitsItsTurn();
    turns.stop();
    assertThat(waiter.told()).isEmpty();
  }

  @Test
  void whoWaitsIsToldOfTheEnd() throws Exception {
    ResourceLocks<Member> turns = locks(onPort("a", 1), onPort("b", 1));
    turns.next();
    Waiter waiter = Waiter.of(turns);

    turns.stop();

    assertThat(waiter.told()).isEmpty();
  }

  /** A thread that waits for its turn. */
  private static final class Waiter {
    private final CompletableFuture<Optional<Member>> told = new CompletableFuture<>();
    private final Thread thread;

    private Waiter(ResourceLocks<Member> turns) {
      thread =
          new Thread(
              () -> {
                try {
                  told.complete(turns.next());
                } catch (InterruptedException e) {
                  told.completeExceptionally(e);
                }
              });
      thread.setDaemon(true);
    }

    /** Starts one, and returns once it waits: what ends its wait is what the test does next. */
    static Waiter of(ResourceLocks<Member> turns) {
      Waiter waiter = new Waiter(turns);
      waiter.thread.start();
      waiter.awaitsItsTurn();
      return waiter;
    }

    void awaitsItsTurn() {
      await().atMost(Duration.ofSeconds(30)).until(() -> thread.getState() == Thread.State.WAITING);
    }

    Optional<Member> told() throws Exception {
      return told.get(30, TimeUnit.SECONDS);
    }
  }
}
