package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.play.Event;
import dev.echospec.play.Event.NotConnected.Why;
import dev.echospec.play.Transcript;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The connections that the kernel tracks. */
class ConnectionTableTest {
  private final AtomicInteger count = new AtomicInteger(800);

  private ConnectionTable table(String bound) {
    return new ConnectionTable(
        file ->
            file.endsWith("_max")
                ? Optional.of(bound)
                : Optional.of(Integer.toString(count.getAndAdd(-100))));
  }

  private static Transcript of(Event event) {
    return new Transcript(List.of(event), Map.of(), Duration.ofSeconds(8), 0);
  }

  @Test
  void isFullFromSevenEighthsOn() {
    assertThat(table("800").isFull()).isTrue();
    assertThat(table("800").isFull()).as("at 700").isTrue();
    assertThat(table("800").isFull()).as("at 600").isFalse();
  }

  @Test
  void isNeverFullWhereThereIsNone() {
    assertThat(new ConnectionTable(file -> Optional.empty()).isFull()).isFalse();
    assertThat(new ConnectionTable(file -> Optional.of("many")).isFull()).isFalse();
  }

  @Test
  void explainsAConnectWithoutAnAnswerAndNothingElse() {
    Event silence = new Event.NotConnected(0, 0, Duration.ofSeconds(8), Why.NO_ANSWER);
    Event refusal = new Event.NotConnected(0, 0, Duration.ZERO, Why.REFUSED);

    assertThat(table("800").mayHaveDropped(of(silence))).isTrue();
    assertThat(table("8000").mayHaveDropped(of(silence))).isFalse();
    assertThat(table("1").mayHaveDropped(of(refusal))).isFalse();
  }

  @Test
  void isWaitedForUntilThereIsRoom() {
    Duration waited = table("800").awaitRoom(() -> false);

    assertThat(waited).isBetween(Duration.ofMillis(200), ConnectionTable.MOST);
    assertThat(count).hasValue(500);
  }

  @Test
  void isNotWaitedForWhenTheRunIsOver() {
    assertThat(table("1").awaitRoom(() -> true)).isLessThan(ConnectionTable.MOST);
    assertThat(count).hasValue(700);
  }
}
