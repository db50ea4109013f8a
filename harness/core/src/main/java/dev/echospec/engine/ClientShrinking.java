package dev.echospec.engine;

import dev.echospec.client.judge.ClientLaw;
import dev.echospec.client.judge.ClientObservation;
import dev.echospec.client.play.ClientPatience;
import dev.echospec.client.script.PiecesApart;
import dev.echospec.client.script.ServerScript;
import dev.echospec.client.script.ServerScriptShrinker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Makes the server's script of a failing run simpler for as long as it fails in the same way.
 *
 * <p>Pieces of the echo are kept apart meanwhile if the run fails like that as well: what depends
 * on the reads of a client would come and go otherwise.
 */
final class ClientShrinking {
  /**
   * Plays in which a failure without pauses between its pieces must show, to be the simpler one.
   */
  private static final int TOGETHER = 7;

  private final ClientBench bench;
  private final String caseId;
  private final Avoidance avoidance;
  private final ClientPatience patience;
  private final BooleanSupplier over;
  private final LongConsumer shorter;
  private boolean staysApart;

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
    if (failing.law() == ClientLaw.TIRES) {
      return failing;
    }
    Optional<ClientObservation> apart =
        PiecesApart.of(failing.script()).flatMap(script -> again(failing, script));
    staysApart = apart.isPresent();
    ClientObservation simplest = simplest(apart.orElse(failing));
    Optional<ClientObservation> together =
        (staysApart ? PiecesApart.undone(simplest.script()) : Optional.<ServerScript>empty())
            .flatMap(script -> againEachTime(simplest, script));
    staysApart &= together.isEmpty();
    return together.map(this::simplest).orElse(simplest);
  }

  private ClientObservation simplest(ClientObservation failing) {
    ClientObservation simplest = failing;
    Set<ServerScript> passed = new HashSet<>();
    for (boolean found = true; found && !over.getAsBoolean(); ) {
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
    return simplest;
  }

  /** Plays a script that may fail in the same way; empty if it does not. */
  private Optional<ClientObservation> again(ClientObservation found, ServerScript script) {
    return over.getAsBoolean()
        ? Optional.empty()
        : bench.playAll(List.of(script), found.law(), caseId, patience).stream()
            .filter(one -> isAlike(found, one))
            .findFirst();
  }

  /**
   * The same, if it fails in each of some plays: pieces that are not kept apart come apart now and
   * then. A failure that takes the whole patience is not played so often.
   */
  private Optional<ClientObservation> againEachTime(ClientObservation found, ServerScript script) {
    Optional<ClientObservation> seen = Optional.empty();
    for (int i = 0; i < TOGETHER && !found.kind().isTiming(); i++) {
      seen = again(found, script);
      if (seen.isEmpty()) {
        return seen;
      }
    }
    return seen;
  }

  private List<ServerScript> proposals(ServerScript script, Set<ServerScript> passed) {
    return ServerScriptShrinker.simpler(script, bench.inputs().areVariable()).stream()
        .filter(one -> bench.inputs().fit(one).equals(one))
        .filter(one -> avoidance.isClear(one) && !passed.contains(one))
        .filter(one -> !staysApart || PiecesApart.of(one).isEmpty())
        .toList();
  }

  /** Returns true if two runs fail in the same way. */
  private static boolean isAlike(ClientObservation one, ClientObservation other) {
    return !other.violations().isEmpty() && one.kind() == other.kind();
  }
}
