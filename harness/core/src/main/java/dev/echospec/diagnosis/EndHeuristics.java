package dev.echospec.diagnosis;

import static dev.echospec.diagnosis.Heuristic.suggests;

import dev.echospec.diagnosis.CaseReference.Section;
import dev.echospec.diagnosis.Evidence.Answers;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.script.Step;
import java.util.List;
import java.util.function.Predicate;

/** Causes that show in a reply that does not come, or a connection that ends too early or never. */
final class EndHeuristics {
  /** Least silence before a close that counts as a time-out, in milliseconds. */
  private static final int IDLE = 8;

  /** Silence before a close from which it is a time-out and no rejection, in milliseconds. */
  static final int LONG_QUIET = 1000;

  static final List<Heuristic> ALL =
      List.of(
          // No reply
          suggests(
              Cause.HOLDS_ANSWER_BACK,
              85,
              c ->
                  isSilent(c)
                      && c.evidence().held().isEmpty()
                      && (c.evidence().answers() == Answers.AND_CLOSES
                          || c.evidence().answers() == Answers.WITHOUT_CLOSING)),
          suggests(
              Cause.LINE_BUFFERED,
              90,
              c -> isSilent(c) && isHeld(c, held -> held.ofLine() == held.line())),
          suggests(
              Cause.HOLDS_LAST_BYTE,
              90,
              c ->
                  isSilent(c)
                      && isHeld(c, held -> held.ofLine() > 0 && held.ofLine() < held.line())),
          suggests(
              Cause.ONE_MESSAGE_LATE,
              80,
              // Of a whole line by itself, such a server returns nothing.
              c -> isSilent(c) && !isHeld(c, held -> held.ofLine() > 0)),
          suggests(
              Cause.UNFLUSHED_BUFFER,
              90,
              c -> isSilent(c) && isHeld(c, held -> held.ofLine() == 0 && held.ofMany() > 0),
              c -> "it answers once much has been sent"),
          suggests(
              Cause.WAITS_FOR_THE_END,
              90,
              c -> isSilent(c) && isHeld(c, held -> held.ofLine() == 0 && held.ofMany() == 0)),
          suggests(
              Cause.NEEDS_LINE_END,
              90,
              c ->
                  c.evidence().answers() == Answers.LINES_ONLY
                      && c.is(Kind.LATE, Kind.LOST)
                      && c.connections() == 1
                      && !c.isDead()),
          suggests(
              Cause.EXPECTS_A_MESSAGE,
              60,
              c -> c.evidence().answers() == Answers.NOTHING && c.is(Kind.LATE, Kind.LOST)),

          // The end of a connection
          suggests(
              Cause.NEVER_CLOSES,
              90,
              c -> c.is(Kind.NOT_CLOSED) && c.evidence().answers() == Answers.WITHOUT_CLOSING),
          suggests(Cause.NEVER_CLOSES, 60, c -> c.is(Kind.NOT_CLOSED)),
          suggests(
              Cause.KEEPS_EMPTY_CONNECTIONS,
              85,
              c ->
                  c.is(Kind.NOT_CLOSED)
                      && c.reply().total() == 0
                      && c.evidence().answers() == Answers.AND_CLOSES),
          suggests(Cause.RESETS_INSTEAD_OF_CLOSING, 90, c -> c.is(Kind.RESET_AT_END)),
          suggests(
              Cause.CLOSES_WHEN_IDLE,
              85,
              c -> closesInAPause(c) && c.evidence().passed(CaseReference.KEPT_IN_USE),
              c -> "here after " + c.reply().quietBeforeEnd() + " ms"),
          suggests(
              Cause.CLOSES_WHEN_IDLE,
              65,
              c -> closesInAPause(c) && !c.evidence().failed(CaseReference.KEPT_IN_USE),
              c -> "here after " + c.reply().quietBeforeEnd() + " ms"),
          suggests(
              Cause.CLOSES_WHEN_IDLE,
              60,
              c ->
                  c.is(Kind.EARLY_END, Kind.LOST)
                      && c.reply().isEndedByServer()
                      && c.reply().quietBeforeEnd() >= LONG_QUIET,
              c -> "here after " + c.reply().quietBeforeEnd() + " ms"),
          suggests(
              Cause.CLOSES_WHEN_IDLE,
              60,
              // Of a short time-out, a busy machine makes a pause that the script does not have.
              c ->
                  c.isClosedEarly()
                      && c.connections() == 1
                      && !c.pauses()
                      && c.reply().quietBeforeEnd() >= IDLE,
              c -> "here after " + c.reply().quietBeforeEnd() + " ms"),
          suggests(
              Cause.LIMITED_LIFETIME,
              92,
              c ->
                  c.isClosedEarly()
                      && c.isOf(CaseReference.KEPT_IN_USE)
                      && !c.isCutOffLikeAnother()),
          suggests(
              Cause.LIMITED_LIFETIME,
              85,
              c -> closesInAPause(c) && c.evidence().failed(CaseReference.KEPT_IN_USE)),
          suggests(
              Cause.CLOSES_AFTER_MESSAGE,
              85,
              c ->
                  c.isClosedEarly()
                      && c.connections() == 1
                      && c.reply().length() > 0
                      && c.reply().length() < Clues.MIB / 16
                      && c.reply().writesEchoed() <= 2
                      && !c.pauses()),
          suggests(
              Cause.CLOSES_AFTER_MESSAGE,
              60,
              c ->
                  c.isClosedEarly()
                      && c.reply().length() > 0
                      && c.reply().writesEchoed() <= 2
                      && c.reply().quietBeforeEnd() < IDLE),
          suggests(
              Cause.LOSES_PENDING_AT_HALF_CLOSE,
              90,
              c ->
                  c.losesTail()
                      && c.evidence().answers() == Answers.BEFORE_THE_END_ONLY
                      && c.client().halfCloses()),
          suggests(
              Cause.LOSES_PENDING_AT_HALF_CLOSE,
              85,
              c -> c.losesTail() && stalls(c) && !pausesBeforeHalfClose(c)),
          suggests(
              Cause.LOSES_PENDING_AT_HALF_CLOSE,
              50,
              c -> c.losesTail() && c.connections() == 1 && c.client().halfCloses()),

          // One side is slow
          suggests(
              Cause.IGNORES_SHORT_WRITES,
              82,
              c -> c.losesTail() && stalls(c) && pausesBeforeHalfClose(c)),
          suggests(Cause.IGNORES_SHORT_WRITES, 55, c -> c.losesTail() && stalls(c)),
          suggests(
              Cause.IGNORES_SHORT_WRITES,
              80,
              c ->
                  c.connections() == 1
                      && c.reply().isWrongByte()
                      && !c.reply().isOneByteWrong()
                      && c.reply().at() >= 1 << 15
                      && (c.client().stopsReading()
                          || c.isIn(Section.FLOW) && c.reply().total() >= Clues.MIB)),
          suggests(
              Cause.IGNORES_SHORT_WRITES,
              75,
              c -> c.reply().isWrongByte() && !c.reply().isOneByteWrong() && stalls(c)),
          suggests(
              Cause.DROPS_SLOW_READERS,
              85,
              c ->
                  c.isClosedEarly()
                      && c.client().stopsReading()
                      && c.reply().total() >= Clues.MIB
                      && c.reply().isShort()),
          suggests(
              Cause.GATHERS_INPUT,
              80,
              c ->
                  c.is(Kind.LATE)
                      && c.connections() == 1
                      && c.reply().total() >= Clues.MIB
                      && !c.client().stopsReading()
                      && !c.isDead()));

