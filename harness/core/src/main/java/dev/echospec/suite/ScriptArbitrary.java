package dev.echospec.suite;

import dev.echospec.script.Script;

/** Scripts of clients, for jqwik. */
final class ScriptArbitrary extends DrawnArbitrary<Script> {
  ScriptArbitrary(Draw<Script> draw) {
    super(draw);
  }
}
