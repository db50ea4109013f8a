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
import java.util.function.UnaryOperator;

/**
 * Plays scripts against a server: one event loop that drives all connections of a script, with a
 * deadline on everything. Not for use by more than one thread at a time.
 */
public final class Player implements AutoCloseable {
  private static final int BUFFER = 256 << 10;

  /** Once the echo is known to be wrong, so long is waited for what else comes. */
  private static final long CONTEXT = TimeUnit.MILLISECONDS.toNanos(50);

  /** What a server does right behind its echo still belongs to the conversation. */
  private static final long AFTERMATH = TimeUnit.MILLISECONDS.toNanos(10);

  /** A link that is busy all the time leaves the others a turn after so many of its own. */
  private static final int TURNS = 16;

  /**
   * So long the player tries again before it sleeps until something happens. Mostly the answer of a
   * server on the same machine is there by then, and to be put to sleep and woken up costs as much
   * as the rest of a short conversation.
   */
  private static final long SPIN = TimeUnit.MICROSECONDS.toNanos(50);

  /** On one processor it would keep the server from answering. */
  private static final boolean MAY_SPIN = Runtime.getRuntime().availableProcessors() > 1;

  /** Where this machine is short of something, it is asked for again after so long. */
  private static final long SHORTAGE_POLL = TimeUnit.MILLISECONDS.toNanos(20);

  private final Selector selector;
  private Duration shortFor = Duration.ZERO;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private OptionalLong ends = OptionalLong.empty();
  private OptionalLong endsAtLast = OptionalLong.empty();

  /**
   * Opens what the event loop needs.
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
   * @param onceWrong whether there is a point in going on
   * @return what was seen
   * @throws Shortage if this machine lacks what a connection needs, and went on to lack it
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
   * Plays a script, and tells of each step before it is played.
   *
   * @param script what to do
   * @param address where the server is
   * @param oracle the map from bytes sent to bytes owed; keeps the length
   * @param patience how long to wait
   * @param onceWrong whether there is a point in going on
   * @param before is told the index of each step; nothing moves on any connection meanwhile
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

  /** What to do once a byte has come that is not the expected one. */
  public enum OnceWrong {
    /** The verdict is known: wait a moment for what else comes, to show it, and end. */
    END_SOON,
    /** The verdict needs the whole reply: go on as if nothing had happened. */
    GO_ON
  }

