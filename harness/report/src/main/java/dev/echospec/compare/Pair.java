package dev.echospec.compare;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A client and a server that are to talk.
 *
 * @param client of the fleet
 * @param server of the same fleet
 */
record Pair(FleetClient client, Member server) {
  /** Returns what of this machine both need for themselves alone. */
  Set<String> claims() {
    Set<String> claims = new LinkedHashSet<>();
    server.claim().ifPresent(claims::add);
    client.claim().ifPresent(claims::add);
    return claims;
  }
}
