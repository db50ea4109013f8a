package dev.echospec.client.judge;

import dev.echospec.client.script.ServerScript;
import dev.echospec.diagnosis.Cause;
import dev.echospec.diagnosis.Diagnosis.Confidence;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A cause that may be behind a client's failure.
 *
 * @param cause the cause
 * @param fits whether the failing run has its marks
 * @param predictions what further runs show if it is the cause; none where the failing run is proof
 * @param atBest how sure the cause is where all of them came out
 */
record ClientSuspicion(
    Cause cause,
    Predicate<ClientObservation> fits,
    List<Prediction> predictions,
    Confidence atBest) {
  /**
   * The outcome of runs that differ from the failing one in one thing.
   *
   * @param variations make the script of each run from the failing one; one run has to show it
   * @param law that the runs are judged by
   * @param expected whether a run shows what was predicted
   * @param report what it then showed, in a clause
   */
  record Prediction(
      List<UnaryOperator<ServerScript>> variations,
      ClientLaw law,
      Predicate<ClientObservation> expected,
      String report) {}
}
