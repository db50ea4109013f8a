package dev.echospec.diagnosis;

import dev.echospec.judge.Violation.Kind;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Experiments on causes that show between clients. */
final class ClientExperiments {
  private static final Payload BYTE = Payload.of("a");
  private static final Payload NEXT = Payload.of("b");

  /** Echo that no buffer between a client and a server holds, in bytes. */
  private static final long MUCH = 8 * Clues.MIB;

  /** Pause in which a server comes to write more than there is room for, in milliseconds. */
  private static final int STALL = 400;

  /** Pause in which a server notices a reset, in milliseconds. */
  private static final int NOTICED = 20;

  /** Least number of clients of which half are a trial. */
  private static final int CROWD = 4;

  /** Most connections that an experiment opens at once. */
  private static final int MOST_AT_ONCE = 700;

  private ClientExperiments() {}

  static List<Experiment> diesOnReset(Clues c) {
    return List.of(
        Experiment.holds(
            "if the client ends in an orderly way, the next is served",
            orderlyThenNext(c.sighting().script())),
        Experiment.that(
            "after a reset with nothing left to write the next is not",
            resetting(resetsUnused(c) ? List.of() : List.of(BYTE)),
            seen -> seen.died() || seen.breaks(Kind.LATE, Kind.NO_ANSWER, Kind.REFUSED)));
  }

  /** Whether each client that resets has sent nothing. */
  private static boolean resetsUnused(Clues c) {
    Script script = c.sighting().script();
    return script.steps().stream()
        .filter(Step.Reset.class::isInstance)
        .allMatch(step -> script.sent(((Step.Reset) step).connection()).isEmpty());
  }

  static List<Experiment> diesOnBrokenPipe(Clues c) {
    Experiment nothingLeft =
        Experiment.holds(
            "after a reset with nothing left to write the next client is served",
            resetting(List.of(BYTE)));
    if (ClientHeuristics.endsOfBrokenPipe(c)) {
      // A slow server may be reading when its client leaves: a second try would then show nothing.
      return List.of(
          nothingLeft, Experiment.known("it ended with the message of a broken pipe", true));
    }
    List<Step> leaves = new ArrayList<>();
    leaves.add(new Step.Connect(0));
    leaves.add(new Step.StopReading(0));
    leaves.add(new Step.Send(0, new Payload.Generated(1, MUCH, Alphabet.ASCII)));
    leaves.add(new Step.Pause(STALL));
    leaves.add(new Step.Close(0));
    return List.of(
        nothingLeft,
        Experiment.fails(
            "after a client has left a large echo unread it is not", withNext(leaves)));
  }

  static List<Experiment> closesNextClient(Clues c) {
    return List.of(
        Experiment.holds(
            "if the client ends in an orderly way, the next is served",
            orderlyThenNext(c.sighting().script())),
        Experiment.that(
            "after a reset the next is not",
            resetting(resetsUnused(c) ? List.of() : List.of(BYTE)),
            seen -> !seen.violations().isEmpty() && !seen.died()));
  }

  /** A client that has read all that it is owed and resets, and the next one. */
  private static Script resetting(List<Payload> sent) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Connect(0));
    for (Payload payload : sent) {
      steps.add(new Step.Send(0, payload));
      steps.add(new Step.Read(0, Step.EVERYTHING));
    }
    steps.add(new Step.Reset(0));
    steps.add(new Step.Pause(NOTICED));
    return withNext(steps);
  }

  private static Script withNext(List<Step> steps) {
    return new Script(steps).then(next());
  }

  private static Script orderlyThenNext(Script script) {
    return Variation.orderly(script).then(next());
  }

  private static Script next() {
    return Script.conversation(NEXT);
  }

  static List<Experiment> diesOnEmpty() {
    return List.of(
        Experiment.that(
            "a client that sends nothing ends the server", Script.conversation(), Seen::died),
        Experiment.holds("one that sends a byte does not", Script.conversation(BYTE)));
  }

  static List<Experiment> servesOneClient() {
    return List.of(
        Experiment.that(
            "a client that sends a byte and ends in an orderly way ends the server",
            Script.conversation(BYTE),
            Seen::died));
  }

  static List<Experiment> runsOut(Clues c) {
    int clients = c.connections();
    if (clients < CROWD) {
      return List.of();
    }
    return List.of(
        Experiment.afresh(
            "after a start, half as many clients are served",
            Variation.firstConnections(c.sighting().script(), clients / 2),
            Seen::isRight));
  }

  static List<Experiment> leftovers(Clues c) {
    return List.of(
        Experiment.holds(
            "if the client before reads all that it is owed, the next gets its own bytes only",
            Variation.inTurn(c.sighting().script())));
  }

  static List<Experiment> mixesConnections(Clues c) {
    return List.of(
        Experiment.holds(
            "one after the other the same clients get their own bytes only",
            Variation.inTurn(c.sighting().script())));
  }

  static List<Experiment> oneAtATime(Clues c) {
    return List.of(
        Experiment.known("a client beside an idle one was not served", c.evidence().sequential()),
        Experiment.holds(
            "one after the other the same clients are served",
            Variation.inTurn(c.sighting().script())));
  }

  static List<Experiment> oneBlocksAll(Clues c) {
    return List.of(
        Experiment.holds(
            "if all clients read, all are served", Variation.withoutStops(c.sighting().script())));
  }

  static List<Experiment> limitOfConnections(Clues c) {
    int clients = c.openAtOnce();
    if (clients < 2 || clients > MOST_AT_ONCE) {
      return List.of();
    }
    return List.of(
        Experiment.holds(
            clients + " clients one after the other are served",
            Variation.conversations(clients, BYTE)),
        Experiment.fails(clients + " at once are not all", Variation.atOnce(clients)));
  }

  static List<Experiment> wrongAfterNConnections(Clues c) {
    return List.of(
        Experiment.that(
            "of " + c.connections() + " more conversations some go wrong",
            Variation.conversations(c.connections(), NEXT),
            seen -> !seen.isRight()),
        Experiment.holds(
            "as many messages on one connection are right",
            Variation.pingPong(Collections.nCopies(c.connections(), NEXT))));
  }

  static List<Experiment> intermittent(Clues c) {
    int replays = c.sighting().replays();
    int failed = c.sighting().replaysFailed();
    boolean varies = failed < replays || !c.sighting().steady();
    String words =
        failed < replays
            ? "the same conversation failed again in " + failed + " of " + replays + " replays"
            : "the same conversation failed at different places";
    return List.of(replays == 0 ? Experiment.unknown(words) : Experiment.known(words, varies));
  }
}
