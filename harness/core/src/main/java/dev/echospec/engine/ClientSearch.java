package dev.echospec.engine;

import dev.echospec.client.judge.ClientLaw;
import dev.echospec.client.judge.ClientObservation;
import dev.echospec.client.play.ClientPatience;
import dev.echospec.client.play.ClientTranscript;
import dev.echospec.client.script.ServerScript;
import dev.echospec.suite.ClientWire;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The first phase of a case: runs the client with the scripts that the case draws, side by side,
 * until one fails. Called by one thread.
 */
final class ClientSearch implements ClientWire {
  private final ClientBench bench;
  private final String caseId;
  private final Avoidance avoidance;
  private final Function<ClientLaw, ClientPatience> patience;
  private final Predicate<ClientObservation> known;
  private final BooleanSupplier over;
  private final Runnable tried;
  private final Deque<Future<Optional<ClientObservation>>> running = new ArrayDeque<>();
  private final Set<ServerScript> drawn = new HashSet<>();
  private final List<ClientObservation> seen = new ArrayList<>();
  private final List<ClientObservation> failures = new ArrayList<>();
  private boolean hostNeeded;

  /**
   * Plays nothing yet.
   *
   * @param avoidance of what the client is known not to take
   * @param patience with a run, by what it is judged by
   * @param known true of a failure that does not end the search
   * @param over true when nothing more may be played
   * @param tried is called when a run has ended
   */
  ClientSearch(
      ClientBench bench,
      String caseId,
      Avoidance avoidance,
      Function<ClientLaw, ClientPatience> patience,
      Predicate<ClientObservation> known,
      BooleanSupplier over,
      Runnable tried) {
    this.bench = bench;
    this.caseId = caseId;
    this.avoidance = avoidance;
    this.patience = patience;
    this.known = known;
    this.over = over;
    this.tried = tried;
  }

  @Override
  public void check(ServerScript script, ClientLaw law) {
    ServerScript told = bench.inputs().fit(avoidance.fit(script));
    boolean isNew = drawn.add(told);
    if (isOver() || !isNew && !bench.inputs().areVariable()) {
      return;
    }
    while (running.size() >= bench.atOnce()) {
      takeOldest();
    }
    if (!isOver()) {
      running.add(bench.begin(() -> played(told, law)));
    }
  }

  /** A hiccup of the machine does not repeat. */
  private Optional<ClientObservation> played(ServerScript told, ClientLaw law) {
    Optional<ClientObservation> first = bench.play(told, law, caseId, patience.apply(law));
    boolean mayBeHiccup =
        law != ClientLaw.TIRES
            && first
                .filter(one -> !one.violations().isEmpty() && one.kind().isTiming())
                .isPresent();
    return mayBeHiccup ? bench.play(told, law, caseId, patience.apply(law)) : first;
  }

  @Override
  public void observe(ServerScript script) {
    check(script, ClientLaw.OBSERVED);
  }

  @Override
  public boolean isToldItsHost() {
    hostNeeded |= !bench.inputs().isToldItsHost();
    return bench.inputs().isToldItsHost();
  }

  private void takeOldest() {
    ClientBench.ended(running.remove())
        .ifPresent(
            one -> {
              seen.add(one);
              if (!one.violations().isEmpty() && !known.test(one)) {
                failures.add(one);
              }
              tried.run();
            });
  }

  /** True if further scripts would not be played. */
  boolean isOver() {
    // A server that falls silent shows nothing new the second time, but confirms the first.
    boolean hasFailed = failures.stream().anyMatch(one -> one.law() != ClientLaw.TIRES);
    return hasFailed || over.getAsBoolean();
  }

  /** Waits for the runs that are under way. */
  void finish() {
    while (!running.isEmpty()) {
      takeOldest();
    }
  }

  /** Returns the runs that failed, but for what is known, in the order in which they were begun. */
  List<ClientObservation> failures() {
    return failures;
  }

  /** Returns all runs. */
  List<ClientObservation> seen() {
    return seen;
  }

  int tries() {
    return seen.size();
  }

  /** Returns true if the case needs a client that is told its host, and this one is not. */
  boolean isHostNeeded() {
    return hostNeeded;
  }

  /** Returns the first run that ended with the status that means "not supported", if one did. */
  Optional<ClientTranscript> unsupported() {
    return seen.stream()
        .map(ClientObservation::transcript)
        .filter(one -> one.status().filter(s -> s == ClientTranscript.UNSUPPORTED).isPresent())
        .findFirst();
  }
}
