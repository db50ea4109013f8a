package dev.echospec.diagnosis;

import dev.echospec.diagnosis.Evidence.Held;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Event;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** Experiments on causes that show in answers that do not come, and in how connections end. */
final class EndExperiments {
  private static final int SEED = 20_262;
  private static final Payload BYTE = Payload.of("b");

  /** Most bytes that a client sends in small pieces. */
  private static final long MOST_IN_STEP = 8 * Clues.MIB;

  /** More than the buffers between a client and a server hold, in bytes. */
  private static final long MUCH = 24 * Clues.MIB;

  /** How long a client does not read, in milliseconds. */
  private static final int STALL = 700;

  /** Longest life of a connection that an experiment waits for, in milliseconds. */
  private static final long LONGEST_LIFE = 1500;

  /** Messages in the life of a connection in use. */
  private static final int MESSAGES_IN_LIFE = 5;

  private EndExperiments() {}

  /** What the run asked a server that is silent on an open connection. */
  static List<Experiment> held(Clues c, String words, Predicate<Held> predicted) {
    return List.of(
        c.evidence()
            .held()
            .map(held -> Experiment.known(words + ": 1 of 1", predicted.test(held)))
            .orElseGet(() -> Experiment.unknown(words)));
  }

  static List<Experiment> unflushedBuffer(Clues c) {
    List<Experiment> experiments =
        new ArrayList<>(
            held(
                c,
                "nothing came back of a line, some of much",
                held -> held.ofLine() == 0 && held.ofMany() > 0));
    experiments.add(
        Experiment.fails(
            "a message behind another brings nothing either",
            StreamExperiments.messageBehindAnother()));
    return experiments;
  }

  static List<Experiment> needsLineEnd() {
    return List.of(
        Experiment.holds(
            "a line comes back while the connection is open",
            Script.of(
                new Step.Connect(0),
                new Step.Send(0, Payload.of("ab\n")),
                new Step.Read(0, 3),
                new Step.HalfClose(0))));
  }

  static List<Experiment> neverCloses() {
    return List.of(
        Experiment.ends(
            "a whole conversation has no end either",
            Script.conversation(BYTE),
            seen -> seen.breaks(Kind.NOT_CLOSED) && seen.received().length() == 1));
  }

  static List<Experiment> keepsEmptyConnections() {
    return List.of(
        Experiment.ends(
            "a connection on which a byte was sent is closed",
            Script.conversation(BYTE),
            Seen::isRight));
  }

  static List<Experiment> resetsInsteadOfClosing() {
    return List.of(
        Experiment.ends(
            "a conversation of a byte ends with a reset, too",
            Script.conversation(BYTE),
            seen -> seen.breaks(Kind.RESET_AT_END)));
  }

  static List<Experiment> closesAfterMessage() {
    Payload first = Payload.of("abcd");
    Payload second = Payload.of("ef");
    return List.of(
        Experiment.that(
            "of two messages, the second after the echo of the first, one comes back",
            Variation.pingPong(List.of(first, second)),
            seen ->
                seen.hasOnlyOwedBytes()
                    && seen.received().length() == first.length()
                    && seen.isEndedByServer()),
        Experiment.that(
            "in one write both do",
            Script.conversation(Payload.of("abcdef")),
            seen -> seen.hasOnlyOwedBytes() && seen.received().length() == 6));
  }

  static List<Experiment> closesWhenIdle(Clues c) {
    return List.of(
        isJudged(c) || !lives(c)
            ? keptInUse(c, "a connection in use was not closed", false)
            : Experiment.holds("a connection in use is not closed", inUse(c))
                .onlyIf(
                    seen ->
                        seen.isRight()
                            || 2 * seen.longestQuiet().toMillis() < c.reply().quietBeforeEnd()));
  }

  static List<Experiment> limitedLifetime(Clues c) {
    return List.of(
        isJudged(c) || !lives(c)
            ? keptInUse(c, "a connection in use ended as well", true)
            : Experiment.that("a connection in use ends as well", inUse(c), Seen::isEndedByServer));
  }

  private static Experiment keptInUse(Clues c, String words, boolean fails) {
    String said = words + " (" + CaseReference.KEPT_IN_USE.id() + ")";
    return isJudged(c)
        ? Experiment.known(said, c.evidence().failed(CaseReference.KEPT_IN_USE) == fails)
        : Experiment.unknown(said);
  }

  /** Whether the case that keeps a connection in use has ended. */
  private static boolean isJudged(Clues c) {
    return c.evidence().failed(CaseReference.KEPT_IN_USE)
        || c.evidence().passed(CaseReference.KEPT_IN_USE);
  }

  /** Whether the connection ended so soon that an experiment can wait for it. */
  private static boolean lives(Clues c) {
    return c.reply().quietBeforeEnd() > 0 && lifetime(c) <= LONGEST_LIFE;
  }

  private static long lifetime(Clues c) {
    return Math.max(1, c.reply().lifetime());
  }

  /** A connection that is in use for longer than the one that ended. */
  private static Script inUse(Clues c) {
    int pause = (int) Math.max(1, lifetime(c) / MESSAGES_IN_LIFE);
    List<Payload> messages = Collections.nCopies(2 * MESSAGES_IN_LIFE, BYTE);
    return Variation.pingPong(messages, List.of(new Step.Pause(pause)));
  }

  static List<Experiment> losesPendingAtHalfClose(Clues c) {
    return List.of(
        Experiment.holds(
            "nothing is lost when the client reads all before it half-closes",
            Variation.readBeforeHalfClose(c.sighting().script())));
  }

  static List<Experiment> ignoresShortWrites(Clues c) {
    return List.of(
        readsAtOnce(c),
        Experiment.that(
            "bytes are lost or wrong when it does not read for " + STALL + " ms",
            stalled(),
            seen -> !seen.violations().isEmpty() && !seen.died() && !isEnded(seen)));
  }

  static List<Experiment> dropsSlowReaders(Clues c) {
    return List.of(
        readsAtOnce(c),
        Experiment.that(
            "the connection ends when it does not read for " + STALL + " ms",
            stalled(),
            seen -> seen.hasOnlyOwedBytes() && isEnded(seen)));
  }

  private static Experiment readsAtOnce(Clues c) {
    return Experiment.holds(
        "nothing is lost when the client reads each answer at once",
        Variation.inStep(
            new Payload.Generated(
                SEED, Math.min(c.client().total(), MOST_IN_STEP), Alphabet.ASCII)));
  }

  private static Script stalled() {
    return Script.of(
        new Step.Connect(0),
        new Step.StopReading(0),
        new Step.Send(0, new Payload.Generated(SEED, MUCH, Alphabet.ASCII)),
        new Step.Pause(STALL),
        new Step.ResumeReading(0),
        new Step.Read(0, Step.EVERYTHING));
  }

  /** Whether the server ended a connection whose client has not. */
  private static boolean isEnded(Seen seen) {
    return seen.transcript().events().stream()
        .anyMatch(event -> event instanceof Event.EndOfStream || event instanceof Event.WasReset);
  }

  static List<Experiment> gathersInput(Clues c) {
    long length = Math.max(2 * c.reply().at(), Clues.MIB);
    Payload some = new Payload.Generated(SEED, length, Alphabet.ASCII);
    List<Step> open = new ArrayList<>();
    open.add(new Step.Connect(0));
    open.add(new Step.Send(0, some));
    open.add(new Step.Read(0, Step.EVERYTHING));
    return List.of(
        Experiment.holds(length + " bytes come back at the half-close", Script.conversation(some)),
        Experiment.fails("and not before", new Script(open)));
  }
}
