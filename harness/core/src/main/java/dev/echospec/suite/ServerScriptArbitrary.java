package dev.echospec.suite;

import dev.echospec.client.script.ServerScript;

/** Scripts of the kit's server, for jqwik. */
final class ServerScriptArbitrary extends DrawnArbitrary<ServerScript> {
  ServerScriptArbitrary(Draw<ServerScript> draw) {
    super(draw);
  }
}
