package dev.echospec.play;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.ScriptArbitraries;
import dev.echospec.script.Step;
import java.time.Duration;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PatienceTest {
  @Provide
  Arbitrary<Script> scripts() {
    return ScriptArbitraries.scripts();
  }

  @Property(tries = 300)
  void theBoundIsEnoughForAPatientPlayAndNotForEver(
      @ForAll("scripts") Script script, @ForAll @IntRange(min = 1, max = 20_000) int millis) {
    Patience patience = Patience.of(Duration.ofMillis(millis));
    long pauses =
        script.steps().stream()
            .mapToLong(step -> step instanceof Step.Pause pause ? pause.millis() : 0)
            .sum();
    Duration least = patience.connect().plus(patience.answer()).plusMillis(pauses);
    Duration most =
        patience
            .connect()
            .plus(patience.answer().multipliedBy(29))
            .plus(patience.answerBehind(script.connections()))
            .plusMillis(pauses)
            .plusSeconds(script.bytes() >> 20);

    assertThat(patience.total(script)).isBetween(least, most);
  }

  @Property(tries = 200)
  void moreStepsNeverHaveLessTime(@ForAll("scripts") Script script) {
    Patience patience = Patience.of(Duration.ofSeconds(1));
    Duration before = Duration.ZERO;
    for (int i = 1; i <= script.steps().size(); i++) {
      Duration total = patience.total(new Script(script.steps().subList(0, i)));
      assertThat(total).isGreaterThanOrEqualTo(before);
      before = total;
    }
  }

  @Test
  void aServerMayTakeItsOtherClientsFirst() {
    Patience patience = Patience.of(Duration.ofSeconds(1));

    assertThat(patience.answerBehind(0)).isEqualTo(patience.answer());
    assertThat(patience.answerBehind(100)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aConnectHasTimeForAFullBacklog() {
    assertThat(Patience.of(Duration.ofMillis(1)).connect()).isEqualTo(Duration.ofSeconds(8));
    assertThat(Patience.of(Duration.ofSeconds(9)).connect()).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void doubledIsTwiceAsPatientThroughout() {
    Script script = Script.conversation(Payload.of("a"));
    Patience patience = Patience.of(Duration.ofSeconds(1));

    assertThat(patience.doubled())
        .isEqualTo(new Patience(Duration.ofSeconds(2), Duration.ofSeconds(16)));
    assertThat(patience.doubled().total(script)).isEqualTo(patience.total(script).multipliedBy(2));
  }
}
