package dev.echospec.engine;

import dev.echospec.judge.Oracle;
import dev.echospec.play.KeptConnection;
import dev.echospec.play.KeptConnection.State;
import dev.echospec.script.Payload;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Kept;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Two connections that stay open during all cases: one is used now and then, the other is idle. The
 * thread that runs the cases polls them between tries, without waiting. After a restart of the
 * server they are opened anew.
 */
final class KeptConnections implements RunListener, AutoCloseable {
  /** Number of kept connections. */
  static final int COUNT = 2;

  /** Minimum age of a connection that is judged. */
  static final Duration LEAST = Duration.ofSeconds(6);

  private static final long BETWEEN_USES = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(20);
  private static final Duration CONNECT = Duration.ofMillis(250);

  /** Refused connects in a row after which none is tried any more. */
  private static final int MOST_REFUSALS = 3;

  private final Supplier<InetSocketAddress> address;
  private Oracle oracle;
  private byte[] message = Kept.MESSAGE.period();
  private List<One> all = List.of();
  private boolean wanted;
  private boolean aside;
  private int refusals;

  /** One kept connection and what was seen on it. */
  private static final class One {
    private final KeptConnection connection;
    private final boolean used;
    private final long opened = System.nanoTime();
    private long latestUse = opened;
    private long useBefore = opened;
    private long alive = opened;
    private int uses;
    private Optional<Kept.Loss> lost = Optional.empty();

    One(KeptConnection connection, boolean used) {
      this.connection = connection;
      this.used = used;
    }

    void look() {
      if (lost.isPresent()) {
        return;
      }
      if (connection.look() == State.OPEN) {
        alive = System.nanoTime();
      } else {
        lose();
      }
    }

    /** An unanswered message does not end the silence before it. */
    void lose() {
      long now = System.nanoTime();
      long since = connection.hasItsEcho() ? latestUse : useBefore;
      lost =
          Optional.of(
              new Kept.Loss(
                  Duration.ofNanos(now - opened), Duration.ofNanos(now - since), uses > 0));
    }

    /** Sends a message unless the echo of the one before is still owed. */
    void use(byte[] message) {
      look();
      if (lost.isEmpty() && connection.hasItsEcho()) {
        uses++;
        useBefore = latestUse;
        latestUse = System.nanoTime();
        connection.send(message);
      }
    }

    /** Returns the number of messages that came back. */
    int answered() {
      return connection.hasItsEcho() ? uses : uses - 1;
    }

    Kept kept() {
      return new Kept(Duration.ofNanos(alive - opened), answered(), lost);
    }
  }

  KeptConnections(Supplier<InetSocketAddress> address) {
    this.address = address;
  }

  /**
   * Opens them, now and after each restart of the server.
   *
   * @param oracle what a correct server answers
   */
  void begin(Oracle oracle) {
    this.oracle = oracle;
    wanted = true;
    open();
  }

  /** Returns the number of open connections beside those of a script; 0 if none are kept. */
  int count() {
    return wanted ? COUNT : 0;
  }

  private void open() {
    Optional<KeptConnection> used = KeptConnection.open(address.get(), oracle, CONNECT);
    Optional<KeptConnection> idle =
        used.flatMap(first -> KeptConnection.open(address.get(), oracle, CONNECT));
    if (idle.isEmpty()) {
      used.ifPresent(KeptConnection::abort);
      refusals++;
      wanted = refusals < MOST_REFUSALS;
      return;
    }
    refusals = 0;
    all = List.of(new One(used.get(), true), new One(idle.get(), false));
    all.get(0).use(message);
  }

  /** Ends them: none is kept any more. */
  void end() {
    drop();
    wanted = false;
  }

  /** Resets them before a restart of the server, so that its port is free. */
  void drop() {
    all.forEach(one -> one.connection.abort());
    all = List.of();
  }

  /**
   * Closes them for the rest of a case, so that what several connections of a script show is shown
   * by them alone. The next case opens them anew, as after a restart of the server.
   *
   * @return true if any were open
   */
  boolean setAside() {
    if (all.isEmpty()) {
      return false;
    }
    all.forEach(one -> one.connection.close());
    all = List.of();
    aside = true;
    return true;
  }

  /** Opens them again during the case that has set them aside. */
  void takeBack() {
    aside = false;
    look();
  }

  /**
   * Sends from now on what keeps clear of all that the server is known not to take. If one of them
   * was lost after something else was sent, both are opened anew.
   *
   * @param clear of it
   */
  void send(Payload clear) {
    byte[] before = message;
    message = clear.period();
    boolean mayBeOverContent =
        all.stream().anyMatch(one -> one.lost.filter(Kept.Loss::used).isPresent());
    if (mayBeOverContent && !Arrays.equals(before, message)) {
      all.forEach(one -> one.connection.close());
      all = List.of();
    }
  }

  /** Polls both, and sends a message on one of them when it is due. */
  private void look() {
    if (aside) {
      return;
    }
    if (wanted && all.isEmpty()) {
      open();
    }
    for (One one : all) {
      if (one.used && System.nanoTime() - one.latestUse >= BETWEEN_USES) {
        one.use(message);
      } else {
        one.look();
      }
    }
  }

  /**
   * Returns what became of one of them. Waits until it is {@link #LEAST} old, and for the echo of a
   * last message on it.
   *
   * @param inUse true for the one that is used, false for the idle one
   * @param patience limit of the wait for that echo
   * @param stopped true when the wait should end
   * @return empty if none can be kept here
   */
  Optional<Kept> judged(boolean inUse, Duration patience, BooleanSupplier stopped) {
    long until = System.nanoTime() + LEAST.plus(patience).toNanos();
    while (wanted && !isOldEnough() && System.nanoTime() < until && !stopped.getAsBoolean()) {
      look();
      LockSupport.parkNanos(POLL);
    }
    Optional<One> which = all.stream().filter(one -> one.used == inUse).findFirst();
    which.ifPresent(
        one -> {
          answerLast(one, patience, stopped);
          if (one.lost.isEmpty()
              && !one.connection.hasItsEcho()
              && isAnswered()
              && !stopped.getAsBoolean()) {
            one.lose();
          }
        });
    return which.map(One::kept);
  }

  private boolean isOldEnough() {
    return all.stream()
            .allMatch(
                one -> one.lost.isPresent() || System.nanoTime() - one.opened >= LEAST.toNanos())
        && !all.isEmpty();
  }

  private void answerLast(One one, Duration patience, BooleanSupplier stopped) {
    one.use(message);
    long until = System.nanoTime() + patience.toNanos();
    while (one.lost.isEmpty()
        && !one.connection.hasItsEcho()
        && System.nanoTime() < until
        && !stopped.getAsBoolean()) {
      LockSupport.parkNanos(POLL);
      one.look();
    }
  }

  /** True if anything was ever answered on a connection that was open both ways. */
  private boolean isAnswered() {
    return all.stream().anyMatch(one -> one.answered() > 0);
  }

  @Override
  public void caseStarted(CaseInfo info, int index, int of) {
    aside = false;
    look();
  }

  @Override
  public void tried(int tries, int of) {
    look();
  }

  @Override
  public void shrinking(long bytes) {
    look();
  }

  @Override
  public void confirming(int replay, int of) {
    look();
  }

  @Override
  public void close() {
    wanted = false;
    all.forEach(one -> one.connection.close());
    all = List.of();
  }
}
