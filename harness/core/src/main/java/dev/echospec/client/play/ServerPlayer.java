package dev.echospec.client.play;

import dev.echospec.client.script.ServerScript;
import dev.echospec.judge.Oracle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Plays the server of a script to one run of a client, in the thread that calls it. */
public final class ServerPlayer {
  /** Bound of the wait for ends of connections that a client has left behind. */
  private static final long LINGER_NANOS = Duration.ofMillis(100).toNanos();

  private static final long POLL_MILLIS = 50;

  /** Patiences that a run is longer at most because its client waited for a processor. */
  private static final int MOST_STARVED = 3;

  /** A thread that is woken later than this does not have the processor when it wants it. */
  private static final long HICCUP_NANOS = Duration.ofMillis(30).toNanos();

  /** Most connections of one run that are kept; of further ones only the latest is. */
  private static final int MOST_PEERS = 256;

  private final ClientUnderTest client;
  private final Oracle oracle;
  private final BooleanSupplier stopped;

  /**
   * Plays nothing yet.
   *
   * @param client is run once for each script
   * @param oracle what the server answers
   * @param stopped true when the run of the kit is to end: a play is then cut short
   */
  public ServerPlayer(ClientUnderTest client, Oracle oracle, BooleanSupplier stopped) {
    this.client = client;
    this.oracle = oracle;
    this.stopped = stopped;
  }

  /** Returns true if this machine has the IPv6 loopback address. */
  public static boolean hasIpv6() {
    return Listeners.hasIpv6();
  }

  /**
   * Runs the client once. May be called by several threads at once unless the client's port is
   * fixed.
   *
   * @param script what the server does; the client must be able to be told its message and host
   * @param caseId id of the case, for the client's environment
   * @return what was seen; empty if the kit's run was stopped meanwhile
   * @throws IOException if the client cannot be started, or the port is taken; the message is a
   *     sentence for the user
   */
  public Optional<ClientTranscript> play(
      ServerScript script, String caseId, ClientPatience patience) throws IOException {
    try (Listeners listeners = Listeners.open(script.host(), client.fixedPort(), script.refuses());
        Selector selector = Selector.open()) {
      listeners.register(selector);
      byte[] message = script.message().bytes(0, (int) script.message().length());
      long began = System.nanoTime();
      ClientRun run =
          client.start(listeners.told(script.host()), message, caseId, selector::wakeup);
      return new Play(script, patience, selector, run, began).toItsEnd();
    }
  }

  /** One run. */
  private final class Play {
    private final ServerScript script;
    private final ClientPatience patience;
    private final Selector selector;
    private final ClientRun run;
    private final long began;

    /** On a busy machine the start itself may take longer than the patience. */
    private final long started = System.nanoTime();

    private final List<Peer> peers = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
    private Duration usedBefore = Duration.ZERO;
    private long lost;
    private long starved;

    Play(
        ServerScript script,
        ClientPatience patience,
        Selector selector,
        ClientRun run,
        long began) {
      this.script = script;
      this.patience = patience;
      this.selector = selector;
      this.run = run;
      this.began = began;
    }

    Optional<ClientTranscript> toItsEnd() throws IOException {
      Optional<Duration> silence;
      Optional<Duration> processorTime = Optional.empty();
      try {
        silence = untilEnded();
        if (silence.isPresent()) {
          processorTime = run.processorTime().map(used -> used.minus(usedBefore));
        }
      } finally {
        if (run.status().isEmpty()) {
          // Its reads and writes end, so that it can.
          peers.forEach(Peer::close);
        }
        run.end();
        peers.forEach(Peer::close);
      }
      if (stopped.getAsBoolean()) {
        return Optional.empty();
      }
      boolean ended = silence.isPresent();
      return Optional.of(
          new ClientTranscript(
              peers.stream().map(Peer::seen).toList(),
              ended ? Optional.empty() : run.status(),
              ended,
              run.stdout(),
              client.hasStderr() ? Optional.of(run.stderr()) : Optional.empty(),
              Duration.ofNanos(System.nanoTime() - began),
              silence.orElse(Duration.ZERO),
              processorTime));
    }

