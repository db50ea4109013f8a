package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ConditionTimeoutException;

/** What the tutorial's own server and client need, in Python, with their fixed port. */
final class Tutorial {
  static final int PORT = 10_000;

  /** More than TIME_WAIT. */
  private static final Duration OTHERS = Duration.ofSeconds(90);

  private static final Path SYSTEM_PYTHON = Path.of("/usr/bin/python3");

  /**
   * It is started hundreds of times; a wrapper that selects a version would take most of the time.
   */
  static final String PYTHON =
      Files.isExecutable(SYSTEM_PYTHON) ? SYSTEM_PYTHON.toString() : "python3";

  private Tutorial() {}

  /** Aborts a test where there is no Python, unless all tests are required. */
  static void needsPython() {
    if (!Kit.REQUIRE_ALL) {
      assumeThat(isThere(PYTHON)).as("python3 is there").isTrue();
    }
  }

  /** Waits until the port is free; aborts a test where it stays taken, or fails it. */
  static void needsItsPort() {
    try {
      await().atMost(OTHERS).until(() -> Kit.isFree(PORT));
    } catch (ConditionTimeoutException e) {
      assertThat(Kit.REQUIRE_ALL).as("port " + PORT + " must be free for this test").isFalse();
      assumeThat(false).as("port " + PORT + " is taken").isTrue();
    }
  }

  private static boolean isThere(String program) {
    try {
      new ProcessBuilder(program, "--version")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
