package dev.echospec.engine;

import dev.echospec.client.judge.ClientLaw;
import dev.echospec.client.judge.ClientObservation;
import dev.echospec.client.play.ClientPatience;
import dev.echospec.client.script.ServerScript;
import dev.echospec.generalise.Extent;
import dev.echospec.generalise.Generalisation;
import dev.echospec.generalise.MessageLength;
import dev.echospec.generalise.Trial;
import dev.echospec.result.Failure;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The last phase of a new fault of a client: measures which variants of its script fail. */
final class ClientGeneraliser implements Trial<ServerScript> {
  private final ClientBench bench;
  private final String caseId;
  private final ClientObservation failing;
  private final ClientPatience patience;
  private final BooleanSupplier over;
  private boolean isOver;

  private ClientGeneraliser(
      ClientBench bench,
      String caseId,
      ClientObservation failing,
      ClientPatience patience,
      BooleanSupplier over) {
    this.bench = bench;
    this.caseId = caseId;
    this.failing = failing;
    this.patience = patience;
    this.over = over;
  }

  /**
   * Measures the class of scripts that show a failure.
   *
   * @param patience with each run: a short one, as a variant that hangs shows the fault
   * @param over true when nothing more may be played
   * @return nothing if the failure comes and goes, or there is nothing to vary
   */
  static Extent measure(
      ClientBench bench,
      String caseId,
      Failure failure,
      ClientPatience patience,
      BooleanSupplier over) {
    ClientObservation failing = failure.client().orElseThrow();
    boolean steady = failure.replays() > 0 && failure.replays() == failure.replaysFailed();
    boolean varies = failing.law() != ClientLaw.TIRES && !failing.script().refuses();
    if (!steady || !varies) {
      return Extent.UNKNOWN;
    }
    Trial<ServerScript> trial = new ClientGeneraliser(bench, caseId, failing, patience, over);
    Extent extent = Generalisation.of(failing.script(), trial);
    return failing.law() == ClientLaw.SENDS
        ? MessageLength.of(extent, failing.script(), trial)
        : extent;
  }

  /** A run starts a process: there is no time to try every value of a byte. */
  @Override
  public boolean isHurried() {
    return true;
  }

  @Override
  public Outcome of(ServerScript variant) {
    isOver |= over.getAsBoolean();
    if (isOver || !bench.inputs().fit(variant).equals(variant)) {
      return Outcome.UNKNOWN;
    }
    Optional<ClientObservation> seen = bench.play(variant, failing.law(), caseId, patience);
    if (seen.isEmpty()) {
      return Outcome.UNKNOWN;
    }
    if (seen.get().violations().isEmpty()) {
      return Outcome.DOES_NOT;
    }
    return seen.get().kind() == failing.kind() ? Outcome.SHOWS : Outcome.UNKNOWN;
  }
}
