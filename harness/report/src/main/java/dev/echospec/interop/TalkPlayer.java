package dev.echospec.interop;

import dev.echospec.client.judge.ClientJudge;
import dev.echospec.client.judge.ClientLaw;
import dev.echospec.client.judge.OutputMode;
import dev.echospec.client.play.ClientPatience;
import dev.echospec.client.play.ClientRun;
import dev.echospec.client.play.ClientTranscript;
import dev.echospec.client.play.ClientUnderTest;
import dev.echospec.client.play.Conversation;
import dev.echospec.client.script.ServerScript;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation;
import dev.echospec.script.Payload;
import dev.echospec.tap.Relay;
import dev.echospec.tap.TapEvent;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Runs a client with servers, through a relay that records what both say. A client whose fixed port
 * is that of the server speaks to it directly, and nothing is recorded.
 */
public final class TalkPlayer {
  /** What the client finds in its environment in place of the id of a case. */
  private static final String CASE = "interop";

  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final long POLL_MILLIS = 20;

  /** The relay learns a little later than the kernel how a client has ended its connections. */
  private static final long LINGER_NANOS = Duration.ofMillis(200).toNanos();

  private static final int JOIN_MILLIS = 5_000;

  private final ClientUnderTest client;
  private final OutputMode mode;
  private final Duration patience;
  private final BooleanSupplier stopped;

  /**
   * Plays nothing yet.
   *
   * @param client run once for each message, one run after the other
   * @param mode how its output is compared with the echo
   * @param patience longest time in which neither side does anything
   * @param stopped true when all is to end
   */
  public TalkPlayer(
      ClientUnderTest client, OutputMode mode, Duration patience, BooleanSupplier stopped) {
    this.client = client;
    this.mode = mode;
    this.patience = patience;
    this.stopped = stopped;
  }

  /** Makes sure that the server is there before each run. */
  public interface Ready {
    /**
     * Starts the server again if it has ended.
     *
     * @return where it is
     * @throws IOException if it cannot be started; the message is a sentence for the user
     */
    InetSocketAddress server() throws IOException;
  }

  /**
   * Runs the client with each of its messages, until one goes wrong. What may only have been late
   * is played once more with twice the patience.
   *
   * @param ready tells where the server is
   * @param oracle what the server has to answer
   * @return the talk that went wrong, or the first one; empty if all is to end
   * @throws IOException if the client or the server cannot be started, or the client's port is
   *     taken; the message is a sentence for the user
   */
  public Optional<Talk> play(Ready ready, Oracle oracle) throws IOException {
    Optional<Talk> first = Optional.empty();
    for (Message message : Message.of(client)) {
      Talk talk = once(ready.server(), message, oracle, patience);
      if (talk.isLate() && !stopped.getAsBoolean()) {
        talk = once(ready.server(), message, oracle, patience.multipliedBy(2));
      }
      if (stopped.getAsBoolean()) {
        return Optional.empty();
      }
      if (talk.wrong().isPresent()) {
        return Optional.of(talk);
      }
      first = first.isEmpty() ? Optional.of(talk) : first;
    }
    return first;
  }

  private Talk once(InetSocketAddress server, Message message, Oracle oracle, Duration idle)
      throws IOException {
    TalkLog log = new TalkLog();
    if (client.fixedPort() == server.getPort()) {
      // All that is known of the wire is what the client has printed.
      ClientTranscript seen = unwatched(run(server, message, idle, log), message);
      return new Talk(message.words(), List.of(), seen, wrong(message, oracle, seen), Wire.UNSEEN);
    }
    try (Relay relay = relay(server, log)) {
      Thread thread = new Thread(() -> relay(relay), "echospec: relay of a pair");
      thread.setDaemon(true);
      thread.start();
      ClientTranscript seen;
      try {
        seen = run(relay.address(), message, idle, log);
      } finally {
        relay.stop();
        join(thread);
      }
      List<TapEvent> events = log.events();
      return new Talk(
          message.words(),
          events,
          seen,
          wrong(message, oracle, seen),
          Wire.of(events, message.bytes(), oracle));
    }
  }

