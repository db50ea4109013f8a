package dev.echospec.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.server.Resources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The output of a container's shell counts only if it is possible. */
class ContainerInsideTest {
  private static final long MACHINE = 1L << 33;

  @Test
  void countsAreAddedUp() {
    assertThat(ContainerInside.parse("S 3 100 7\nZ 1 0 0\nR 2 50 4\n", MACHINE))
        .contains(new Resources(11, 6, 3, 1, 150 * 1024, MACHINE));
  }

  @Test
  void descriptorsOfOneProcessThatAreHiddenHideTheSum() {
    assertThat(ContainerInside.parse("S 3 100 7\nS 1 10 -1\n", MACHINE))
        .contains(new Resources(ContainerInside.UNCOUNTED, 4, 2, 0, 110 * 1024, MACHINE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "S 3 100 99999999999999999999\n",
        "S 999999999999 100 7\n",
        "S 3 100 -7\n",
        "S x 100 7\n",
        "S 3 100\n",
        "S 3 100 7 8\n",
        "Illegal instruction\n",
        "S 3 100 7\nhello\n",
      })
  void anythingElseCountsAsNothing(String printed) {
    assertThat(ContainerInside.parse(printed, MACHINE)).isEmpty();
  }
}
