package dev.echospec.result;

import dev.echospec.client.judge.ClientObservation;
import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.suite.Violated;
import java.util.List;
import java.util.Optional;

/**
 * The shortest conversation that was found to break a rule, and how often it repeats.
 *
 * @param sight what was played, seen and wrong
 * @param foundAfter tries until the first failure
 * @param bytesAtFirst how many bytes the first failing script sent, before it was shrunk
 * @param replays how often the shrunk script was played again
 * @param replaysFailed how often it failed again
 * @param death how the server ended or stopped answering; empty if it did not
 * @param diagnosis why the server fails; empty while the evidence is too thin
 * @param extent what else shows the failure and what does not, as it was measured, a sentence
 *     without its full stop for each dimension, such as "17 bytes or more do it, 16 do not"
 * @param client the run of the client that failed; empty if a server did. The sight then holds the
 *     message and the violations only
 */
public record Failure(
    Violated.Observation sight,
    int foundAfter,
    long bytesAtFirst,
    int replays,
    int replaysFailed,
    Optional<Death> death,
    Optional<Diagnosis> diagnosis,
    List<String> extent,
    Optional<ClientObservation> client) {
  /** Copies the list. */
  public Failure {
    extent = List.copyOf(extent);
  }

  /** Creates a failure of a server. */
  public Failure(
      Violated.Observation sight,
      int foundAfter,
      long bytesAtFirst,
      int replays,
      int replaysFailed,
      Optional<Death> death,
      Optional<Diagnosis> diagnosis,
      List<String> extent) {
    this(
        sight,
        foundAfter,
        bytesAtFirst,
        replays,
        replaysFailed,
        death,
        diagnosis,
        extent,
        Optional.empty());
  }

  /** Creates a failure without a diagnosis. */
  public Failure(
      Violated.Observation sight,
      int foundAfter,
      long bytesAtFirst,
      int replays,
      int replaysFailed,
      Optional<Death> death) {
    this(
        sight,
        foundAfter,
        bytesAtFirst,
        replays,
        replaysFailed,
        death,
        Optional.empty(),
        List.of());
  }

  /** Returns the same failure with this diagnosis, or with none if it is empty. */
  public Failure diagnosed(Optional<Diagnosis> why) {
    return new Failure(
        sight, foundAfter, bytesAtFirst, replays, replaysFailed, death, why, extent, client);
  }

  /** Returns the same failure with what was measured of its class. */
  public Failure reaching(List<String> measured) {
    return new Failure(
        sight,
        foundAfter,
        bytesAtFirst,
        replays,
        replaysFailed,
        death,
        diagnosis,
        measured,
        client);
  }

  /** Returns the same failure with the number of replays, and of those that failed. */
  public Failure replayed(int played, int failed) {
    return new Failure(
        sight, foundAfter, bytesAtFirst, played, failed, death, diagnosis, extent, client);
  }

  /**
   * The end of a server.
   *
   * @param how in words, such as "exited with status 1"
   * @param lastWords the last lines that it printed to stderr; may be empty
   */
  public record Death(String how, String lastWords) {
    /** In place of how the process ended: it did not, or that cannot be seen. */
    public static final String NO_LONGER_ANSWERS = "no longer answers";

    /** Returns whether the server's process is known to have ended. */
    public boolean processEnded() {
      return !how.equals(NO_LONGER_ANSWERS);
    }
  }
}
