package dev.echospec.diagnosis;

import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Event;
import dev.echospec.play.Received;
import dev.echospec.play.Transcript;
import dev.echospec.script.Script;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What a conversation of an experiment showed.
 *
 * @param script what was played, adapted to what the server answers
 * @param transcript what the player observed
 * @param violations what broke the law of the question; empty if nothing did
 * @param died whether the server ended or stopped answering
 */
public record Seen(Script script, Transcript transcript, List<Violation> violations, boolean died) {
  /** Copies the list. */
  public Seen {
    violations = List.copyOf(violations);
  }

  /** Whether all went as it should, and the server goes on. */
  boolean isRight() {
    return violations.isEmpty() && !died;
  }

  /** Whether the first violation is of one of these kinds. */
  boolean breaks(Kind... kinds) {
    return !violations.isEmpty() && Arrays.asList(kinds).contains(violations.get(0).kind());
  }

  /** Whether no byte came that was not owed. */
  boolean hasOnlyOwedBytes() {
    return script.connectionNumbers().stream()
        .allMatch(connection -> transcript.received(connection).asExpected());
  }

  Received received() {
    return transcript.received(script.connectionNumbers().get(0));
  }

  /** Whether the server ended its first connection before the client had ended its side. */
  boolean isEndedByServer() {
    int connection = script.connectionNumbers().get(0);
    int halfClose = new ClientSide(script, connection).halfClose();
    return transcript.events().stream()
        .filter(event -> event.connection() == connection)
        .filter(Seen::isEnd)
        .anyMatch(event -> event.step() < halfClose);
  }

  /** The longest time without a write of the client, until its first connection ended. */
  Duration longestQuiet() {
    int connection = script.connectionNumbers().get(0);
    Duration longest = Duration.ZERO;
    Duration last = Duration.ZERO;
    for (Event event : transcript.events()) {
      if (event.connection() == connection && (event instanceof Event.Sent || isEnd(event))) {
        longest = longest.compareTo(event.at().minus(last)) < 0 ? event.at().minus(last) : longest;
        last = event.at();
      }
    }
    return longest;
  }

  private static boolean isEnd(Event event) {
    return event instanceof Event.EndOfStream || event instanceof Event.WasReset;
  }
}
