package dev.echospec.reference.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ClientOptionsTest {
  private static final ClientOptions TUTORIAL = ClientOptions.tutorial();

  @Test
  void theDefaultsAreTheTutorialsWithATimeout() {
    assertThat(TUTORIAL)
        .isEqualTo(new ClientOptions("localhost", 10_000, 16, Duration.ofSeconds(10), Language.EN));
  }

  @Test
  void eachCanBeChangedAlone() {
    assertThat(
            TUTORIAL
                .withHost("::1")
                .withPort(1)
                .withReadSize(2)
                .withTimeout(Duration.ofMillis(3))
                .withLanguage(Language.RU))
        .isEqualTo(new ClientOptions("::1", 1, 2, Duration.ofMillis(3), Language.RU));
  }

  @Test
  void whatIsOutOfBoundsIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TUTORIAL.withPort(0))
        .withMessage("the port must be from 1 to 65535, not 0");
    assertThatIllegalArgumentException().isThrownBy(() -> TUTORIAL.withPort(65536));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TUTORIAL.withReadSize(0))
        .withMessage("the read size must be from 1 to 16777216 bytes, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TUTORIAL.withTimeout(Duration.ZERO))
        .withMessage("the timeout must be more than 0 and at most 86400 seconds");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TUTORIAL.withTimeout(Duration.ofSeconds(86_401)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TUTORIAL.withHost(""))
        .withMessage("the host must not be blank");
    assertThatNullPointerException().isThrownBy(() -> TUTORIAL.withTimeout(null));
  }
}
