package dev.echospec.compare;

import dev.echospec.client.play.ClientUnderTest;
import dev.echospec.interop.Talk;
import dev.echospec.interop.TalkPlayer;
import dev.echospec.judge.Oracle;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Lets clients and servers talk: server by server, several of them at a time. */
final class PairRuns implements AutoCloseable {
  /** A pair may be slow on a busy machine; a client that waits for ever costs three times this. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final Fleet fleet;
  private final Plan plan;
  private final BooleanSupplier stopped;
  private final Consumer<PairResult> listener;

  /** Clients in containers, by name: their images are made once for all of their pairs. */
  private final Map<String, ClientUnderTest> containers = new ConcurrentHashMap<>();

  /**
   * Runs nothing yet.
   *
   * @param stopped true when all is to end
   * @param listener receives each result, in any thread
   */
  PairRuns(Fleet fleet, Plan plan, BooleanSupplier stopped, Consumer<PairResult> listener) {
    this.fleet = fleet;
    this.plan = plan;
    this.stopped = stopped;
    this.listener = listener;
  }

  /** Pairs of one server that need the same resources of this machine. */
  record Round(Member server, List<Pair> pairs) {
    Set<String> claims() {
      return pairs.get(0).claims();
    }
  }

  /**
   * Returns pairs in rounds, in which a server is started once.
   *
   * @param pairs in any order
   */
  static List<Round> rounds(List<Pair> pairs) {
    Map<List<Object>, List<Pair>> rounds = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      rounds
          .computeIfAbsent(List.of(pair.server(), pair.claims()), key -> new ArrayList<>())
          .add(pair);
    }
    return rounds.values().stream().map(same -> new Round(same.get(0).server(), same)).toList();
  }

  /** Runs a round, and returns when its server and its clients have ended. */
  void perform(Round round) {
    Optional<Duration> patience = plan.patience();
    try (PairServer server = new PairServer(round.server(), fleet, patience, stopped)) {
      for (Pair pair : round.pairs()) {
        listener.accept(
            stopped.getAsBoolean()
                ? PairResult.notRun(pair, "the comparison was interrupted before its turn")
                : talk(pair, server));
      }
    }
  }

  private PairResult talk(Pair pair, PairServer server) {
    Oracle oracle = pair.server().profile().oracle();
    ClientUnderTest client = client(pair.client());
    try {
      TalkPlayer player =
          new TalkPlayer(client, pair.client().output(), plan.patience().orElse(PATIENCE), stopped);
      Optional<Talk> talk = player.play(server, oracle);
      if (talk.isEmpty()) {
        return PairResult.notRun(pair, "the comparison was interrupted");
      }
      boolean works = talk.get().wrong().isEmpty();
      return PairResult.of(
          pair,
          talk.get(),
          works ? "" : server.log(),
          works ? Optional.empty() : recorded(pair, talk.get(), oracle));
    } catch (IOException e) {
      return PairResult.notRun(pair, e.getMessage());
    } finally {
      if (pair.client().isCommand()) {
        client.close();
      }
    }
  }

  private ClientUnderTest client(FleetClient client) {
    return client.isCommand()
        ? client.client(fleet.prefix())
        : containers.computeIfAbsent(client.name(), name -> client.client(List.of()));
  }

  /** Removes what is left of clients in containers. */
  @Override
  public void close() {
    containers.values().forEach(ClientUnderTest::close);
  }

  private Optional<String> recorded(Pair pair, Talk talk, Oracle oracle) throws IOException {
    if (talk.events().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(plan.recorder().keep(fleet, pair.client(), pair.server(), talk, oracle));
  }
}
