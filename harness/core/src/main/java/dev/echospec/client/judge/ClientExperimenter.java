package dev.echospec.client.judge;

import dev.echospec.client.script.ServerScript;
import java.util.Optional;

/** Plays one script more, to tell causes apart. */
@FunctionalInterface
public interface ClientExperimenter {
  /** Returns what was seen; empty if nothing more may be played. */
  Optional<ClientObservation> play(ServerScript script, ClientLaw law);
}
