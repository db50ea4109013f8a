package dev.echospec.reference.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;

/** The fixed port of the tutorial's programs. */
final class TutorialPort {
  static final int NUMBER = 10_000;

  /** Longer than TIME_WAIT, during which a server without SO_REUSEADDR cannot bind the port. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private TutorialPort() {}

  static void awaitFree() {
    await("port 10000 must be free for this test: stop the program that uses it")
        .atMost(PATIENCE)
        .until(TutorialPort::isFree);
  }

  private static boolean isFree() {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(false);
      probe.bind(new InetSocketAddress("localhost", NUMBER));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
