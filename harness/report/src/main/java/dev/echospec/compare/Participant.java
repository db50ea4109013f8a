package dev.echospec.compare;

import dev.echospec.result.KnownFailure;
import dev.echospec.suite.Profile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A server or a client of a fleet, which a run of its own judges. */
public sealed interface Participant permits Member, FleetClient {
  /** Returns its name: unique in the fleet, also as the name of a file. */
  String name();

  /** Returns what it claims to be. */
  Profile profile();

  /** Returns known failures that are accepted. */
  List<KnownFailure> known();

  /** Returns whether it runs in a container, which has to be made first. */
  boolean isContainer();

  /**
   * Returns what of this machine it needs for itself alone while it runs, such as a fixed port; of
   * two with the same only one can run at a time.
   */
  Optional<String> claim();

  /**
   * Returns its part of a command line of the kit that judges it, without options that are the same
   * for all of its kind.
   *
   * @param expectations the file with its known failures; empty if it has none
   */
  List<String> arguments(Optional<Path> expectations);

  /**
   * Returns it as people write it on the command line.
   *
   * @param prefix what starts a command in its folder; may be empty
   */
  String targetWords(List<String> prefix);

  /** Returns whether it is a command of this machine, which is started in the fleet's folder. */
  boolean isCommand();
}
