package dev.echospec.diagnosis;

import static dev.echospec.diagnosis.Heuristic.suggests;

import dev.echospec.diagnosis.Evidence.Answers;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.script.CommandWords;
import java.util.Arrays;
import java.util.List;

/** Causes that show in which parts of a stream are lost or wrong, and at which place or time. */
final class StreamHeuristics {
  private static final int MANY_WRITES = 100;

  /** Longest stream that consists of a command and little else, in bytes. */
  private static final int LONGEST_COMMAND = 32;

  /** Longest write that a server may mistake for a signal such as a keep-alive, in bytes. */
  private static final int SHORT_WRITE = 8;

  static final List<Heuristic> ALL =
      List.of(
          // Lost parts of the stream
          suggests(
              Cause.FRAMING_BY_SILENCE,
              85,
              c ->
                  pauseHere(c) >= Clues.LONG_PAUSE
                      && c.reply().leftOut() > 0
                      && leavesPartOfWrite(c)),
          suggests(
              Cause.FRAMING_BY_SILENCE,
              60,
              c -> pauseHere(c) >= Clues.LONG_PAUSE && c.reply().leftOut() > 0),
          suggests(
              Cause.DROPS_SHORT_READS,
              80,
              c ->
                  lacksShortWrites(c)
                      && c.reply().isWrongByte()
                      && pauseHere(c) < Clues.LONG_PAUSE),
          suggests(Cause.DROPS_SHORT_READS, 55, StreamHeuristics::lacksShortWrites),
          suggests(
              Cause.DROPS_WHILE_BUSY,
              75,
              c ->
                  c.connections() == 1
                      && c.client().isPipelined()
                      && c.isSmall()
                      && c.reply().at() > 0
                      && c.reply().isSwallowed()
                      && !c.isProcessDead()),
          suggests(
              Cause.FIRST_READ_ONLY,
              85,
              c ->
                  c.connections() == 1
                      && (c.is(Kind.LATE) || c.losesTail())
                      && c.client().writes().size() > 1
                      && !c.client().isPipelined()
                      && c.reply().writesEchoed() == 1
                      && pauseHere(c) < Clues.LONG_PAUSE
                      && c.reply().writeHere().isPresent()),
          suggests(Cause.FIRST_READ_ONLY, 45, StreamHeuristics::losesTailAfterPause),
          suggests(
              Cause.FIRST_READ_ONLY,
              50,
              c ->
                  c.isOf(CaseReference.KEPT_IN_USE)
                      && c.is(Kind.LATE)
                      && c.reply().writesEchoed() == 1),
          suggests(Cause.FRAMING_BY_SILENCE, 56, StreamHeuristics::losesTailAfterPause),
          suggests(
              Cause.FIRST_READ_ONLY,
              55,
              c -> c.losesTail() && c.isOneWrite() && c.reply().at() >= 512),
          suggests(
              Cause.DROPS_BEYOND_BUFFER,
              70,
              c -> c.losesTail() && c.isOneWrite() && isBufferSize(c) && !isLineLimit(c),
              c -> "nothing came beyond byte " + c.reply().at() + " of one write"),
          suggests(
              Cause.DROPS_BEYOND_BUFFER,
              50,
              c -> c.losesTail() && c.isOneWrite() && isBufferSize(c)),
          suggests(
              Cause.FULL_READ_MEANS_MORE,
              80,
              c ->
                  c.losesTail()
                      && c.reply().length() == 0
                      && !c.isProcessDead()
                      && c.isOneWrite()
                      && c.reply().total() >= 32
                      && Clues.isRound(c.reply().total()),
              c -> "here after exactly " + c.reply().total() + " bytes"),
          suggests(
              Cause.LINE_LENGTH_LIMIT,
              80,
              c -> isLineLimit(c) && c.reply().isEndedByServer() && !c.isProcessDead(),
              StreamHeuristics::lineLimit),
          suggests(
              Cause.LINE_LENGTH_LIMIT,
              60,
              c -> isLineLimit(c) && c.losesTail(),
              StreamHeuristics::lineLimit),

          // Writes that are lost, late or overwritten
          suggests(
              Cause.FIRST_WRITE_LOST,
              88,
              c ->
                  c.connections() == 1
                      && c.reply().at() == 0
                      && c.client().writes().size() > 1
                      && c.reply().leftOut() == c.client().writes().get(0).length()),
          suggests(
              Cause.FIRST_WRITE_LOST,
              55,
              c -> c.evidence().answers() == Answers.NOTHING && c.reply().length() == 0),
          suggests(Cause.BUFFER_REUSED, 86, c -> isOverwritten(c) && c.client().isPipelined()),
          suggests(Cause.BUFFER_REUSED, 60, c -> isOverwritten(c) && c.isOneWrite()),
          suggests(
              Cause.RATE_LIMIT,
              62,
              c ->
                  c.is(Kind.EARLY_END, Kind.LOST, Kind.LATE)
                      && c.connections() == 1
                      && c.reply().writesEchoed() >= 2
                      && !c.pauses()
                      && !c.client().stopsReading()
                      && !c.isDead()),

          // Commands in the content
          suggests(
              Cause.FALSY_END,
              98,
              c ->
                  c.connections() == 1
                      && c.raw() == '0'
                      && c.reply().isShort()
                      && c.reply().writeHere().filter(w -> w.length() == 1).isPresent()
                      && !c.isProcessDead()),
          suggests(
              Cause.COMMAND_WORD,
              96,
              c -> c.connections() == 1 && c.isSmall() && sendsOnlyCommand(c, 2)),
          suggests(
              Cause.COMMAND_WORD,
              72,
              c -> c.connections() == 1 && c.isSmall() && sendsOnlyCommand(c, 1)),

          // The first conversations of a server's life
          suggests(
              Cause.FIRST_CONVERSATIONS,
              100,
              c -> isOneOfTheFirst(c) && isOfTheStart(c) && !c.failsElsewhere(),
              StreamHeuristics::ordinal),
          suggests(
              Cause.FIRST_CONVERSATIONS,
              60,
              StreamHeuristics::isOneOfTheFirst,
              StreamHeuristics::ordinal),

          // Counters and limits
          suggests(
              Cause.WRONG_AT_OFFSET,
              88,
              c -> isOneByteOff(c) && isRoundPlace(c) && c.sighting().steady(),
              StreamHeuristics::place),
          suggests(
              Cause.WRONG_AT_OFFSET,
              50,
              c -> isOneByteOff(c) && c.reply().at() >= 1000 && c.sighting().steady(),
              StreamHeuristics::place),
          suggests(
              Cause.LIMIT_PER_CONNECTION,
              82,
              c ->
                  c.isClosedEarly()
                      && c.connections() == 1
                      && c.reply().writesEchoed() >= 3
                      && (!c.isOf(CaseReference.KEPT_IN_USE) || c.isCutOffLikeAnother())
                      && c.sighting().steady(),
              c -> "here after " + c.reply().writesEchoed() + " messages"),
          suggests(
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
          suggests(
              Cause.LIMIT_PER_CONNECTION,
              82,
              c ->
                  c.isClosedEarly()
                      && c.connections() == 1
                      && c.reply().length() >= Clues.MIB
                      && !c.client().stopsReading(),
              c -> "here after " + c.reply().length() + " bytes"),
          suggests(
              Cause.INTERMITTENT,
              82,
              c ->
                  c.connections() == 1
                      && c.client().writes().size() >= MANY_WRITES
                      && !c.sighting().steady()
                      && !c.isProcessDead()),
          suggests(
              Cause.INTERMITTENT,
              55,
              c ->
                  c.sighting().replays() > 1
                      && c.sighting().replaysFailed() < c.sighting().replays()
                      && !c.is(Kind.NOT_RELEASED)));

  private StreamHeuristics() {}

  /**
   * Whether shrinking left only a command word, and perhaps a write after it: if any other bytes
   * failed as well, they would be plainer.
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

  /** Whether later bytes of the same client came in the place of earlier ones. */
  private static boolean isOverwritten(Clues c) {
    Reply reply = c.reply();
    byte[] differing = reply.differing();
    return c.connections() == 1
        && reply.isWrongByte()
        && reply.length() == reply.total()
        && !reply.isReordered()
        && reply.owesLater(differing);
  }

  private static boolean isOneOfTheFirst(Clues c) {
    return c.isOf(CaseReference.FIRST_CONVERSATIONS) && !c.isDead() && c.owner().isEmpty();
  }

  /**
   * Whether it fails after every start of the server. If the conversations before it did not
   * matter, shrinking would have removed them; if it is the first one itself, later ones must be
   * right.
   */
  private static boolean isOfTheStart(Clues c) {
    return c.sighting().replays() > 1
        && c.sighting().replaysFailed() == c.sighting().replays()
        && (c.place() > 1 || c.evidence().probesPassed());
  }

  private static String ordinal(Clues c) {
    return "here in conversation " + c.place();
  }

  /**
   * Whether the tail is lost after a pause: if the pause did not matter, shrinking would have
   * removed it.
   */
  private static boolean losesTailAfterPause(Clues c) {
    return c.losesTail() && c.reply().writesEchoed() == 1 && pauseHere(c) >= Clues.LONG_PAUSE;
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

  /** Whether the reply stops at a typical limit of a line, and no line end was sent. */
  private static boolean isLineLimit(Clues c) {
    return c.isOneWrite()
        && Long.bitCount(c.reply().at()) == 1
        && c.reply().at() >= 1 << 16
        && c.reply().at() <= Clues.MIB
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
            || c.losesTail() && reply.total() - reply.at() == 1);
  }

  private static boolean isRoundPlace(Clues c) {
    long at = c.reply().at();
    // If everything is missing from a round place on, the place is the end of a buffer.
    return at >= 1000 && (isRoundest(at + 1) || isRoundest(at) && !c.reply().isShort());
  }

  private static boolean isRoundest(long number) {
    return Long.bitCount(number) == 1 || number % 10_000 == 0;
  }

  private static String place(Clues c) {
    return "here at byte " + c.reply().at();
  }
}
