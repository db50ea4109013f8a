package dev.echospec.diagnosis;

import static dev.echospec.diagnosis.Heuristic.rule;

import dev.echospec.diagnosis.Evidence.Answers;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.script.CommandWords;
import dev.echospec.script.Step;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Causes that show in when bytes come, how many of them, and how a conversation ends. */
final class StreamRules {
  private static final long MIB = 1 << 20;

  /** A server that closes because it waited has waited at least so long, in milliseconds. */
  private static final int IDLE = 8;

  private static final int MANY_WRITES = 100;

  /** Who is turned away for another reason does not wait so long for it, in milliseconds. */
  static final int LONG_QUIET = 1000;

  /** The case that tells a limited lifetime from impatience. */
  private static final String IN_USE = "lifetime/kept-in-use";

  /** A script that was shrunk to a command has little else. */
  private static final int LONGEST_COMMAND = 32;

  /** A server that sees more in a read than bytes takes only short ones for something else. */
  private static final int SHORT_WRITE = 8;

  static final List<Heuristic> RULES =
      List.of(
          // Pieces of the stream are lost
          rule(
              Cause.FRAMING_BY_SILENCE,
              85,
              c -> pauseHere(c) >= 10 && c.reply().leftOut() > 0 && leavesPartOfWrite(c)),
          rule(Cause.FRAMING_BY_SILENCE, 60, c -> pauseHere(c) >= 10 && c.reply().leftOut() > 0),
          rule(
              Cause.DROPS_SHORT_READS,
              80,
              c -> lacksShortWrites(c) && c.reply().isWrongByte() && pauseHere(c) < 10),
          rule(Cause.DROPS_SHORT_READS, 55, StreamRules::lacksShortWrites),
          rule(
              Cause.DROPS_WHILE_BUSY,
              75,
              c ->
                  c.connections() == 1
                      && c.client().isPipelined()
                      && c.isSmall()
                      && c.reply().at() > 0
                      && c.reply().isSwallowed()
                      && !c.isProcessDead()),
          rule(
              Cause.FIRST_READ_ONLY,
              85,
              c ->
                  c.connections() == 1
                      && (c.is(Kind.LATE) || losesTail(c))
                      && c.client().writes().size() > 1
                      && !c.client().isPipelined()
                      && c.reply().writesEchoed() == 1
                      && pauseHere(c) < 10
                      && c.reply().writeHere().isPresent()),
          rule(Cause.FIRST_READ_ONLY, 45, StreamRules::losesTailAfterPause),
          rule(Cause.FRAMING_BY_SILENCE, 56, StreamRules::losesTailAfterPause),
          rule(
              Cause.FIRST_READ_ONLY,
              55,
              c -> losesTail(c) && c.isOneWrite() && c.reply().at() >= 512),
          rule(
              Cause.DROPS_BEYOND_BUFFER,
              70,
              c -> losesTail(c) && c.isOneWrite() && isBufferSize(c) && !isLineLimit(c),
              c -> "nothing came beyond byte " + c.reply().at() + " of one write"),
          rule(
              Cause.DROPS_BEYOND_BUFFER,
              50,
              c -> losesTail(c) && c.isOneWrite() && isBufferSize(c)),
          rule(
              Cause.FULL_READ_MEANS_MORE,
              80,
              c ->
                  losesTail(c)
                      && c.reply().length() == 0
                      && !c.isProcessDead()
                      && c.isOneWrite()
                      && c.reply().total() >= 32
                      && Clues.isRound(c.reply().total()),
              c -> "here after exactly " + c.reply().total() + " bytes"),
          rule(
              Cause.LINE_LENGTH_LIMIT,
              80,
              c -> isLineLimit(c) && c.reply().isEndedByServer() && !c.isProcessDead(),
              StreamRules::lineLimit),
          rule(
              Cause.LINE_LENGTH_LIMIT,
              60,
              c -> isLineLimit(c) && losesTail(c),
              StreamRules::lineLimit),

          // Words of the content
          rule(
              Cause.COMMAND_WORD,
              96,
              c -> c.connections() == 1 && c.isSmall() && sendsOnlyCommand(c, 2)),
          rule(
              Cause.COMMAND_WORD,
              72,
              c -> c.connections() == 1 && c.isSmall() && sendsOnlyCommand(c, 1)),

          // The first conversations of a server's life
          rule(
              Cause.FIRST_CONVERSATIONS,
              100,
              c -> isOneOfTheFirst(c) && isOfTheStart(c) && !c.failsElsewhere(),
              StreamRules::ordinal),
          rule(Cause.FIRST_CONVERSATIONS, 60, StreamRules::isOneOfTheFirst, StreamRules::ordinal),

          // Counters and limits
          rule(
              Cause.WRONG_AT_OFFSET,
              88,
              c -> isOneByteOff(c) && isRoundPlace(c) && c.sighting().steady(),
              StreamRules::place),
          rule(
              Cause.WRONG_AT_OFFSET,
              50,
              c -> isOneByteOff(c) && c.reply().at() >= 1000 && c.sighting().steady(),
              StreamRules::place),
          rule(
              Cause.LIMIT_PER_CONNECTION,
              82,
              c ->
                  closes(c)
                      && c.connections() == 1
                      && c.reply().writesEchoed() >= 3
                      && !c.isOf(IN_USE)
                      && c.sighting().steady(),
              c -> "here after " + c.reply().writesEchoed() + " messages"),
          rule(
              Cause.LIMIT_PER_CONNECTION,
              75,
              c ->
                  c.is(Kind.LATE)
                      && c.connections() == 1
                      && !c.client().stopsReading()
                      && c.reply().writesEchoed() >= 3
                      && c.reply().writesEchoed() < MANY_WRITES
                      && c.reply().writeHere().isPresent()
                      && c.sighting().steady()
                      && !c.isDead(),
              c -> "here after " + c.reply().writesEchoed() + " messages"),
          rule(
              Cause.LIMIT_PER_CONNECTION,
              82,
              c ->
                  closes(c)
                      && c.connections() == 1
                      && c.reply().length() >= MIB
                      && !c.client().stopsReading(),
              c -> "here after " + c.reply().length() + " bytes"),
          rule(
              Cause.INTERMITTENT,
              82,
              c ->
                  c.connections() == 1
                      && c.client().writes().size() >= MANY_WRITES
                      && !c.sighting().steady()
                      && !c.isProcessDead()),
          rule(
              Cause.INTERMITTENT,
              55,
              c ->
                  c.sighting().replays() > 1
                      && c.sighting().replaysFailed() < c.sighting().replays()
                      && !c.is(Kind.NOT_RELEASED)),

          // Nothing comes
          rule(
              Cause.HOLDS_ANSWER_BACK,
              85,
              c ->
                  isSilent(c)
                      && c.evidence().held().isEmpty()
                      && (c.evidence().answers() == Answers.AND_CLOSES
                          || c.evidence().answers() == Answers.WITHOUT_CLOSING)),
          rule(
              Cause.LINE_BUFFERED,
              90,
              c -> isSilent(c) && isHeld(c, held -> held.ofLine() == held.line())),
          rule(
              Cause.HOLDS_LAST_BYTE,
              90,
              c ->
                  isSilent(c)
                      && isHeld(c, held -> held.ofLine() > 0 && held.ofLine() < held.line())),
          rule(
              Cause.UNFLUSHED_BUFFER,
              90,
              c -> isSilent(c) && isHeld(c, held -> held.ofLine() == 0 && held.ofMany() > 0),
              c -> "it answers once much has been sent"),
          rule(
              Cause.WAITS_FOR_THE_END,
              90,
              c -> isSilent(c) && isHeld(c, held -> held.ofLine() == 0 && held.ofMany() == 0)),
          rule(
              Cause.NEEDS_LINE_END,
              90,
              c ->
                  c.evidence().answers() == Answers.LINES_ONLY
                      && c.is(Kind.LATE, Kind.LOST)
                      && c.connections() == 1
                      && !c.isDead()),
          rule(
              Cause.EXPECTS_A_MESSAGE,
              60,
              c -> c.evidence().answers() == Answers.NOTHING && c.is(Kind.LATE, Kind.LOST)),

          // The end
          rule(
              Cause.NEVER_CLOSES,
              90,
              c -> c.is(Kind.NOT_CLOSED) && c.evidence().answers() == Answers.WITHOUT_CLOSING),
          rule(Cause.NEVER_CLOSES, 60, c -> c.is(Kind.NOT_CLOSED)),
          rule(
              Cause.KEEPS_EMPTY_CONNECTIONS,
              85,
              c ->
                  c.is(Kind.NOT_CLOSED)
                      && c.reply().total() == 0
                      && c.evidence().answers() == Answers.AND_CLOSES),
          rule(Cause.RESETS_INSTEAD_OF_CLOSING, 90, c -> c.is(Kind.RESET_AT_END)),
          rule(
              Cause.CLOSES_WHEN_IDLE,
              85,
              c -> closesInAPause(c) && c.evidence().passed(IN_USE),
              c -> "here after " + c.reply().quietBeforeEnd() + " ms"),
          rule(
              Cause.CLOSES_WHEN_IDLE,
              65,
              c -> closesInAPause(c) && !c.evidence().failed(IN_USE),
              c -> "here after " + c.reply().quietBeforeEnd() + " ms"),
          rule(
              Cause.CLOSES_WHEN_IDLE,
              60,
              c ->
                  c.is(Kind.EARLY_END, Kind.LOST)
                      && c.reply().isEndedByServer()
                      && c.reply().quietBeforeEnd() >= LONG_QUIET,
              c -> "here after " + c.reply().quietBeforeEnd() + " ms"),
          rule(Cause.LIMITED_LIFETIME, 92, c -> closes(c) && c.isOf(IN_USE)),
          rule(Cause.LIMITED_LIFETIME, 85, c -> closesInAPause(c) && c.evidence().failed(IN_USE)),
          rule(
              Cause.CLOSES_AFTER_MESSAGE,
              85,
              c ->
                  closes(c)
                      && c.connections() == 1
                      && c.reply().length() > 0
                      && c.reply().length() < MIB / 16
                      && c.reply().writesEchoed() <= 2
                      && !c.pauses()),
          rule(
              Cause.CLOSES_AFTER_MESSAGE,
              60,
              c ->
                  closes(c)
                      && c.reply().length() > 0
                      && c.reply().writesEchoed() <= 2
                      && c.reply().quietBeforeEnd() < IDLE),
          rule(
              Cause.LOSES_PENDING_AT_HALF_CLOSE,
              90,
              c ->
                  losesTail(c)
                      && c.evidence().answers() == Answers.BEFORE_THE_END_ONLY
                      && c.client().halfCloses()),
          rule(
              Cause.LOSES_PENDING_AT_HALF_CLOSE,
              85,
              c -> losesTail(c) && stalls(c) && !pausesBeforeHalfClose(c)),
          rule(
              Cause.LOSES_PENDING_AT_HALF_CLOSE,
              50,
              c -> losesTail(c) && c.connections() == 1 && c.client().halfCloses()),

          // One side is slow
          rule(
              Cause.IGNORES_SHORT_WRITES,
              82,
              c -> losesTail(c) && stalls(c) && pausesBeforeHalfClose(c)),
          rule(Cause.IGNORES_SHORT_WRITES, 55, c -> losesTail(c) && stalls(c)),
          rule(
              Cause.IGNORES_SHORT_WRITES,
              80,
              c ->
                  c.connections() == 1
                      && c.reply().isWrongByte()
                      && !c.reply().isOneByteWrong()
                      && c.reply().at() >= 1 << 15
                      && (c.client().stopsReading()
                          || c.section().equals("flow") && c.reply().total() >= MIB)),
          rule(
              Cause.IGNORES_SHORT_WRITES,
              75,
              c -> c.reply().isWrongByte() && !c.reply().isOneByteWrong() && stalls(c)),
          rule(
              Cause.DROPS_SLOW_READERS,
              85,
              c ->
                  closes(c)
                      && c.client().stopsReading()
                      && c.reply().total() >= MIB
                      && c.reply().isShort()),
          rule(
              Cause.GATHERS_INPUT,
              80,
              c ->
                  c.is(Kind.LATE)
                      && c.connections() == 1
                      && c.reply().total() >= MIB
                      && !c.client().stopsReading()
                      && !c.isDead()));

