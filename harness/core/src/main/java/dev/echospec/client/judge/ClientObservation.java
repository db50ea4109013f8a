package dev.echospec.client.judge;

import dev.echospec.client.play.ClientTranscript;
import dev.echospec.client.script.ServerScript;
import dev.echospec.judge.Violation;
import java.util.List;

/**
 * A run of a client, and what was wrong with it.
 *
 * @param script what the client was told, and what the server did
 * @param law what the run is judged by
 * @param transcript what was seen
 * @param violations nothing if the law was kept
 */
public record ClientObservation(
    ServerScript script, ClientLaw law, ClientTranscript transcript, List<Violation> violations) {
  /** Copies the list. */
  public ClientObservation {
    violations = List.copyOf(violations);
  }

  /** Returns the kind of the first violation; there must be one. */
  public Violation.Kind kind() {
    return violations.get(0).kind();
  }
}
