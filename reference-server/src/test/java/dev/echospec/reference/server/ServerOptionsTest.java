package dev.echospec.reference.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ServerOptionsTest {
  private static final ServerOptions TUTORIAL = ServerOptions.tutorial();

  @Test
  void theDefaultsAreTheTutorials() {
    assertThat(TUTORIAL)
        .isEqualTo(
            new ServerOptions("localhost", 10_000, 16, 1, false, Transform.UPPER, Language.EN));
  }

  @Test
  void eachCanBeChangedAlone() {
    assertThat(
            TUTORIAL
                .withHost("::1")
                .withPort(0)
                .withReadSize(1)
                .withBacklog(7)
                .withConcurrent(true)
                .withTransform(Transform.IDENTITY)
                .withLanguage(Language.RU))
        .isEqualTo(new ServerOptions("::1", 0, 1, 7, true, Transform.IDENTITY, Language.RU));
  }

  @Test
  void boundsAreAccepted() {
    assertThat(TUTORIAL.withPort(65535).port()).isEqualTo(65535);
    assertThat(TUTORIAL.withReadSize(ServerOptions.MAX_READ_SIZE).readSize()).isEqualTo(16777216);
  }

  @Test
  void whatIsOutOfBoundsIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TUTORIAL.withPort(-1))
        .withMessage("the port must be from 0 to 65535, not -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TUTORIAL.withPort(65536))
        .withMessageContaining("65536");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TUTORIAL.withReadSize(0))
        .withMessage("the read size must be from 1 to 16777216 bytes, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TUTORIAL.withReadSize(ServerOptions.MAX_READ_SIZE + 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TUTORIAL.withBacklog(0))
        .withMessage("the backlog must be at least 1, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TUTORIAL.withHost(" "))
        .withMessage("the host must not be blank");
    assertThatNullPointerException().isThrownBy(() -> TUTORIAL.withTransform(null));
  }
}
