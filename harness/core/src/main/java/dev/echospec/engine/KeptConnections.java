package dev.echospec.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.echospec.judge.Oracle;
import dev.echospec.play.KeptConnection;
import dev.echospec.play.KeptConnection.State;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Kept;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Two connections that stay open beside all cases: one is used now and then, the other is idle.
 * They are looked at between tries, by the thread that runs the cases, and that never waits. When
 * the server is started again they begin anew.
 */
final class KeptConnections implements RunListener, AutoCloseable {
  /** How many there are. */
  static final int COUNT = 2;

  /** So long they are kept at least before they are judged. */
  static final Duration LEAST = Duration.ofSeconds(6);

  private static final byte[] MESSAGE = "still there?\n".getBytes(US_ASCII);
  private static final long BETWEEN_USES = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(20);
  private static final Duration CONNECT = Duration.ofMillis(250);

  /** Who does not take them so often in a row is not asked again. */
  private static final int MOST_REFUSALS = 3;

  private final Supplier<InetSocketAddress> address;
  private Oracle oracle;
  private List<One> all = List.of();
  private boolean wanted;
  private int refusals;

  /** A connection and what is known of it. */
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

    /** A message that was not answered any more did not end the silence before it. */
    void lose() {
      long now = System.nanoTime();
      long since = connection.hasItsEcho() ? latestUse : useBefore;
      lost =
          Optional.of(new Kept.Loss(Duration.ofNanos(now - opened), Duration.ofNanos(now - since)));
    }

    /** Sends a message unless the echo of the one before is still owed. */
    void use() {
      look();
      if (lost.isEmpty() && connection.hasItsEcho()) {
        uses++;
        useBefore = latestUse;
        latestUse = System.nanoTime();
        connection.send(MESSAGE);
      }
    }

    /** How many messages came back. */
    int answered() {
      return connection.hasItsEcho() ? uses : uses - 1;
    }

    Kept kept() {
      return new Kept(Duration.ofNanos(alive - opened), answered(), lost);
    }
  }

  /**
   * @param address of the server, where it listens now
   */
  KeptConnections(Supplier<InetSocketAddress> address) {
    this.address = address;
  }

  /**
   * Opens them, now and whenever the server was started again.
   *
   * @param oracle what a correct server answers
   */
  void begin(Oracle oracle) {
    this.oracle = oracle;
    wanted = true;
    open();
  }

  /** How many connections the server has from here beside those of a script; 0 if none are kept. */
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
    all.get(0).use();
  }

  /** The server is about to be started again: what is left of it must not hold its port. */
  void drop() {
    all.forEach(one -> one.connection.abort());
    all = List.of();
  }

  /** Looks at both, and uses one of them if it is time for that. */
  private void look() {
    if (wanted && all.isEmpty()) {
      open();
    }
    for (One one : all) {
      if (one.used && System.nanoTime() - one.latestUse >= BETWEEN_USES) {
        one.use();
      } else {
        one.look();
      }
    }
  }

  /**
   * What became of one of them. Waits until it was kept for {@link #LEAST}, and for the echo of a
   * last message on it.
   *
   * @param inUse which
   * @param patience how long that echo may take
   * @param stopped whether not to wait any more
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

  private static void answerLast(One one, Duration patience, BooleanSupplier stopped) {
    one.use();
    long until = System.nanoTime() + patience.toNanos();
    while (one.lost.isEmpty()
        && !one.connection.hasItsEcho()
        && System.nanoTime() < until
        && !stopped.getAsBoolean()) {
      LockSupport.parkNanos(POLL);
      one.look();
    }
  }

  /** Whether anything was ever answered on a connection that was open both ways. */
  private boolean isAnswered() {
    return all.stream().anyMatch(one -> one.answered() > 0);
  }

  @Override
  public void caseStarted(CaseInfo info, int index, int of) {
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
