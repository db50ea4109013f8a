package dev.echospec.engine;

import dev.echospec.play.Event;
import dev.echospec.play.Transcript;
import dev.echospec.server.ServerProbe;
import dev.echospec.server.Target;
import dev.echospec.server.TargetException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Plays scripts as the first conversation of a server that has just been started. */
final class FreshStart {
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(5);

  /** Attempts with a longer wait if a proxy accepts before the server is up. */
  private static final int MOST_WAITS = 3;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final Target target;
  private final ServerProbe probe;
  private final BooleanSupplier over;

  /** A first exchange with a server that has just been started. */
  interface Meeting<T> {
    /**
     * Waits until the server is up.
     *
     * @throws TargetException if it ends, or does not come up
     */
    T meet() throws TargetException;
  }

  /** Starts the server and meets it. */
  interface Start {
    Transcript andMeet(Meeting<Transcript> meeting) throws TargetException;
  }

  /** Waits no longer when {@code over} is true. */
  FreshStart(Target target, ServerProbe probe, BooleanSupplier over) {
    this.target = target;
    this.probe = probe;
    this.over = over;
  }

  /**
   * Starts the server and plays. The server is ready when it accepts; if a proxy accepted on its
   * behalf, it is started again and given more time before the first connect.
   *
   * @param play plays the script
   * @param start starts the server
   * @throws TargetException if it cannot be started
   */
  Transcript play(Supplier<Transcript> play, Start start) throws TargetException {
    Transcript seen = start.andMeet(() -> accepted(play));
    long factor = 2;
    for (int i = 0; i < MOST_WAITS && isUnserved(seen) && !over.getAsBoolean(); i++) {
      long began = System.nanoTime();
      start.andMeet(
          () -> {
            probe.meet();
            return null;
          });
      long wait = Math.min(LONGEST_WAIT.toNanos(), (System.nanoTime() - began) * factor);
      factor *= 2;
      seen =
          start.andMeet(
              () -> {
                pause(wait);
                return accepted(play);
              });
    }
    return seen;
  }

  private void pause(long nanos) {
    long until = System.nanoTime() + nanos;
    while (System.nanoTime() < until && !over.getAsBoolean() && target.death().isEmpty()) {
      LockSupport.parkNanos(Math.min(POLL, nanos));
    }
  }

  /** Plays until the connect of the script is accepted. */
  private Transcript accepted(Supplier<Transcript> play) throws TargetException {
    long until = System.nanoTime() + ServerProbe.START.toNanos();
    while (true) {
      Transcript seen = play.get();
      boolean accepted =
          seen.events().isEmpty() || !(seen.events().get(0) instanceof Event.NotConnected);
      if (accepted || over.getAsBoolean() || System.nanoTime() > until) {
        return seen;
      }
      if (target.death().isPresent()) {
        throw new TargetException(
            "The server " + target.death().get() + " before it answered.", target.lastWords());
      }
      target.lookElsewhere();
      LockSupport.parkNanos(POLL);
    }
  }

  /**
   * True if the first client was accepted and got nothing: it may never have reached the server.
   */
  private static boolean isUnserved(Transcript seen) {
    if (!(seen.events().stream().findFirst().orElse(null) instanceof Event.Connected first)) {
      return false;
    }
    int connection = first.connection();
    return seen.received(connection).length() == 0
        && seen.received(connection).sent() > 0
        && (seen.first(Event.EndOfStream.class, connection).isPresent()
            || seen.first(Event.WasReset.class, connection).isPresent());
  }
}
