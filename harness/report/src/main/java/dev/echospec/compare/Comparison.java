package dev.echospec.compare;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The result of a whole fleet: everything that a report of it needs.
 *
 * @param version of the kit
 * @param fleet the fleet file, as the user named it
 * @param seed of everything random, the same for all members
 * @param started when
 * @param took how long
 * @param complete whether it came to its end; otherwise it was interrupted
 * @param cases the rows, in the order of the catalogue: those that ran with any member
 * @param members the columns, in the order of the fleet file
 * @param behaviours what the rules leave open
 * @param clusters of members that behave alike
 * @param changes since an earlier comparison, if one was named
 * @param interop what became of the clients
 * @param part what of the fleet was run
 * @param notes what else is to be said, a sentence each
 */
public record Comparison(
    String version,
    String fleet,
    long seed,
    Instant started,
    Duration took,
    boolean complete,
    List<ComparedCase> cases,
    List<MemberResult> members,
    Behaviours behaviours,
    List<Cluster> clusters,
    Optional<Changes> changes,
    Interop interop,
    Part part,
    List<String> notes) {
  /** Copies the lists. */
  public Comparison {
    cases = List.copyOf(cases);
    members = List.copyOf(members);
    clusters = List.copyOf(clusters);
    notes = List.copyOf(notes);
  }

  /** Returns the members, and behind them the clients. */
  public List<MemberResult> participants() {
    List<MemberResult> all = new ArrayList<>(members);
    all.addAll(interop.clients());
    return all;
  }

  /**
   * Returns the number of members and clients with a conformance level.
   *
   * @param standing which
   */
  public long count(ConformanceLevel standing) {
    return participants().stream().filter(member -> member.standing() == standing).count();
  }
}
