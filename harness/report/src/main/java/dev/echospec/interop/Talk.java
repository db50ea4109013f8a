package dev.echospec.interop;

import dev.echospec.client.play.ClientTranscript;
import dev.echospec.judge.Violation;
import dev.echospec.tap.TapEvent;
import java.util.List;
import java.util.Optional;

/**
 * One run of a client with a server.
 *
 * @param sent what the client was told to send, in words
 * @param events what went through the relay; empty if the client spoke to the server directly
 * @param seen what was seen of the client
 * @param wrong the first thing that was wrong with it; empty if they get along
 * @param wire which side did what it had to
 */
public record Talk(
    String sent,
    List<TapEvent> events,
    ClientTranscript seen,
    Optional<Violation> wrong,
    Wire wire) {
  /** Copies the list. */
  public Talk {
    events = List.copyOf(events);
  }

  /** Returns whether it may have been only late: the machine can be busy. */
  boolean isLate() {
    return wrong.isPresent() && seen.wasEnded();
  }
}