  private Relay relay(InetSocketAddress server, TalkLog log) throws IOException {
    try {
      return new Relay(new InetSocketAddress(HERE, client.fixedPort()), List.of(server), log);
    } catch (BindException e) {
      throw new IOException(
          "Port " + client.fixedPort() + " of this client is taken: end what listens there.", e);
    }
  }

  private static void relay(Relay relay) {
    try {
      relay.run(Integer.MAX_VALUE);
    } catch (IOException e) {
      // The machine lacks something: the client's connections are closed, and the pair fails.
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ClientTranscript run(
      InetSocketAddress server, Message message, Duration idle, TalkLog log) throws IOException {
    long began = System.nanoTime();
    CountDownLatch ended = new CountDownLatch(1);
    ClientRun run = client.start(server, message.bytes(), CASE, ended::countDown);
    Waiting waiting = new Waiting(run, log, began, idle, ended);
    try {
      waiting.untilEnded(message);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      run.end();
    }
    boolean gaveUp = waiting.silence > 0;
    return new ClientTranscript(
        TalkConversations.of(log.events()),
        gaveUp ? Optional.empty() : run.status(),
        gaveUp,
        run.stdout(),
        client.hasStderr() ? Optional.of(run.stderr()) : Optional.empty(),
        Duration.ofNanos(System.nanoTime() - began),
        Duration.ofNanos(waiting.silence),
        gaveUp ? waiting.used : Optional.empty());
  }

  /** The wait for the end of one run. */
  private final class Waiting {
    private final ClientRun run;
    private final TalkLog log;
    private final long began;
    private final Duration idle;
    private final CountDownLatch ended;
    private Duration usedBefore = Duration.ZERO;
    private Optional<Duration> used = Optional.empty();
    private long silence;

    Waiting(ClientRun run, TalkLog log, long began, Duration idle, CountDownLatch ended) {
      this.run = run;
      this.log = log;
      this.began = began;
      this.idle = idle;
      this.ended = ended;
    }

    void untilEnded(Message message) throws InterruptedException {
      long most =
          new ClientPatience(idle).total(ServerScript.echo(Payload.of(message.bytes()))).toNanos();
      while (!ended.await(POLL_MILLIS, TimeUnit.MILLISECONDS) && !stopped.getAsBoolean()) {
        long now = System.nanoTime();
        long quiet = now - Math.max(began, log.lastMove());
        if (quiet > idle.toNanos() / 2 && usedBefore.isZero()) {
          usedBefore = run.processorTime().orElse(Duration.ZERO);
        }
        if (quiet > idle.toNanos() || now - began > most) {
          silence = quiet > idle.toNanos() ? quiet : now - began;
          used = run.processorTime().map(time -> time.minus(usedBefore));
          return;
        }
      }
      long exited = System.nanoTime();
      while (log.isOpen() && System.nanoTime() - exited < LINGER_NANOS) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
  }

  private Optional<Violation> wrong(Message message, Oracle oracle, ClientTranscript seen) {
    ServerScript script = ServerScript.echo(Payload.of(message.bytes()));
    List<Violation> violations =
        new ClientJudge(mode, oracle).judge(script, ClientLaw.EXCHANGES, seen).violations();
    return violations.stream().findFirst();
  }

  /** A client that could not be watched is taken for one that has sent and got everything. */
  private static ClientTranscript unwatched(ClientTranscript seen, Message message) {
    Conversation whole =
        new Conversation(
            Payload.of(message.bytes()),
            message.bytes().length,
            List.of(),
            List.of(),
            message.bytes().length,
            true,
            Conversation.End.CLOSED,
            seen.elapsed());
    return new ClientTranscript(
        List.of(whole),
        seen.status(),
        seen.wasEnded(),
        seen.stdout(),
        seen.stderr(),
        seen.elapsed(),
        seen.silence(),
        seen.processorTime());
  }
}
