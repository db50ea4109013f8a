package dev.echospec.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A server that somebody else starts, and starts again when it has ended. It cannot be looked into;
 * but its end is the end of nothing else, as long as it comes back.
 */
public final class RestartedTarget implements Target {
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(100);

  private final AddressTarget server;
  private final Duration comes;

  /**
   * @param server where it listens
   * @param comes how long it may take to come back, and before that to come at all
   */
  public RestartedTarget(AddressTarget server, Duration comes) {
    this.server = server;
    this.comes = comes;
  }

  @Override
  public String name() {
    return ServerSpec.Restarted.PREFIX + server.name();
  }

  /** Waits for it; its host may have got another address meanwhile. */
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

  /** Nothing tells of its end but that nobody listens any more, for a moment. */
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
    // That is for whoever starts it.
  }
}
