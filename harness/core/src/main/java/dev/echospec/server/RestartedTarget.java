package dev.echospec.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A server that a supervisor outside of the kit starts and restarts. The kit sees neither its exit
 * status nor its output; a run goes on when the server has come back.
 */
public final class RestartedTarget implements Target {
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(100);

  private final AddressTarget server;
  private final Duration comes;

  /**
   * Waits for nothing yet.
   *
   * @param server where it listens
   * @param comes bound of one start or restart by the supervisor
   */
  public RestartedTarget(AddressTarget server, Duration comes) {
    this.server = server;
    this.comes = comes;
  }

  @Override
  public String name() {
    return ServerSpec.Restarted.PREFIX + server.name();
  }

  /** Waits until it listens. Resolves its host again, whose address may have changed. */
  @Override
  public void start() throws TargetException {
    long began = System.nanoTime();
    while (true) {
      try {
        server.start();
        return;
      } catch (TargetException e) {
        if (System.nanoTime() - began > comes.toNanos()) {
          throw new TargetException(
              e.getMessage() + " It was waited for " + comes.toSeconds() + " s.");
        }
        LockSupport.parkNanos(POLL);
      }
    }
  }

  @Override
  public InetSocketAddress address() {
    return server.address();
  }

  @Override
  public Optional<InetAddress> publicAddress() {
    return server.publicAddress();
  }

  @Override
  public Optional<String> death() {
    return Optional.empty();
  }

  /** Only a refused connection tells of its end, and does so at once. */
  @Override
  public Duration dying() {
    return Duration.ZERO;
  }

  @Override
  public boolean canRestart() {
    return true;
  }

  @Override
  public boolean isRestartedByOthers() {
    return true;
  }

  @Override
  public void stop() {
    // The supervisor ends it.
  }
}
