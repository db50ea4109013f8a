package dev.echospec.compare;

import java.util.List;
import java.util.Optional;

/**
 * What became of the clients of a fleet: by themselves, and with its servers.
 *
 * @param cases those of clients that ran with any of them, in the order of the catalogue
 * @param clients in the order of the fleet file; empty if the fleet has none, or none was selected
 * @param pairs of clients and servers that were to talk, client by client; empty if they were left
 *     out
 */
public record Interop(
    List<ComparedCase> cases, List<MemberResult> clients, List<PairResult> pairs) {
  /** There are no clients. */
  public static final Interop NONE = new Interop(List.of(), List.of(), List.of());

  /** Copies the lists. */
  public Interop {
    cases = List.copyOf(cases);
    clients = List.copyOf(clients);
    pairs = List.copyOf(pairs);
  }

  /**
   * Returns the number of pairs with a verdict.
   *
   * @param verdict which
   */
  public long count(PairVerdict verdict) {
    return pairs.stream().filter(pair -> pair.verdict() == verdict).count();
  }

  /**
   * Returns what became of a pair; empty if it was left out, or is in another part.
   *
   * @param client name of any client
   * @param server name of any server
   */
  public Optional<PairResult> pair(String client, String server) {
    return pairs.stream()
        .filter(pair -> pair.client().equals(client) && pair.server().equals(server))
        .findFirst();
  }
}