  private StreamRules() {}

  /**
   * Of what the client sent only a word like quit is left, and what is owed for another write
   * behind it. Shrinking would have made anything else of it if that failed as well.
   */
  private static boolean sendsOnlyCommand(Clues c, int shortest) {
    byte[] all = c.sent().bytes();
    return c.client().total() <= LONGEST_COMMAND
        && c.client().writes().stream()
            .anyMatch(
                write -> {
                  byte[] text = Arrays.copyOfRange(all, (int) write.start(), (int) write.end());
                  return text.length >= shortest && CommandWords.isOne(text);
                });
  }

  private static boolean isOneOfTheFirst(Clues c) {
    return c.isOf("stream/first-conversations") && !c.isDead() && c.owner().isEmpty();
  }

  /**
   * It fails whenever the server was started for it. Shrinking would have taken the conversations
   * before it away if they did not matter; and where it is the first one itself, later ones have to
   * be right.
   */
  private static boolean isOfTheStart(Clues c) {
    return c.sighting().replays() > 1
        && c.sighting().replaysFailed() == c.sighting().replays()
        && (c.place() > 1 || c.evidence().passed(Evidence.PROBES));
  }

  private static String ordinal(Clues c) {
    return "here in conversation " + c.place();
  }

  /** The server ended the connection though the client had not, and is itself alive. */
  private static boolean closes(Clues c) {
    return c.is(Kind.EARLY_END, Kind.LOST) && c.reply().isEndedByServer() && !c.isProcessDead();
  }

