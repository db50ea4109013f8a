package dev.echospec.compare;

import dev.echospec.interop.TalkPlayer;
import dev.echospec.option.ReferenceOptions;
import dev.echospec.play.Player;
import dev.echospec.play.Shortage;
import dev.echospec.server.ContainerOptions;
import dev.echospec.server.ServerProbe;
import dev.echospec.server.StartOptions;
import dev.echospec.server.Target;
import dev.echospec.server.TargetEnvironment;
import dev.echospec.server.TargetException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The server of pairs: started before the first of them, and again when it has ended. */
final class PairServer implements TalkPlayer.Ready, AutoCloseable {
  /** A port is in TIME_WAIT for a minute; after that the start says what is wrong. */
  private static final long MOST_WAITED = Duration.ofSeconds(65).toNanos();

  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(100);

  private final Target target;
  private final ServerProbe probe;
  private final Player player = new Player();
  private final BooleanSupplier stopped;
  private boolean started;

  /**
   * Starts nothing yet.
   *
   * @param member which
   * @param fleet whose folder its command runs in
   * @param patience that the user set, if any
   * @param stopped true when all is to end
   */
  PairServer(Member member, Fleet fleet, Optional<Duration> patience, BooleanSupplier stopped) {
    this.target = fleet.started(member).target(options(member));
    this.probe = new ServerProbe(target, player, patience);
    this.stopped = stopped;
  }

  private static StartOptions options(Member member) {
    return new StartOptions(
        ReferenceOptions.of(member.profile()),
        member.port().orElse(StartOptions.PORT),
        TargetEnvironment.DEFAULT,
        member.isContainer()
            ? new ContainerOptions(
                member.containerPort().orElse(ContainerOptions.PORT),
                member.environment(),
                member.command(),
                member.confinement())
            : ContainerOptions.DEFAULT);
  }

  @Override
  public InetSocketAddress server() throws IOException {
    try {
      if (!started || target.death().isPresent()) {
        waitForPort();
        target.start();
        started = true;
        probe.meet();
      }
      return target.address();
    } catch (TargetException e) {
      started = false;
      throw new IOException(e.getMessage(), e);
    } catch (Shortage e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void waitForPort() {
    long began = System.nanoTime();
    while (started
        && target.portInUse().isPresent()
        && System.nanoTime() - began < MOST_WAITED
        && !stopped.getAsBoolean()) {
      LockSupport.parkNanos(POLL);
    }
  }

  /** Returns how it ended, if it did, and the last lines that it printed to stderr. */
  String log() {
    String words = target.lastWords();
    return target.death().map(how -> "The server " + how + ".\n" + words).orElse(words);
  }

  @Override
  public void close() {
    try (player) {
      target.close();
    }
  }
}
