package dev.echospec.compare;

import dev.echospec.server.ContainerServers;
import dev.echospec.server.TargetException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Finds out once whether this machine can start containers, which is no matter of any single
 * member.
 */
final class ContainerCheck {
  /** Why a member or a pair was not run; the comparison has the whole reason once. */
  static final String NOT_RUN = "this machine could start no containers";

  private static final long POLL_MILLIS = 100;

  private final FutureTask<Optional<String>> check;

  private ContainerCheck(FutureTask<Optional<String>> check) {
    this.check = check;
  }

  /**
   * Begins, in a thread of its own.
   *
   * @param servers to be started; its check has a bound of its own
   */
  static ContainerCheck of(ContainerServers servers) {
    FutureTask<Optional<String>> task = new FutureTask<>(() -> reason(servers));
    Thread thread = new Thread(task, "echospec: looks for a container engine");
    thread.setDaemon(true);
    thread.start();
    return new ContainerCheck(task);
  }

  private static Optional<String> reason(ContainerServers servers) {
    try {
      servers.check();
      return Optional.empty();
    } catch (TargetException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * Waits for the outcome.
   *
   * @param stopped true when the comparison is to end
   * @return why no container can be started, a sentence; empty if that is possible, or was not
   *     known when the comparison was stopped
   * @throws InterruptedException if this thread is interrupted
   */
  Optional<String> objection(BooleanSupplier stopped) throws InterruptedException {
    while (!stopped.getAsBoolean()) {
      try {
        return check.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // The comparison may have been stopped meanwhile.
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    return Optional.empty();
  }
}
