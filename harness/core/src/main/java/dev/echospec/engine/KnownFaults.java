package dev.echospec.engine;

import dev.echospec.generalise.ContentLimitation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.script.Characters;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.script.shrink.Simplicity;
import dev.echospec.suite.Violated.Observation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The faults that a run has found, and what it knows that the server cannot take. */
final class KnownFaults {
  private final boolean told;
  private final List<Known> all = new ArrayList<>();
  private final List<ContentLimitation> limitations = new ArrayList<>();

  /**
   * A fault and the shortest conversation that showed it in its first case.
   *
   * @param number from 1
   * @param sight of the conversation
   * @param property the method of that case
   */
  record Known(int number, Observation sight, CaseProperty property) {}

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
   * @return its number
   */
  int add(Observation sight, CaseProperty property, Optional<ContentLimitation> limitation) {
    all.add(new Known(all.size() + 1, sight, property));
    limitation.filter(one -> !limitations.contains(one)).ifPresent(limitations::add);
    return all.size();
  }

  /** Returns true if the run has found no fault. */
  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Returns the content that the server is known not to take. */
  List<ContentLimitation> limitations() {
    return told ? List.copyOf(limitations) : List.of();
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
        ? all.stream().filter(known -> Alike.are(known.sight().kind(), failure.kind()))
        : Stream.empty();
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
    script.steps().forEach(step -> kinds.add(step.kind()));
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
