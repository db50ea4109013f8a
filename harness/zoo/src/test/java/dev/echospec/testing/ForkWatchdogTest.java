package dev.echospec.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A build that is killed leaves no process of its tests behind. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ForkWatchdogTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private Process fork;
  private ProcessHandle left;

  @AfterEach
  void end() {
    if (left != null) {
      left.destroyForcibly();
    }
    if (fork != null) {
      fork.destroyForcibly();
    }
  }

  @Test
  void whatAKilledForkHasStartedIsEnded() throws IOException {
    start("a killed build " + UUID.randomUUID());

    fork.destroyForcibly();

    await().atMost(SOON).until(() -> !left.isAlive());
  }

  @Test
  void aForkThatEndsByItselfIsNotWatchedAnyMore() throws Exception {
    start("a build " + UUID.randomUUID());

    fork.getOutputStream().close();

    assertThat(fork.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(fork.exitValue()).isZero();
    // The next fork may bear the same mark: no watchdog of this one may be left.
    assertThat(fork.descendants()).isEmpty();
    assertThat(left.isAlive()).isTrue();
  }

  private void start(String mark) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            KilledFork.class.getName());
    builder.environment().put(ForkWatchdog.MARK, mark);
    fork = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(fork.getInputStream(), StandardCharsets.UTF_8));
    left = ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
  }
}