  private EndHeuristics() {}

  private static boolean isSilent(Clues c) {
    return c.is(Kind.LATE)
        && c.connections() == 1
        // Silence after idling says nothing about a server that is always silent.
        && !c.isIn(Section.LIFETIME)
        && c.reply().length() == 0
        && c.reply().total() > 0
        && c.reply().total() < Clues.MIB
        && !c.client().stopsReading()
        && !c.isDead();
  }

  private static boolean isHeld(Clues c, Predicate<Evidence.Held> asked) {
    return c.evidence().held().filter(asked).isPresent();
  }

  private static boolean closesInAPause(Clues c) {
    return c.isClosedEarly()
        && c.connections() == 1
        && c.pauses()
        && c.reply().quietBeforeEnd() >= IDLE
        && !c.isOf(CaseReference.KEPT_IN_USE);
  }

  /** Whether at least a quarter of a mebibyte is owed while the client does not read. */
  private static boolean stalls(Clues c) {
    return c.connections() == 1 && c.client().stopsReading() && c.reply().total() >= Clues.MIB / 4;
  }

  private static boolean pausesBeforeHalfClose(Clues c) {
    int end = Math.min(c.client().halfClose(), c.sighting().script().steps().size());
    return c.sighting().script().steps().subList(0, end).stream()
        .anyMatch(Step.Pause.class::isInstance);
  }
}
