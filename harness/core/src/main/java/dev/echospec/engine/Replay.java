package dev.echospec.engine;

import dev.echospec.judge.Judge;
import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation;
import dev.echospec.play.Event;
import dev.echospec.play.Patience;
import dev.echospec.play.Transcript;
import dev.echospec.result.Failure;
import dev.echospec.script.Script;
import dev.echospec.server.Target;
import dev.echospec.server.TargetException;
import dev.echospec.suite.Violated.Observation;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Plays one script against a target, without a generator or a seed. */
public final class Replay implements AutoCloseable {
  /** Longer conversations are played only with a bound that the user gives. */
  public static final Duration LONGEST = Duration.ofMinutes(10);

  /** Watches the conversation from outside, as a capture of its packets does. */
  public interface Witness {
    /** Sees nothing. */
    Witness NONE =
        new Witness() {
          @Override
          public void begins(InetSocketAddress server) {
            // Nothing is to be seen.
          }

          @Override
          public void ended() {
            // Nothing was seen.
          }
        };

    /**
     * Called before the first connect. A server that is restarted and does not accept yet is played
     * to again: then this is called again, perhaps with another address.
     *
     * @param server what is played to; nothing is sent before this returns
     */
    void begins(InetSocketAddress server);

    /** Called once when all connections are closed, before the server is probed. */
    void ended();
  }

  /** Limit of the probe afterwards. */
  private static final Duration EXAMINATION = Duration.ofMinutes(2);

  private final ServerUnderTest server;
  private final Oracle oracle;
  private final boolean fromStart;
  private long ends;

  /**
   * Does not start the target yet.
   *
   * @param target not started
   * @param oracle what a correct server answers
   * @param fromStart true if the script is to be the first conversation after a start; a server
   *     that cannot be started from here should have just been started
   * @param patience how long the server may be silent while it owes something; measured if empty
   * @param listener is told of waits for a port
   */
  public Replay(
      Target target,
      Oracle oracle,
      boolean fromStart,
      Optional<Duration> patience,
      RunListener listener) {
    this.server = new ServerUnderTest(target, oracle, patience, Optional.empty(), listener);
    this.fromStart = fromStart;
    this.oracle = oracle;
  }

  /**
   * Starts the target and waits until it answers.
   *
   * @throws TargetException if it cannot be started or reached
   */
  public void open() throws TargetException {
    if (isUnmet()) {
      server.start();
    } else {
      server.open();
    }
  }

  /**
   * True if the server must not be probed first, since the probes would be its first conversations.
   */
  private boolean isUnmet() {
    return fromStart && !server.canStartAfresh();
  }

  /**
   * Estimates the limit of a conversation before the server is probed.
   *
   * @param script what will be played
   * @param patience how long the server may be silent while it owes something; measured if empty
   * @return the bound with the shortest patience that may be measured; a slow server's is longer
   */
  public static Duration estimate(Script script, Optional<Duration> patience) {
    return Patience.of(patience.orElse(Patience.FLOOR)).doubled().total(script);
  }

  /**
   * Returns the limit of a conversation with the patience that {@link #open} measured.
   *
   * @param script what will be played
   */
  public Duration bound(Script script) {
    return server.patience().doubled().total(script);
  }

  /**
   * What was seen.
   *
   * @param failure the conversation; its violations are empty if nothing wrong was seen
   * @param cutShort true if it was ended early, so that no violation proves nothing
   */
  public record Seen(Failure failure, boolean cutShort) {}

  /**
   * Plays, with the patience of a confirmation.
   *
   * @param script what to play
   * @param law what to judge by
   * @param atMost when the conversation is cut short
   * @return what was seen
   * @throws TargetException if the server was to be probed after that, and does not answer
   */
  public Seen play(Script script, Law law, Duration atMost) throws TargetException {
    return play(script, law, atMost, Witness.NONE);
  }

  /**
   * Plays before a witness, with the patience of a confirmation.
   *
   * @param script what to play
   * @param law what to judge by
   * @param atMost when the conversation is cut short; the time that the witness takes is added
   * @param witness of this conversation alone
   * @return what was seen
   * @throws TargetException if the server was to be probed after that, and does not answer
   */
  public Seen play(Script script, Law law, Duration atMost, Witness witness)
      throws TargetException {
    server.startAfresh(fromStart);
    ends = System.nanoTime() + atMost.toNanos();
    server.endBy(ends);
    server.beforePlays(
        address -> {
          long began = System.nanoTime();
          witness.begins(address);
          ends += System.nanoTime() - began;
          server.endBy(ends);
        });
    Transcript transcript =
        server.play(script, law, oracle, server.patience().doubled().lingering());
    server.beforePlays(address -> {});
    boolean cutShort =
        System.nanoTime() - ends >= 0
            || transcript.events().stream().anyMatch(Event.TimeUp.class::isInstance);
    witness.ended();
    server.endBy(System.nanoTime() + EXAMINATION.toNanos());
    server.startAfresh(false);
    if (isUnmet()) {
      server.getToKnow();
    }
    List<Violation> violations = new Judge(oracle).judge(law, script, transcript);
    Optional<Failure.Death> death = server.examine();
    if (violations.isEmpty() && death.isPresent()) {
      violations = List.of(Survival.notSurvived());
    }
    Observation sight = new Observation(script, law, transcript, violations);
    Failure failure = new Failure(sight, 0, script.bytes(), 1, violations.isEmpty() ? 0 : 1, death);
    return new Seen(new Explainer().explain(failure, oracle, server), cutShort);
  }

  /** Ends the target. */
  @Override
  public void close() {
    server.close();
  }
}
