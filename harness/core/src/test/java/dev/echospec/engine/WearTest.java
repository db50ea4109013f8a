package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WearTest {
  private final Wear wear = new Wear();

  @Test
  void aServerIsNotRenewedBeforeItIsKnownToWearOut() {
    assertThat(wear.isDue(1_000_000, 1)).isFalse();
    assertThat(wear.isWornOutBy(1_000_000)).isFalse();
  }

  @Test
  void itIsRenewedBeforeAScriptWouldWearItOut() {
    wear.wornOutBy(100);

    assertThat(wear.isDue(50, 1)).isFalse();
    assertThat(wear.isDue(50, 49)).isTrue();
    assertThat(wear.isDue(99, 1)).isTrue();
    assertThat(wear.isDue(1, 80)).as("it is as good as new").isFalse();
  }

  @Test
  void aScriptMayWearOutANewOne() {
    wear.wornOutBy(100);

    assertThat(wear.isWornOutBy(50)).isFalse();
    assertThat(wear.isWornOutBy(100)).isTrue();
    assertThat(wear.isDue(1, 100)).isFalse();
  }

  @Test
  void whatWasChanceIsForgotten() {
    wear.wornOutBy(100);
    wear.forget();

    assertThat(wear.isKnown()).isFalse();
    assertThat(wear.isDue(99, 1)).isFalse();
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

    assertThat(wear.isDue(58, 1)).isTrue();
  }

  @Test
  void aStartCountsFromZeroAndKeepsWhatWas() {
    wear.played(3);
    wear.played(4);
    wear.started(9);

    assertThat(wear.played()).isZero();
    assertThat(wear.beforeStart()).isEqualTo(9);
  }
}
