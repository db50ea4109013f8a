package dev.echospec.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.suite.Profile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnsTest {
  private static Member onPort(String name, int port) {
    return new Member(
        name,
        Optional.of(Integer.toString(port)),
        List.of(),
        Profile.CONCURRENT,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        List.of());
  }

  @Test
  void whoeverClaimsWhatIsTakenIsPassedOver() throws Exception {
    Member first = onPort("first", 1);
    Turns turns = new Turns(List.of(first, onPort("same", 1), onPort("other", 2)));

    assertThat(turns.next()).contains(first);
    assertThat(turns.next()).map(Member::name).contains("other");
    CompletableFuture<Optional<Member>> waiting = CompletableFuture.supplyAsync(() -> next(turns));
    assertThat(waiting).isNotDone();
    turns.over(first);

    assertThat(waiting.get(30, TimeUnit.SECONDS)).map(Member::name).contains("same");
    assertThat(turns.next()).isEmpty();
  }

  @Test
  void whoWaitsIsToldOfTheEnd() throws Exception {
    Turns turns = new Turns(List.of(onPort("a", 1), onPort("b", 1)));
    turns.next();
    CompletableFuture<Optional<Member>> waiting = CompletableFuture.supplyAsync(() -> next(turns));

    turns.stop();

    assertThat(waiting.get(30, TimeUnit.SECONDS)).isEmpty();
  }

  private static Optional<Member> next(Turns turns) {
    try {
      return turns.next();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
