package dev.echospec.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.echospec.container.ComposeOverride;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a user widens what a container may do, and how a replay repeats it. */
class ConfinementTest {
  @ParameterizedTest
  @CsvSource({"6m,6291456", "512M,536870912", "4g,4294967296", "8192k,8388608"})
  void memoryIsReadAsDockerReadsIt(String size, long bytes) {
    assertThat(Confinement.bytes(size)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "g", "1", "1t", "-1g", "1.5g", "9999999999g", "1 g"})
  void anythingElseIsRefusedInOneLine(String size) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Confinement.bytes(size))
        .withMessage("--memory takes a size such as 512m or 4g, not " + size);
  }

  @Test
  void theOptionsSayWhatItIs() {
    Confinement wider =
        new Confinement(List.of("cap_setuid", "NET_BIND_SERVICE"), 512L << 20, 100, false);

    assertThat(wider.arguments())
        .containsExactly(
            "--cap-add",
            "NET_BIND_SERVICE",
            "--cap-add",
            "SETUID",
            "--memory",
            "512m",
            "--pids-limit",
            "100");
    assertThat(Confinement.DEFAULT.arguments()).isEmpty();
    assertThat(Confinement.NONE.arguments()).containsExactly("--unconfined");
  }

  @Test
  void aCapabilityThatDoesNotExistIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Confinement(List.of("FLY"), 1 << 30, 100, false))
        .withMessageContaining("not FLY");
  }

  @Test
  void boundsAreHeld() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Confinement(List.of(), 1, 100, false))
        .withMessage("--memory takes 6m or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Confinement(List.of(), 1 << 30, 0, false))
        .withMessage("--pids-limit takes a number from 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Confinement(List.of("SETUID"), 1 << 30, 100, true))
        .withMessageContaining("leave out");
  }

  @Test
  void aComposeServiceIsConfinedInTheVersionOfItsFile() {
    String text =
        ComposeOverride.text(
            "version: \"3.8\"\nservices:\n  echo: {}\n",
            "echo",
            new Confinement(List.of("SETUID"), 1 << 30, 100, false));

    assertThat(text)
        .isEqualTo(
            """
            version: "3.8"
            services:
              "echo":
                cap_drop: [ALL]
                cap_add: [SETUID]
                security_opt: ["no-new-privileges:true"]
                pids_limit: 100
            """);
  }
}
