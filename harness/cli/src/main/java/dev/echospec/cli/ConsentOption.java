package dev.echospec.cli;

import dev.echospec.suite.Effort;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The user's word that a heavy load may be sent to a server outside of private networks. */
final class ConsentOption {
  static final String NAME = "--yes-this-is-mine";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = NAME,
      description =
          "The target is yours, or its owner agrees: without this, cases that open more than "
              + Effort.LIGHT
              + " connections are refused where its address is neither this machine's nor of a"
              + " private network.")
  private boolean given;

  boolean isGiven() {
    return given;
  }

  /**
   * Refuses to go on without the consent that an objection asks for.
   *
   * @param objection to what is about to be done; empty if there is none
   * @param about what goes before it in a message, such as the name of a member; may be empty
   * @throws ParameterException if there is an objection and no consent
   */
  void require(Optional<String> objection, String about) {
    if (!given && objection.isPresent()) {
      throw new ParameterException(
          spec.commandLine(),
          about + objection.get() + ", or add " + NAME + " if it is yours or its owner agrees");
    }
  }
}
