package dev.echospec.client.judge;

import dev.echospec.client.script.ServerScript;
import dev.echospec.diagnosis.Cause;
import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.diagnosis.Diagnosis.Confidence;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Names the likely cause of a client's failure. The first suspicion in the list that fits the
 * failing run is tested by runs that it predicts the outcome of; if one comes out otherwise, the
 * next suspicion is tried.
 */
public final class ClientDiagnosis {
  private ClientDiagnosis() {}

  /** Returns the cause; empty if nothing in the list explains what was seen. */
  public static Optional<Diagnosis> of(ClientObservation seen, ClientExperimenter experimenter) {
    for (ClientSuspicion suspicion : ClientSuspicions.ALL) {
      if (!suspicion.fits().test(seen)) {
        continue;
      }
      Optional<Boolean> outcome = outcome(suspicion.predictions(), seen, experimenter);
      if (outcome.isEmpty()) {
        return Optional.of(new Diagnosis(suspicion.cause(), Confidence.POSSIBLE, ""));
      }
      if (outcome.get()) {
        return Optional.of(diagnosis(suspicion));
      }
    }
    return Optional.empty();
  }

  private static Diagnosis diagnosis(ClientSuspicion suspicion) {
    Cause cause = suspicion.cause();
    List<String> reports =
        suspicion.predictions().stream().map(ClientSuspicion.Prediction::report).toList();
    return new Diagnosis(cause, suspicion.atBest(), String.join("; ", reports));
  }

  /** Returns whether all predictions came out; empty if one could not be tested. */
  private static Optional<Boolean> outcome(
      List<ClientSuspicion.Prediction> predictions,
      ClientObservation seen,
      ClientExperimenter experimenter) {
    for (ClientSuspicion.Prediction prediction : predictions) {
      boolean cameOut = false;
      for (UnaryOperator<ServerScript> variation : prediction.variations()) {
        Optional<ClientObservation> played =
            cameOut
                ? Optional.empty()
                : experimenter.play(variation.apply(seen.script()), prediction.law());
        if (played.isEmpty() && !cameOut) {
          return Optional.empty();
        }
        cameOut = cameOut || prediction.expected().test(played.orElseThrow());
      }
      if (!cameOut) {
        return Optional.of(false);
      }
    }
    return Optional.of(true);
  }
}