  /** Shrinking would have taken the pause away if it did not matter. */
  private static boolean losesTailAfterPause(Clues c) {
    return losesTail(c) && c.reply().writesEchoed() == 1 && pauseHere(c) >= 10;
  }

  /** The server ended the connection after the client, and owed more. */
  private static boolean losesTail(Clues c) {
    return c.is(Kind.LOST)
        && c.reply().isShort()
        && !c.reply().isEndedByServer()
        && !c.isProcessDead();
  }

  private static boolean isSilent(Clues c) {
    return c.is(Kind.LATE)
        && c.connections() == 1
        // Who was silent because it had been idle is no example of who always is.
        && !c.section().equals("lifetime")
        && c.reply().length() == 0
        && c.reply().total() > 0
        && c.reply().total() < MIB
        && !c.client().stopsReading()
        && !c.isDead();
  }

  private static boolean isHeld(Clues c, Predicate<Evidence.Held> asked) {
    return c.evidence().held().filter(asked).isPresent();
  }

  private static boolean closesInAPause(Clues c) {
    return closes(c)
        && c.connections() == 1
        && c.pauses()
        && c.reply().quietBeforeEnd() >= IDLE
        && !c.isOf(IN_USE);
  }

  private static int pauseHere(Clues c) {
    return c.reply().writeHere().map(write -> c.client().pauseBefore(write.step())).orElse(0);
  }

