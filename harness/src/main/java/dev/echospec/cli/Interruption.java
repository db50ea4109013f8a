package dev.echospec.cli;

import dev.echospec.run.ConformanceRun;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What happens at Ctrl-C and SIGTERM: the run is cut short, its report is written, its target
 * ended; and whatever hangs, the target is ended all the same.
 */
final class Interruption {
  private static final int SECONDS = 15;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;

  private Interruption(ConformanceRun run) {
    hook =
        new Thread(
            () -> {
              run.stop();
              try {
                // While the target is only being waited for, there is nothing to finish.
                if (!done.await(run.isOpen() ? SECONDS : 1, TimeUnit.SECONDS)) {
                  run.close();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "echospec: interruption");
  }

  static Interruption of(ConformanceRun run) {
    Interruption interruption = new Interruption(run);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** The run and its report are done. */
  void over() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The machine is going down already: the hook has heard that all is done.
    }
  }
}
