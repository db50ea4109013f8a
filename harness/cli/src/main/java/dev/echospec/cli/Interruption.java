package dev.echospec.cli;

import dev.echospec.compare.FleetRun;
import dev.echospec.engine.ClientConformanceRun;
import dev.echospec.engine.ConformanceRun;
import dev.echospec.tap.Relay;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Handles Ctrl-C and SIGTERM: cuts the run short, writes its report and ends its target; if the run
 * hangs, ends the target all the same.
 */
final class Interruption {
  private static final int SECONDS = 30;

  /** Members' runs have {@link #SECONDS} themselves, and are ended when they need more. */
  private static final int FLEET_SECONDS = 60;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;

  /**
   * Creates an interruption.
   *
   * @param stop cuts short what is being done
   * @param seconds how long it may then take to end by itself
   * @param end ends what hangs
   */
  private Interruption(Runnable stop, IntSupplier seconds, Runnable end) {
    hook =
        new Thread(
            () -> {
              stop.run();
              try {
                if (!done.await(seconds.getAsInt(), TimeUnit.SECONDS)) {
                  end.run();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "echospec: interruption");
  }

  static Interruption of(ConformanceRun run) {
    // While the target is only being waited for, there is nothing to finish.
    return begin(new Interruption(run::stop, () -> run.isOpen() ? SECONDS : 1, run::close));
  }

  static Interruption of(ClientConformanceRun run) {
    return begin(new Interruption(run::stop, () -> run.isOpen() ? SECONDS : 1, run::close));
  }

  static Interruption of(FleetRun run) {
    return begin(new Interruption(run::stop, () -> FLEET_SECONDS, () -> {}));
  }

  static Interruption of(Relay relay) {
    return begin(new Interruption(relay::stop, () -> SECONDS, () -> {}));
  }

  private static Interruption begin(Interruption interruption) {
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
