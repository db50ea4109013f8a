package dev.echospec.compare;

import dev.echospec.interop.Talk;
import dev.echospec.judge.Oracle;
import java.io.IOException;

/** Keeps what was said between a client and a server that did not get along. */
@FunctionalInterface
public interface PairRecorder {
  /**
   * Writes a recording.
   *
   * @param fleet of both
   * @param client of the fleet
   * @param server of the fleet
   * @param talk what was said
   * @param oracle what the server had to answer
   * @return the folder of the recording, from that of the comparison
   * @throws IOException if it cannot be written; the message is for the user
   */
  String keep(Fleet fleet, FleetClient client, Member server, Talk talk, Oracle oracle)
      throws IOException;
}