  private static boolean leavesPartOfWrite(Clues c) {
    return c.reply().writeHere().filter(w -> c.reply().leftOut() < w.length()).isPresent();
  }

  private static boolean lacksShortWrites(Clues c) {
    return c.connections() == 1
        && !c.isProcessDead()
        && c.reply().lacksOnlyWritesUpTo(SHORT_WRITE)
        && !c.is(Kind.LATE);
  }

  private static boolean isBufferSize(Clues c) {
    return c.reply().at() > 0 && Clues.isRound(c.reply().at());
  }

  /** No line end in what is longer than a line may be. */
  private static boolean isLineLimit(Clues c) {
    return c.isOneWrite()
        && Long.bitCount(c.reply().at()) == 1
        && c.reply().at() >= 1 << 16
        && c.reply().at() <= MIB
        && c.reply().isShort()
        && !c.sent().hasLineEnd();
  }

  private static String lineLimit(Clues c) {
    return "here " + c.reply().at() + " bytes";
  }

  private static boolean isOneByteOff(Clues c) {
    Reply reply = c.reply();
    return c.connections() == 1
        && !c.isProcessDead()
        && (reply.isOneByteWrong()
            || reply.leftOut() == 1
            || losesTail(c) && reply.total() - reply.at() == 1);
  }

  private static boolean isRoundPlace(Clues c) {
    long at = c.reply().at();
    // Where all is lost from a round place on, that place is the end of a buffer.
    return at >= 1000 && (isRoundest(at + 1) || isRoundest(at) && !c.reply().isShort());
  }

  private static boolean isRoundest(long number) {
    return Long.bitCount(number) == 1 || number % 10_000 == 0;
  }

  private static String place(Clues c) {
    return "here at byte " + c.reply().at();
  }

  /** Megabytes were owed while the client did not read. */
  private static boolean stalls(Clues c) {
    return c.connections() == 1 && c.client().stopsReading() && c.reply().total() >= MIB / 4;
  }

  private static boolean pausesBeforeHalfClose(Clues c) {
    int end = Math.min(c.client().halfClose(), c.sighting().script().steps().size());
    return c.sighting().script().steps().subList(0, end).stream()
        .anyMatch(Step.Pause.class::isInstance);
  }
}
