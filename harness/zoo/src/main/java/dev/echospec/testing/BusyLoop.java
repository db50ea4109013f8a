package dev.echospec.testing;

import java.io.IOException;

/**
 * A process that keeps one processor busy while its standard input is open, and so ends with the
 * process that started it.
 */
final class BusyLoop {
  private static volatile long turns;

  private BusyLoop() {}

  public static void main(String[] args) throws IOException {
    Thread loop =
        new Thread(
            () -> {
              while (true) {
                turns++;
              }
            },
            "busy");
    loop.setDaemon(true);
    loop.start();
    while (System.in.read() >= 0) {
      // Only the end of the stream matters.
    }
  }
}
