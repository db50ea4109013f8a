package dev.echospec.engine;

import dev.echospec.generalise.ContentLimitation;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the server or client under test is known not to take, each kept with the number of the
 * conversation that proved it. One that does not hold any more is dropped.
 */
final class Limitations {
  /** Number of cases that keep clear of something, of which one looks whether they must. */
  private static final int AVOIDING_PER_LOOK = 8;

  private final Map<Integer, ContentLimitation> byProof = new LinkedHashMap<>();
  private final Set<Integer> passedLater = new HashSet<>();
  private int avoiding;

  /** Adds what a conversation has proved. */
  void add(int proof, ContentLimitation limitation) {
    byProof.put(proof, limitation);
  }

  /** Returns what a conversation has proved; empty if nothing, or if it has passed later on. */
  Optional<ContentLimitation> provedBy(int proof) {
    return hasPassed(proof) ? Optional.empty() : Optional.ofNullable(byProof.get(proof));
  }

  /** Returns what is known not to be taken. */
  List<ContentLimitation> all() {
    return holding().map(byProof::get).distinct().toList();
  }

  /**
   * Returns the numbers of the conversations that a case which has kept clear of what they proved
   * should play again, because the subject may have changed its mind: all of them now and then,
   * beginning with the first case.
   */
  List<Integer> due() {
    return avoiding++ % AVOIDING_PER_LOOK == 0 ? holding().toList() : List.of();
  }

  /** Notes that a conversation has passed later on: nothing keeps clear of it. */
  void passed(int proof) {
    passedLater.add(proof);
  }

  /** Returns true if a conversation has passed later on. */
  boolean hasPassed(int proof) {
    return passedLater.contains(proof);
  }

  private Stream<Integer> holding() {
    return byProof.keySet().stream().filter(proof -> !passedLater.contains(proof));
  }
}
