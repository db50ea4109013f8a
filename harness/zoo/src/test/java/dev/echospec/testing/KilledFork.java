package dev.echospec.testing;

import java.io.IOException;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherFactory;

/** Stands in for a virtual machine of the build: it starts a process, names it, and waits. */
final class KilledFork {
  private KilledFork() {}

  public static void main(String[] args) throws IOException {
    try (LauncherSession session = LauncherFactory.openSession()) {
      // A session is ready as soon as its launcher is.
      session.getLauncher();
      Process left = new ProcessBuilder("sleep", "600").start();
      System.out.println(left.pid());
      System.in.read();
    }
  }
}
