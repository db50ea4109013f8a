package dev.echospec.engine;

import dev.echospec.generalise.ContentLimitation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.result.CaseResult;
import dev.echospec.script.Characters;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.script.shrink.Simplicity;
import dev.echospec.script.shrink.WritesApart;
import dev.echospec.suite.Violated.Observation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The faults that a run has found, and what it knows that the server cannot take. */
final class KnownFaults {
  /** Plays of a fault's conversation that must pass before a run no longer keeps clear of it. */
  static final int LOOKS = 2;

  private final boolean told;
  private final List<Known> all = new ArrayList<>();
  private final Limitations limitations = new Limitations();
  private int count;
  private int wear = -1;

  /**
   * A fault and the shortest conversation that showed it in a case.
   *
   * @param number of the fault, from 1
   * @param sight of the conversation
   * @param property the method of that case
   * @param plays of the conversation in which the fault shows, 1 or more
   */
  record Known(int number, Observation sight, CaseProperty property, int plays) {}

  /**
   * Knows none yet.
   *
   * @param told false if cases are not told of what earlier ones have found: each is judged by
   *     itself
   */
  KnownFaults(boolean told) {
    this.told = told;
  }

  /**
   * Adds a fault.
   *
   * @param sight of the shortest conversation that shows it
   * @param property the method of the case that found it
   * @param limitation the content that the server cannot take, if that is the fault
   * @param plays of the conversation in which the fault shows, 1 or more
   * @return its number
   */
  int add(
      Observation sight, CaseProperty property, Optional<ContentLimitation> limitation, int plays) {
    int number = ++count;
    int proof = all.size();
    all.add(new Known(number, sight, property, plays));
    limitation.filter(one -> told).ifPresent(one -> limitations.add(proof, one));
    return number;
  }

  /** Notes that the fault which was added last wears the server out. */
  void lastWearsOut() {
    wear = all.size() - 1;
  }

  /** Returns the fault that wears the server out, if one is known. */
  Optional<Known> wear() {
    return wear < 0 ? Optional.empty() : Optional.of(all.get(wear));
  }

  /**
   * Counts a fault as another example of an earlier one.
   *
   * @param number its number, which is free again if it was not told yet
   * @param earlier number of the earlier one
   * @param told whether it was told
   */
  void same(int number, int earlier, boolean told) {
    all.replaceAll(
        known ->
            known.number() == number
                ? new Known(earlier, known.sight(), known.property(), known.plays())
                : known);
    if (!told) {
      count--;
    }
  }

  /** Returns true if the run has found no fault. */
  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Returns true if scripts can keep clear of each fault, or if there is none. */
  boolean areAvoided() {
    Set<Integer> avoided = new HashSet<>();
    for (int i = 0; i < all.size(); i++) {
      if (limitations.provedBy(i).isPresent()) {
        avoided.add(all.get(i).number());
      }
    }
    return all.stream().map(Known::number).allMatch(avoided::contains);
  }

  /** Returns the content that the server is known not to take. */
  List<ContentLimitation> limitations() {
    return limitations.all();
  }

  /**
   * Returns the faults of which a case has kept clear that should be looked at again, because the
   * server may have changed its mind.
   */
  List<Known> due() {
    return limitations.due().stream().map(all::get).toList();
  }

  /** Notes that the conversation of a fault has passed later on: nothing keeps clear of it. */
  void passed(Known known) {
    limitations.passed(all.indexOf(known));
  }

  /** Returns a result with what is known of its fault by now. */
  CaseResult byNow(CaseResult result) {
    boolean hasPassed =
        IntStream.range(0, all.size())
            .anyMatch(i -> all.get(i).number() == result.fault() && limitations.hasPassed(i));
    return hasPassed
        ? result.with(
            result
                .failure()
                .map(
                    failure ->
                        failure
                            .replayed(failure.replays() + LOOKS, failure.replaysFailed())
                            .reaching(List.of())))
        : result;
  }

  /** Returns the faults that may be the one that a failure shows. */
  Stream<Known> candidates(Observation failure) {
    return alike(failure).filter(known -> mayBePartOf(known.sight().script(), failure.script()));
  }

  /** Returns the faults of which a shorter conversation may be another example. */
  Stream<Known> longer(Observation shorter) {
    return alike(shorter).filter(known -> mayBePartOf(shorter.script(), known.sight().script()));
  }

  private Stream<Known> alike(Observation failure) {
    return told && failure.kind() != Kind.NOT_RELEASED
        ? all.stream()
            .filter(known -> Alike.mayBe(known.sight().kind(), failure.kind()))
            .filter(known -> mayShow(failure.script(), known))
        : Stream.empty();
  }

  /** False if a script has nothing of the content that a fault needs. */
  private boolean mayShow(Script script, Known known) {
    return limitations
        .provedBy(all.indexOf(known))
        .filter(limitation -> limitation.fit(script) == script)
        .isEmpty();
  }

  /** Returns the fault of a server that was seen before to hold too much of the same. */
  Optional<Known> holdingLikewise(Observation failure) {
    return all.stream()
        .filter(known -> told && failure.kind() == Kind.NOT_RELEASED)
        .filter(known -> known.sight().kind() == Kind.NOT_RELEASED)
        .filter(
            known ->
                known
                    .sight()
                    .violations()
                    .get(0)
                    .excess()
                    .equals(failure.violations().get(0).excess()))
        .findFirst();
  }

  /** True if a script has all that a simpler one consists of. */
  private static boolean mayBePartOf(Script simple, Script script) {
    return Simplicity.of(simple).compareTo(Simplicity.of(script)) <= 0
        && simple.bytes() <= script.bytes()
        && kinds(script).containsAll(kinds(simple))
        && (isAscii(simple) || !isAscii(script))
        && (isText(simple) || !isText(script));
  }

  private static Set<Step.Kind> kinds(Script script) {
    Set<Step.Kind> kinds = EnumSet.noneOf(Step.Kind.class);
    // Pauses that set writes apart make a failure certain, and do not tell it from another.
    WritesApart.undone(script).orElse(script).steps().forEach(step -> kinds.add(step.kind()));
    if (kinds.containsAll(EnumSet.of(Step.Kind.STOP_READING, Step.Kind.CLOSE))) {
      // The kernel of a client that closes with echo unread sends a reset.
      kinds.removeAll(
          EnumSet.of(Step.Kind.STOP_READING, Step.Kind.RESUME_READING, Step.Kind.PAUSE));
      kinds.add(Step.Kind.RESET);
    }
    // Each ends a conversation in its way; which way does not tell one fault from another.
    kinds.removeAll(EnumSet.of(Step.Kind.READ, Step.Kind.READ_TO_END, Step.Kind.CLOSE));
    return kinds;
  }

  private static boolean isAscii(Script script) {
    return payloads(script).allMatch(KnownFaults::isAscii);
  }

  private static boolean isAscii(Payload payload) {
    byte[] period = payload.period();
    for (byte b : period) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(Script script) {
    return payloads(script).allMatch(payload -> Characters.isText(payload.period()));
  }

  private static Stream<Payload> payloads(Script script) {
    return script.steps().stream()
        .filter(Step.Send.class::isInstance)
        .map(step -> ((Step.Send) step).payload());
  }
}
