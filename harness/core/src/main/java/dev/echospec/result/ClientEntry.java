package dev.echospec.result;

import dev.echospec.client.judge.ClientLaw;
import dev.echospec.client.judge.ClientObservation;
import dev.echospec.client.script.ServerScript;
import dev.echospec.client.script.ServerScriptJson;
import dev.echospec.script.JsonText;
import dev.echospec.script.Malformed;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A failing run of a client, as a failure file holds it.
 *
 * @param law a {@link ClientLaw#slug}
 * @param server the script
 */
record ClientEntry(String law, @Nullable JsonNode server) {
  /** Returns the entry of a run. */
  static ClientEntry of(ClientObservation run) {
    return of(run.law(), run.script());
  }

  /** Returns the entry of a script and what a client is judged by that meets it. */
  static ClientEntry of(ClientLaw law, ServerScript script) {
    return new ClientEntry(law.slug(), JsonText.tree(ServerScriptJson.of(script)));
  }

  /** Reads an entry. */
  static ClientEntry read(JsonNode json) throws Malformed {
    return JsonText.exactly(json, ClientEntry.class, "the run of a client");
  }

  /** Returns what the run is judged by. */
  ClientLaw judgedBy() throws Malformed {
    return Arrays.stream(ClientLaw.values())
        .filter(one -> one.slug().equals(law))
        .findFirst()
        .orElseThrow(() -> new Malformed("\"law\" is not one of a client's"));
  }

  /** Returns the script. */
  ServerScript script() throws Malformed {
    if (server == null) {
      throw new Malformed("\"server\" is missing");
    }
    return ServerScriptJson.read(server);
  }
}