  /**
   * @return how long it was waited altogether for what this machine was short of
   */
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
   * Sets when every play is over, also one that could take longer.
   *
   * @param nanoTime as {@link System#nanoTime} counts
   */
  public void endBy(long nanoTime) {
    endBy(nanoTime, nanoTime);
  }

  /**
   * Sets when every play is over, also one that could take longer. A play that had to wait for what
   * this machine was short of may go on longer by that wait.
   *
   * @param nanoTime as {@link System#nanoTime} counts
   * @param last when it is over with such waits, as {@link System#nanoTime} counts
   */
  public void endBy(long nanoTime, long last) {
    ends = OptionalLong.of(nanoTime);
    endsAtLast = OptionalLong.of(last);
  }

  /**
   * @return whether every play would be over at once
   */
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
    private final TranscriptRecorder log = new TranscriptRecorder();
    private final Map<Integer, Connection> links = new LinkedHashMap<>(4);
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
        log.step(i);
        before.accept(i);
        perform(i, script.steps().get(i));
      }
      log.step(script.steps().size());
      for (Connection link : links.values()) {
        link.resumeReading();
      }
      for (Connection link : links.values()) {
        if (!over && link.isOwedAnAnswer()) {
          await(link, patience.answer(), () -> link.hasReceivedAll() || link.hasEnded());
        }
      }
      linger();
    }

    /** Sees what comes behind the echo on connections that the script has left open. */
    private void linger() throws IOException {
      long until = System.nanoTime() + AFTERMATH;
      while (!over && links.values().stream().anyMatch(Connection::isOpen)) {
        long left = Math.min(until, cutoff()) - System.nanoTime();
        if (left <= 0) {
          return;
        }
        select(left);
      }
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

    private Connection on(Step step) {
      return links.get(((Step.OnConnection) step).connection());
    }

    private void send(int index, Step.Send send) throws IOException {
      Connection link = on(send);
      link.send(index, send.payload());
      write(link);
    }

    private void halfClose(Connection link) throws IOException {
      link.halfClose();
      write(link);
    }

    private void write(Connection link) throws IOException {
      link.turn(buffer);
      if (!link.isReadingStopped()) {
        await(link, patience.answer(), link::hasWritten);
      }
    }

    private void read(Step.Read read) throws IOException {
      Connection link = on(read);
      long mark = link.readMark(read.bytes());
      await(link, patience.answer(), () -> link.hasReceived(mark) || link.hasEnded());
    }

    private void readToEnd(Connection link) throws IOException {
      await(link, patience.answer(), link::hasEnded);
      link.close(false);
    }

    private void close(Connection link, boolean reset) throws IOException {
      link.close(reset);
      flush();
    }

    private void connect(int number) throws IOException {
      Connection link = new Connection(number, oracle, log);
      connectWhenPossible(link);
      links.put(number, link);
      if (!await(link, patience.connect(), () -> !link.isConnecting()) && link.isConnecting()) {
        // What went wrong elsewhere, or the end of the play, may have cut it short.
        link.giveUpConnecting(System.nanoTime() < cutoff());
      } else if (links.size() == 1 && !link.isOpen() && onceWrong == OnceWrong.END_SOON) {
        // Who is refused at first would else be the first client of a server that comes just then.
        over = true;
      }
    }

    /** What is waited for is not the server: it keeps all of its time. */
    private void connectWhenPossible(Connection link) throws IOException {
      Optional<Shortage.Of> shortage = link.connect(address);
      if (shortage.isEmpty()) {
        return;
      }
      long began = System.nanoTime();
      Duration waited = Duration.ZERO;
      while (shortage.isPresent()
          && waited.compareTo(shortage.get().bound) < 0
          && !isPast(endsAtLast)) {
        select(SHORTAGE_POLL);
        shortage = link.connect(address);
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
            links.keySet().stream().findFirst().ifPresent(log::timeUp);
          }
          return;
        }
        select(left);
      }
    }

    /**
     * Turns the loop until the condition holds. Gives up, and ends the play, when nothing has moved
     * on the link for so long.
     */
    private boolean await(Connection link, Duration silence, Condition condition)
        throws IOException {
      if (condition.holds()) {
        return true;
      }
      link.touch();
      for (int turn = 1; ; turn++) {
        boolean moved = link.turn(buffer);
        if (condition.holds()) {
          return true;
        }
        long now = System.nanoTime();
        long cutoff = cutoff();
        long until = Math.min(cutoff, link.lastMove() + silence.toNanos());
        if (now >= until || link.hasShownEnough()) {
          over = true;
          if (!link.hasShownEnough() && cutoff > until) {
            log.gaveUp(link.connectionNumber(), Duration.ofNanos(now - link.lastMove()));
          } else if (!link.hasShownEnough() && cutoff == end) {
            log.timeUp(link.connectionNumber());
          }
          return false;
        }
        if (!moved && mayTryAgain(link, now)) {
          Thread.onSpinWait();
        } else if (!moved) {
          select(until - now);
        } else if (turn % TURNS == 0 && links.size() > 1) {
          select(0);
        }
      }
    }

    /** Other connections wait for a look at all of them, which is the selector's. */
    private boolean mayTryAgain(Connection link, long now) {
      return MAY_SPIN && links.size() == 1 && now - link.lastMove() < SPIN;
    }

    /** When the play must be over: soon, once a link has shown wrong bytes. */
    private long cutoff() {
      long cutoff = end;
      if (onceWrong == OnceWrong.GO_ON) {
        return cutoff;
      }
      for (Connection link : links.values()) {
        if (link.divergedAt() != 0) {
          cutoff = Math.min(cutoff, link.divergedAt() + CONTEXT);
        }
      }
      return cutoff;
    }

    private void select(long atMost) throws IOException {
      long nanos = atMost;
      for (Connection link : links.values()) {
        nanos = Math.min(nanos, link.watch(selector));
      }
      registered = true;
      if (nanos == 0) {
        selector.selectNow();
      } else {
        // Rounded up: a wait of less than a millisecond must not become a busy loop.
        selector.select(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
      }
      for (SelectionKey key : selector.selectedKeys()) {
        Connection link = (Connection) key.attachment();
        link.turn(buffer);
        if (link.hasShownEnough()) {
          over = true;
        }
      }
      selector.selectedKeys().clear();
    }

    /** A registered channel is really closed only when its selector next looks. */
    private void flush() throws IOException {
      if (registered) {
        selector.selectNow();
        selector.selectedKeys().clear();
      }
    }

    void closeAll() {
      for (Connection link : links.values()) {
        link.close(false);
      }
      try {
        flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Transcript transcript() {
      Map<Integer, Received> received = new LinkedHashMap<>(links.size() * 2);
      links.forEach((number, link) -> received.put(number, link.received()));
      return new Transcript(log.events(), received, log.now());
    }
  }
}
