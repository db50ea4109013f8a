package dev.echospec.reference.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;

/** The port that the tutorial's programs are written for. */
final class TutorialPort {
  static final int NUMBER = 10_000;

  /** More than TIME_WAIT, which keeps the port from a server without SO_REUSEADDR. */
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
