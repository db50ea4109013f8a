package dev.echospec.play;

import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Plays scripts against a server: one event loop that drives all connections of a script, with a
 * deadline on everything. Not for use by more than one thread at a time.
 */
public final class Player implements AutoCloseable {
  private static final int BUFFER = 256 << 10;

  /** Time to collect more bytes for display once the echo is known to be wrong, in nanoseconds. */
  private static final long CONTEXT = TimeUnit.MILLISECONDS.toNanos(50);

  /** Time to see more ends after one that no step waited for, in nanoseconds. */
  private static final long MORE_ENDS = TimeUnit.MILLISECONDS.toNanos(10);

  /** Fairness: poll the other connections after this many consecutive turns of one. */
  private static final int TURNS = 16;

  /**
   * Busy-poll this long before blocking in select, in nanoseconds: on one machine the reply mostly
   * arrives within it, and to sleep and wake up costs as much as the rest of a short conversation.
   */
  private static final long SPIN = TimeUnit.MICROSECONDS.toNanos(50);

  /** On a single processor busy-polling would keep the server from answering. */
  private static final boolean MAY_SPIN = Runtime.getRuntime().availableProcessors() > 1;

  /** Retry interval when local ports, descriptors or buffers run out, in nanoseconds. */
  private static final long SHORTAGE_POLL = TimeUnit.MILLISECONDS.toNanos(20);

  private final Selector selector;
  private Duration shortFor = Duration.ZERO;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private OptionalLong ends = OptionalLong.empty();
  private OptionalLong endsAtLast = OptionalLong.empty();
  private volatile boolean stopped;

