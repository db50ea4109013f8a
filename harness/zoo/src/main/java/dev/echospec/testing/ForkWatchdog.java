package dev.echospec.testing;

import dev.echospec.server.Watchdog;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Ends the processes that the tests of this virtual machine have started when it is killed, for
 * example with its build; kits and servers would otherwise run on for minutes. The build marks the
 * environment of each of its virtual machines; without the mark, as in an IDE, this does nothing.
 */
public final class ForkWatchdog implements LauncherSessionListener {
  /** Variable that all processes of one virtual machine of the build inherit. */
  static final String MARK = "ECHOSPEC_TEST_FORK";

  private static final AtomicReference<Watchdog> WATCHDOG = new AtomicReference<>();

  /** Called by the JUnit Platform, which finds this class as a service. */
  public ForkWatchdog() {}

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    String mark = System.getenv(MARK);
    if (mark != null && WATCHDOG.get() == null) {
      Watchdog.over(MARK + "=" + mark).ifPresent(WATCHDOG::set);
    }
  }

  /** The tests have ended their processes, and the next virtual machine may have this mark. */
  @Override
  public void launcherSessionClosed(LauncherSession session) {
    Watchdog watchdog = WATCHDOG.getAndSet(null);
    if (watchdog != null) {
      watchdog.close();
    }
  }
}
