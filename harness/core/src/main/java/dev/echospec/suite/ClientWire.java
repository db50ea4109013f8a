package dev.echospec.suite;

import dev.echospec.client.judge.ClientLaw;
import dev.echospec.client.script.ServerScript;

/**
 * The only way of a case to the client under test. Runs of the client go side by side, so a call
 * returns before its script was played; what fails ends the search.
 */
public non-sealed interface ClientWire extends Playing {
  /**
   * Runs the client against a server script, as far as it can be told the script's message and
   * host, and judges it.
   */
  void check(ServerScript script, ClientLaw law);

  /** Runs the client against a server script, and records how it ended; judges nothing. */
  void observe(ServerScript script);

  /** Returns true if the client can be told where to connect; if not, the case is skipped. */
  boolean isToldItsHost();
}