  /**
   * Opens the selector.
   *
   * @throws UncheckedIOException if the system is out of descriptors
   */
  public Player() {
    Shortage.load();
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Plays a script. Returns within {@link Patience#total}, whatever the server does, and leaves no
   * connection open.
   *
   * @param script what to do
   * @param address where the server is
   * @param oracle the map from bytes sent to bytes owed; keeps the length
   * @param patience how long to wait
   * @param onceWrong whether to go on after a wrong byte
   * @return what was seen
   * @throws Shortage if this machine lacks a resource that a connection needs, and its wait for it
   *     ran out
   */
  public Transcript play(
      Script script,
      InetSocketAddress address,
      UnaryOperator<byte[]> oracle,
      Patience patience,
      OnceWrong onceWrong) {
    return play(script, address, oracle, patience, onceWrong, step -> {});
  }

  /**
   * Plays a script, and calls back before each step.
   *
   * @param script what to do
   * @param address where the server is
   * @param oracle the map from bytes sent to bytes owed; keeps the length
   * @param patience how long to wait
   * @param onceWrong whether to go on after a wrong byte
   * @param before gets the index of each step, from 0; the player does no I/O until it returns
   * @return what was seen
   */
  public Transcript play(
      Script script,
      InetSocketAddress address,
      UnaryOperator<byte[]> oracle,
      Patience patience,
      OnceWrong onceWrong,
      IntConsumer before) {
    Play play = new Play(script, address, oracle, patience, onceWrong, before);
    try {
      play.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      play.closeAll();
    }
    return play.transcript();
  }

  /** What to do after the first byte that differs from the expected one. */
  public enum OnceWrong {
    /** The verdict is known: collect more bytes for display for a moment, then end. */
    END_SOON,
    /** The verdict needs the whole reply: go on with the script. */
    GO_ON
  }

  /** Returns the total wait for resources that this machine was short of. */
  public Duration shortFor() {
    return shortFor;
  }

  @Override
  public void close() {
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sets the deadline of all later plays, however long their scripts are.
   *
   * @param nanoTime as {@link System#nanoTime} counts
   */
  public void endBy(long nanoTime) {
    endBy(nanoTime, nanoTime);
  }

  /**
   * Sets the deadline of all later plays. A play that waited for a resource of this machine may
   * exceed it by that wait, up to a last deadline.
   *
   * @param nanoTime as {@link System#nanoTime} counts
   * @param last the last deadline, as {@link System#nanoTime} counts
   */
  public void endBy(long nanoTime, long last) {
    ends = OptionalLong.of(nanoTime);
    endsAtLast = OptionalLong.of(last);
  }

  /**
   * Plays something for which the deadline of all plays may be too long.
   *
   * @param most bound of it; the deadline of all plays remains
   * @param plays calls {@link #play}
   * @return what {@code plays} returns
   */
  public <T> T within(Duration most, Supplier<T> plays) {
    OptionalLong usual = ends;
    OptionalLong usualLast = endsAtLast;
    long end = System.nanoTime() + most.toNanos();
    endBy(earlier(end, usual), earlier(end, usualLast));
    try {
      return plays.get();
    } finally {
      ends = usual;
      endsAtLast = usualLast;
    }
  }

  /** Cuts short the play under way and all later ones; called from any thread while it is open. */
  public void stop() {
    stopped = true;
    selector.wakeup();
  }

  /** Returns whether the deadline has passed, so that every play would end at once. */
  public boolean isOver() {
    return isPast(ends);
  }

  private static boolean isPast(OptionalLong end) {
    return end.isPresent() && System.nanoTime() - end.getAsLong() >= 0;
  }

  private static long earlier(long time, OptionalLong end) {
    return end.isPresent() && end.getAsLong() - time < 0 ? end.getAsLong() : time;
  }

  private interface Condition {
    boolean holds();
  }

  private interface Action {
    void perform() throws IOException;
  }

  /** One play of one script. */
  private final class Play {
    private final Script script;
    private final InetSocketAddress address;
    private final UnaryOperator<byte[]> oracle;
    private final Patience patience;
    private final OnceWrong onceWrong;
    private final IntConsumer before;
    private final TranscriptRecorder recorder = new TranscriptRecorder();
    private final Map<Integer, Connection> connections = new LinkedHashMap<>(4);
    private long end;
    private boolean over;
    private boolean registered;

    Play(
        Script script,
        InetSocketAddress address,
        UnaryOperator<byte[]> oracle,
        Patience patience,
        OnceWrong onceWrong,
        IntConsumer before) {
      this.script = script;
      this.address = address;
      this.oracle = oracle;
      this.patience = patience;
      this.onceWrong = onceWrong;
      this.before = before;
      this.end = earlier(System.nanoTime() + patience.total(script).toNanos(), ends);
    }

    void run() throws IOException {
      for (int i = 0; i < script.steps().size() && !over; i++) {
        recorder.step(i);
        before.accept(i);
        perform(i, script.steps().get(i));
      }
      recorder.step(script.steps().size());
      for (Connection connection : connections.values()) {
        connection.resumeReading();
      }
      for (Connection connection : connections.values()) {
        if (!over && connection.isOwedAnAnswer()) {
          await(
              connection,
              silence(connection),
              () -> connection.hasReceivedAll() || connection.hasEnded());
        }
      }
      linger();
    }

    /** Records what arrives after the echo on connections that the script left open. */
    private void linger() throws IOException {
      long until = System.nanoTime() + patience.aftermath().toNanos();
      long openBefore = open();
      for (long open = openBefore; !over && open > 0; open = open()) {
        if (open < openBefore) {
          openBefore = open;
          until = Math.min(until, System.nanoTime() + MORE_ENDS);
        }
        long left = Math.min(until, cutoff()) - System.nanoTime();
        if (left <= 0) {
          return;
        }
        select(left);
      }
    }

    private long open() {
      return connections.values().stream().filter(Connection::isOpen).count();
    }

    private void perform(int index, Step step) throws IOException {
      Action action =
          switch (step.kind()) {
            case CONNECT -> () -> connect(((Step.Connect) step).connection());
            case SEND -> () -> send(index, (Step.Send) step);
            case READ -> () -> read((Step.Read) step);
            case READ_TO_END -> () -> readToEnd(on(step));
            case HALF_CLOSE -> () -> halfClose(on(step));
            case PAUSE -> () -> pause(TimeUnit.MILLISECONDS.toNanos(((Step.Pause) step).millis()));
            case STOP_READING -> () -> on(step).stopReading();
            case RESUME_READING -> () -> on(step).resumeReading();
            case RESET -> () -> close(on(step), true);
            case CLOSE -> () -> close(on(step), false);
          };
      action.perform();
    }

    private Duration silence(Connection waiting) {
      if (connections.size() == 1) {
        return patience.answer();
      }
      int ahead = 0;
      // In the order of their connects, which is that of the backlog.
      for (Connection other : connections.values()) {
        if (!other.mayBeQueued()) {
          ahead = 0;
        } else if (other != waiting) {
          ahead++;
        }
      }
      return patience.answerBehind(ahead);
    }

    private Connection on(Step step) {
      return connections.get(((Step.OnConnection) step).connection());
    }

    private void send(int index, Step.Send send) throws IOException {
      Connection connection = on(send);
      connection.send(index, send.payload());
      write(connection);
    }

    private void halfClose(Connection connection) throws IOException {
      connection.halfClose();
      write(connection);
    }

    private void write(Connection connection) throws IOException {
      connection.turn(buffer);
      if (!connection.isReadingStopped()) {
        await(connection, silence(connection), connection::hasWritten);
      }
    }

    private void read(Step.Read read) throws IOException {
      Connection connection = on(read);
      long mark = connection.readMark(read.bytes());
      await(
          connection,
          silence(connection),
          () -> connection.hasReceived(mark) || connection.hasEnded());
    }

    private void readToEnd(Connection connection) throws IOException {
      await(connection, silence(connection), connection::hasEnded);
      connection.close(false);
    }

    private void close(Connection connection, boolean reset) throws IOException {
      connection.close(reset);
      flush();
    }

    private void connect(int number) throws IOException {
      Connection connection = new Connection(number, oracle, recorder);
      connectWhenPossible(connection);
      connections.put(number, connection);
      if (!await(connection, patience.connect(), () -> !connection.isConnecting())
          && connection.isConnecting()) {
        // A wrong byte elsewhere, or the deadline of the play, may have cut the connect short.
        connection.giveUpConnecting(System.nanoTime() < cutoff());
      } else if (connections.size() == 1
          && !connection.isOpen()
          && onceWrong == OnceWrong.END_SOON) {
        // Going on after a refused first connect would make a later connection of this script the
        // first client of a server that starts just then.
        over = true;
      }
    }

    /**
     * Waits for resources of this machine; the wait is added to the deadline, so that the server
     * keeps all of its time.
     */
    private void connectWhenPossible(Connection connection) throws IOException {
      Optional<Shortage.Of> shortage = connection.connect(address);
      if (shortage.isEmpty()) {
        return;
      }
      long began = System.nanoTime();
      Duration waited = Duration.ZERO;
      while (shortage.isPresent()
          && waited.compareTo(shortage.get().bound) < 0
          && !stopped
          && !isPast(endsAtLast)) {
        select(SHORTAGE_POLL);
        shortage = connection.connect(address);
        waited = Duration.ofNanos(System.nanoTime() - began);
      }
      shortFor = shortFor.plus(waited);
      end = earlier(end + waited.toNanos(), endsAtLast);
      if (shortage.isPresent()) {
        throw new Shortage(shortage.get(), waited);
      }
    }

    private void pause(long nanos) throws IOException {
      long until = System.nanoTime() + nanos;
      while (!over) {
        long left = Math.min(until, cutoff()) - System.nanoTime();
        if (left <= 0) {
          over = System.nanoTime() < until;
          if (over && cutoff() == end) {
            connections.keySet().stream().findFirst().ifPresent(recorder::timeUp);
          }
          return;
        }
        select(left);
      }
    }

    /**
     * Runs the loop until the condition holds. Gives up, and ends the play, after this much silence
     * on the connection. Returns whether the condition holds.
     */
    private boolean await(Connection connection, Duration silence, Condition condition)
        throws IOException {
      if (condition.holds()) {
        return true;
      }
      connection.touch();
      for (int turn = 1; ; turn++) {
        boolean moved = connection.turn(buffer);
        if (condition.holds()) {
          return true;
        }
        long now = System.nanoTime();
        long cutoff = cutoff();
        long until = Math.min(cutoff, connection.lastMove() + silence.toNanos());
        if (now >= until || connection.hasShownEnough()) {
          over = true;
          if (!connection.hasShownEnough() && cutoff > until) {
            recorder.gaveUp(
                connection.connectionNumber(), Duration.ofNanos(now - connection.lastMove()));
          } else if (!connection.hasShownEnough() && cutoff == end) {
            recorder.timeUp(connection.connectionNumber());
          }
          return false;
        }
        if (!moved && mayTryAgain(connection, now)) {
          Thread.onSpinWait();
        } else if (!moved) {
          select(until - now);
        } else if (turn % TURNS == 0 && connections.size() > 1) {
          select(0);
        }
      }
    }

    /** Busy-polling is for a single connection: several are polled through the selector. */
    private boolean mayTryAgain(Connection connection, long now) {
      return MAY_SPIN && connections.size() == 1 && now - connection.lastMove() < SPIN;
    }

    /** Returns the deadline of the play; it is near once a connection has shown wrong bytes. */
    private long cutoff() {
      if (stopped) {
        end = earlier(System.nanoTime(), OptionalLong.of(end));
      }
      long cutoff = end;
      if (onceWrong == OnceWrong.GO_ON) {
        return cutoff;
      }
      for (Connection connection : connections.values()) {
        if (connection.divergedAt() != 0) {
          cutoff = Math.min(cutoff, connection.divergedAt() + CONTEXT);
        }
      }
      return cutoff;
    }

    private void select(long atMost) throws IOException {
      long nanos = atMost;
      for (Connection connection : connections.values()) {
        nanos = Math.min(nanos, connection.watch(selector));
      }
      registered = true;
      if (nanos == 0) {
        selector.selectNow();
      } else {
        // Rounded up: select(0) blocks, and a wait below a millisecond must not become a busy loop.
        selector.select(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
      }
      for (SelectionKey key : selector.selectedKeys()) {
        Connection connection = (Connection) key.attachment();
        connection.turn(buffer);
        if (connection.hasShownEnough()) {
          over = true;
        }
      }
      selector.selectedKeys().clear();
    }

    /** Lets the selector finish closes: it closes a registered channel only at its next select. */
    private void flush() throws IOException {
      if (registered) {
        selector.selectNow();
        selector.selectedKeys().clear();
      }
    }

    void closeAll() {
      for (Connection connection : connections.values()) {
        connection.close(false);
      }
      try {
        flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Transcript transcript() {
      Map<Integer, Received> received = new LinkedHashMap<>(connections.size() * 2);
      connections.forEach((number, connection) -> received.put(number, connection.received()));
      return new Transcript(recorder.events(), received, recorder.now());
    }
  }
}
