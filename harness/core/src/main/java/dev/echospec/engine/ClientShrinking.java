package dev.echospec.engine;

import dev.echospec.client.judge.ClientLaw;
import dev.echospec.client.judge.ClientObservation;
import dev.echospec.client.play.ClientPatience;
import dev.echospec.client.script.ServerScript;
import dev.echospec.client.script.ServerScriptShrinker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** Makes the server's script of a failing run simpler for as long as it fails in the same way. */
final class ClientShrinking {
  private final ClientBench bench;
  private final String caseId;
  private final Avoidance avoidance;
  private final ClientPatience patience;
  private final BooleanSupplier over;
  private final LongConsumer shorter;

  /**
   * Shrinks nothing yet.
   *
   * @param avoidance of what the client is known not to take, which no proposal brings back
   * @param patience with each run: a short one, as what is found is confirmed later
   * @param over true when nothing more may be played
   * @param shorter is told the length of the message whenever a simpler script was found
   */
  ClientShrinking(
      ClientBench bench,
      String caseId,
      Avoidance avoidance,
      ClientPatience patience,
      BooleanSupplier over,
      LongConsumer shorter) {
    this.bench = bench;
    this.caseId = caseId;
    this.avoidance = avoidance;
    this.patience = patience;
    this.over = over;
    this.shorter = shorter;
  }

  /** Returns the simplest failing run that was found; the given one if no simpler one fails. */
  ClientObservation shortest(ClientObservation failing) {
    ClientObservation simplest = failing;
    Set<ServerScript> passed = new HashSet<>();
    for (boolean found = failing.law() != ClientLaw.TIRES; found && !over.getAsBoolean(); ) {
      found = false;
      List<ServerScript> left = new ArrayList<>(proposals(simplest.script(), passed));
      while (!left.isEmpty() && !found && !over.getAsBoolean()) {
        List<ServerScript> batch = left.subList(0, Math.min(bench.atOnce(), left.size()));
        List<ServerScript> tried = List.copyOf(batch);
        batch.clear();
        for (ClientObservation one : bench.playAll(tried, simplest.law(), caseId, patience)) {
          if (!found && isAlike(simplest, one)) {
            simplest = one;
            found = true;
            shorter.accept(one.script().message().length());
          }
        }
        passed.addAll(tried);
      }
    }
    return steady(simplest);
  }

  /** Returns the same failure with pauses that show it again in each replay, if they show it. */
  private ClientObservation steady(ClientObservation found) {
    ServerScript steady = ServerScriptShrinker.steady(found.script());
    if (steady.equals(found.script()) || over.getAsBoolean()) {
      return found;
    }
    return bench.playAll(List.of(steady), found.law(), caseId, patience).stream()
        .filter(one -> isAlike(found, one))
        .findFirst()
        .orElse(found);
  }

  private List<ServerScript> proposals(ServerScript script, Set<ServerScript> passed) {
    return ServerScriptShrinker.simpler(script, bench.inputs().areVariable()).stream()
        .filter(one -> bench.inputs().fit(one).equals(one))
        .filter(one -> avoidance.isClear(one) && !passed.contains(one))
        .toList();
  }

  /** Returns true if two runs fail in the same way. */
  private static boolean isAlike(ClientObservation one, ClientObservation other) {
    return !other.violations().isEmpty() && one.kind() == other.kind();
  }
}