    /**
     * Returns the silence after which the kit gave up; empty if the client ended by itself. This
     * thread may not have had the processor for a while, so it looks at what came before it gives
     * up.
     */
    private Optional<Duration> untilEnded() throws IOException {
      long by = started + patience.total(script).toNanos();
      long exited = 0;
      while (!stopped.getAsBoolean()) {
        if (exited == 0 && run.status().isPresent()) {
          exited = System.nanoTime();
          peers.forEach(Peer::freeze);
        }
        long moved = lastMove();
        long until = Math.min(by + starved, moved + lost + patience.idle().toNanos());
        select(exited == 0 ? until : System.nanoTime());
        peers.forEach(peer -> peer.turn(buffer));
        lost = lastMove() - moved > 0 ? 0 : lost;
        long now = System.nanoTime();
        if (client.endsWithItsConnection()
            && !peers.isEmpty()
            && peers.stream().noneMatch(Peer::isOpen)) {
          return Optional.empty();
        }
        if (exited != 0
            && (peers.stream().noneMatch(Peer::isOpen) && isAllAccepted()
                || now - exited > LINGER_NANOS)) {
          return Optional.empty();
        }
        long silence = now - lastMove() - lost;
        boolean runs = run.status().isEmpty();
        if (runs && silence > patience.idle().toNanos() / 2 && usedBefore.isZero()) {
          // A start may have taken much of it; what is used from here on is used on nothing.
          usedBefore = run.processorTime().orElse(Duration.ZERO);
        }
        if (runs && silence > patience.idle().toNanos() && !isStarved()) {
          return Optional.of(Duration.ofNanos(silence));
        }
        if (runs && now - by - starved > 0) {
          // It was busy all the time, and came to no end.
          return Optional.of(Duration.ofNanos(now - started));
        }
      }
      return Optional.empty();
    }

    /**
     * Returns true if the client has waited for a processor for much of the silence: that time is
     * then taken off it, up to a bound, since a client that spins waits for one as well.
     */
    private boolean isStarved() {
      long idle = patience.idle().toNanos();
      long more = Math.min(run.waitedForProcessor().toNanos(), MOST_STARVED * idle) - starved;
      if (more < idle / 4) {
        return false;
      }
      starved += more;
      lost += more;
      return true;
    }

    private boolean isAllAccepted() throws IOException {
      int before = peers.size();
      for (SelectionKey key : selector.keys()) {
        accept(key);
      }
      return peers.size() == before;
    }

    private long lastMove() {
      long last = started;
      for (Peer peer : peers) {
        long move = peer.isPausing() ? System.nanoTime() : peer.lastMove();
        last = move - last > 0 ? move : last;
      }
      return last;
    }

    private void select(long until) throws IOException {
      long now = System.nanoTime();
      long wake = until;
      for (Peer peer : peers) {
        long at = peer.wakeAt();
        wake = at != 0 && at - wake < 0 ? at : wake;
      }
      long millis = Math.max(1, Math.min(POLL_MILLIS, (wake - now) / 1_000_000));
      selector.select(millis);
      long late = System.nanoTime() - now - millis * 1_000_000;
      // Where the kit does not get the processor, neither does the client.
      lost += late > HICCUP_NANOS ? late : 0;
      for (SelectionKey key : selector.selectedKeys()) {
        accept(key);
      }
      selector.selectedKeys().clear();
    }

    private void accept(SelectionKey key) throws IOException {
      if (!key.isValid() || !(key.channel() instanceof ServerSocketChannel server)) {
        return;
      }
      for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
        if (peers.size() >= MOST_PEERS) {
          // A client that connects again and again shows that in the first ones.
          peers.remove(MOST_PEERS - 1).close();
        }
        channel.configureBlocking(false);
        SelectionKey own = channel.register(selector, 0);
        peers.add(new Peer(channel, own, script, oracle, began));
      }
    }
  }
}
