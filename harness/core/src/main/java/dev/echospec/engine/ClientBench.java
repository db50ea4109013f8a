package dev.echospec.engine;

import dev.echospec.client.judge.ClientJudge;
import dev.echospec.client.judge.ClientLaw;
import dev.echospec.client.judge.ClientObservation;
import dev.echospec.client.play.ClientPatience;
import dev.echospec.client.play.ClientTranscript;
import dev.echospec.client.play.ClientUnderTest;
import dev.echospec.client.play.ServerPlayer;
import dev.echospec.client.script.ServerScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/**
 * Runs the client, several at a time where each run has a port of its own, and judges what was
 * seen. Owns the threads that do so.
 */
final class ClientBench implements AutoCloseable {
  /** Runs mostly wait, but each starts a process. */
  private static final int RUNS_PER_PROCESSOR = 2;

  private static final int MOST_AT_ONCE = 8;

  private final ClientUnderTest client;
  private final ClientJudge judge;
  private final ClientInputs inputs;
  private final ServerPlayer player;
  private final int atOnce;
  private final ExecutorService threads;

  ClientBench(ClientUnderTest client, ClientJudge judge, BooleanSupplier stopped) {
    this.client = client;
    this.judge = judge;
    this.inputs = new ClientInputs(client);
    this.player = new ServerPlayer(client, judge.oracle(), stopped);
    this.atOnce =
        client.fixedPort() == 0 && !client.endsWithItsConnection()
            ? Math.min(
                MOST_AT_ONCE, RUNS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors())
            : 1;
    this.threads =
        Executors.newFixedThreadPool(
            atOnce,
            work -> {
              Thread thread = new Thread(work, "echospec: run of the client");
              thread.setDaemon(true);
              return thread;
            });
  }

  ClientInputs inputs() {
    return inputs;
  }

  /** Returns how many runs may be under way at once, from 1. */
  int atOnce() {
    return atOnce;
  }

  /**
   * Runs the client once, in this thread.
   *
   * @return empty if the run of the kit was stopped meanwhile
   * @throws UncheckedIOException if the client cannot be started any more
   */
  Optional<ClientObservation> play(
      ServerScript script, ClientLaw law, String caseId, ClientPatience patience) {
    try {
      ServerScript told = inputs.fit(script);
      Optional<ClientTranscript> seen = player.play(told, caseId, patience);
      return seen.map(transcript -> judge.judge(told, law, transcript));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns true if a run shows a known failure as well, whatever it was judged by: it breaks the
   * law of that failure in the same way.
   */
  boolean shows(ClientObservation known, ClientObservation run) {
    ClientObservation judged = judge.judge(run.script(), known.law(), run.transcript());
    return !judged.violations().isEmpty() && judged.kind() == known.kind();
  }

  /** Begins a run in a thread of the bench. */
  Future<Optional<ClientObservation>> begin(Callable<Optional<ClientObservation>> run) {
    return threads.submit(run);
  }

  /**
   * Runs the client with each of some scripts, as many at once as may be.
   *
   * @return what was seen, in the order of the scripts; without those that were stopped
   */
  List<ClientObservation> playAll(
      List<ServerScript> scripts, ClientLaw law, String caseId, ClientPatience patience) {
    List<Future<Optional<ClientObservation>>> runs = new ArrayList<>();
    scripts.forEach(script -> runs.add(begin(() -> play(script, law, caseId, patience))));
    List<ClientObservation> seen = new ArrayList<>();
    runs.forEach(run -> ended(run).ifPresent(seen::add));
    return seen;
  }

  /** Waits for a run, which is bounded by its patience. */
  static Optional<ClientObservation> ended(Future<Optional<ClientObservation>> run) {
    try {
      return run.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Ends what the runs by now have left behind. */
  void sweep() {
    client.sweep();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    client.close();
  }
}
