package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WearTest {
  private int served;
  private final Wear wear = new Wear(() -> served);

  private boolean isDue(int servedByNow, int next) {
    served = servedByNow;
    return wear.isDue(connecting(next));
  }

  private static Script connecting(int connections) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      steps.add(new Step.Connect(i));
    }
    return new Script(steps);
  }

  @Test
  void aServerIsNotRenewedBeforeItIsKnownToWearOut() {
    assertThat(isDue(1_000_000, 1)).isFalse();
    assertThat(wear.isWornOutBy(connecting(1000))).isFalse();
  }

  @Test
  void itIsRenewedBeforeAScriptWouldWearItOut() {
    wear.wornOutBy(100);

    assertThat(isDue(50, 1)).isFalse();
    assertThat(isDue(50, 49)).isTrue();
    assertThat(isDue(99, 1)).isTrue();
    assertThat(isDue(1, 100)).as("it is as good as new").isFalse();
  }

  @Test
  void aScriptMayWearOutANewOne() {
    wear.wornOutBy(100);

    assertThat(wear.isWornOutBy(connecting(50))).isFalse();
    assertThat(wear.isWornOutBy(connecting(100))).isTrue();
  }

  @Test
  void whatWasChanceIsForgotten() {
    wear.wornOutBy(100);
    wear.forget();

    assertThat(wear.isKnown()).isFalse();
    assertThat(isDue(99, 1)).isFalse();
  }

  @Test
  void itIsLookedForTwiceAtMost() {
    assertThat(wear.mayLook()).isTrue();
    assertThat(wear.mayLook()).isTrue();
    assertThat(wear.mayLook()).isFalse();
  }

  @Test
  void theLeastNumberCounts() {
    wear.wornOutBy(100);
    wear.wornOutBy(60);
    wear.wornOutBy(80);

    assertThat(isDue(58, 1)).isTrue();
  }

  @Test
  void anEndLongBeforeTheLimitIsAnotherFault() {
    wear.wornOutBy(100);
    served = 20;
    wear.started();

    assertThat(wear.explainsEnd()).isFalse();
    assertThat(isDue(58, 1)).as("the limit stays").isFalse();
  }

  @Test
  void anEndALittleBeforeTheLimitLowersIt() {
    wear.wornOutBy(100);
    served = 60;
    wear.started();

    assertThat(wear.explainsEnd()).isTrue();
    assertThat(isDue(58, 1)).isTrue();
  }

  @Test
  void aStartKeepsWhatWas() {
    served = 9;
    wear.started();

    assertThat(wear.servedBefore()).isEqualTo(9);
  }
}
