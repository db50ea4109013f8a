package dev.echospec.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The settings to try when Testcontainers does not start. */
class EngineTest {
  private static String hint(Map<String, String> configured, boolean inside) {
    return Engine.hint(name -> configured.getOrDefault(name, ""), inside);
  }

  @Test
  void theReaperIsNamedUnlessItIsOffAlready() {
    assertThat(hint(Map.of(), false))
        .contains("TESTCONTAINERS_RYUK_DISABLED=true")
        .doesNotContain("TESTCONTAINERS_HOST_OVERRIDE");
    assertThat(hint(Map.of("ryuk.disabled", "true"), false)).isEmpty();
  }

  @Test
  void insideAContainerTheOtherVariableIsNamedUnlessItIsSetAlready() {
    assertThat(hint(Map.of("ryuk.disabled", "true"), true))
        .contains("TESTCONTAINERS_HOST_OVERRIDE")
        .doesNotContain("TESTCONTAINERS_RYUK_DISABLED");
    assertThat(hint(Map.of("host.override", "127.0.0.1"), true))
        .contains("TESTCONTAINERS_RYUK_DISABLED=true")
        .doesNotContain("TESTCONTAINERS_HOST_OVERRIDE");
  }
}
