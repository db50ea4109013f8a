package dev.echospec.compare;

import java.time.Duration;
import java.time.Instant;
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
    Optional<Changes> changes) {
  /** Copies the lists. */
  public Comparison {
    cases = List.copyOf(cases);
    members = List.copyOf(members);
    clusters = List.copyOf(clusters);
  }

  /**
   * Returns the number of members with a conformance level.
   *
   * @param standing which
   */
  public long count(ConformanceLevel standing) {
    return members.stream().filter(member -> member.standing() == standing).count();
  }
}
