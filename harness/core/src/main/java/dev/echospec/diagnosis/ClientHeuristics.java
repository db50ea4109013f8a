package dev.echospec.diagnosis;

import static dev.echospec.diagnosis.Heuristic.suggests;

import dev.echospec.diagnosis.CaseReference.Section;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.script.Step;
import java.util.List;
import java.util.regex.Pattern;

/** Causes that show between clients: one harms another, or the server for all. */
final class ClientHeuristics {
  private static final Pattern RESET =
      Pattern.compile("connection ?reset|econnreset|reset by peer", Pattern.CASE_INSENSITIVE);
  private static final Pattern PIPE =
      Pattern.compile(
          "broken ?pipe|epipe|sigpipe|signal 13\\b|status 141\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern EXHAUSTED =
      Pattern.compile(
          "too many open files|emfile|enfile|can't start new thread|cannot create.*thread"
              + "|unable to create.*thread|temporarily unavailable|cannot allocate|out of memory"
              + "|outofmemory|no space left",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern OTHER_ERROR = Pattern.compile("\\S");

  /** Bytes of an ordinary conversation. */
  private static final int A_FEW_BYTES = 16;

  /** Number of sequential clients from which a script is a crowd. */
  private static final int MANY = 20;

  static final List<Heuristic> ALL =
      List.of(
          // The server does not survive
          suggests(Cause.DIES_ON_RESET, 95, c -> c.isDead() && c.said(RESET) && !isKeptWaiting(c)),
          suggests(
              Cause.DIES_ON_RESET,
              78,
              c ->
                  isLetDown(c)
                      && c.someoneDoes(Step.Reset.class)
                      && isFew(c)
                      && (c.isDead() || c.is(Kind.LATE, Kind.REFUSED, Kind.NO_ANSWER))
                      && !c.someoneLeavesMuch()
                      && !c.said(PIPE)),
          suggests(
              Cause.DIES_ON_RESET,
              58,
              c -> isLetDown(c) && c.someoneDoes(Step.Reset.class) && !c.said(PIPE)),
          suggests(
              Cause.DIES_ON_RESET,
              75,
              c ->
                  c.isProcessDead()
                      && c.someoneDoes(Step.Reset.class)
                      && !isFew(c)
                      && !c.said(PIPE)
                      && !c.said(EXHAUSTED)),
          suggests(Cause.DIES_ON_BROKEN_PIPE, 95, ClientHeuristics::endsOfBrokenPipe),
          suggests(
              Cause.DIES_ON_BROKEN_PIPE,
              72,
              c ->
                  (c.isDead() || isLetDown(c) && c.is(Kind.LATE))
                      && isFew(c)
                      && (c.someoneLeavesUnread() || c.someoneLeavesMuch())
                      && !c.said(RESET)),
          suggests(
              Cause.DIES_ON_EMPTY,
              82,
              c ->
                  c.isProcessDead()
                      && c.connections() <= 4
                      && c.someoneEndsEmpty()
                      && !c.someoneDoes(Step.Reset.class)
                      && !c.someoneDoes(Step.Send.class)),
          suggests(
              Cause.SERVES_ONE_CLIENT,
              84,
              c ->
                  c.isProcessDead()
                      && c.saidNothing()
                      && c.connections() <= 2
                      && c.openAtOnce() == 1
                      && c.bytes() <= A_FEW_BYTES
                      && !c.someoneDoes(Step.Reset.class)),
          suggests(Cause.RUNS_OUT, 96, c -> c.isDead() && c.said(EXHAUSTED)),
          suggests(
              Cause.RUNS_OUT,
              80,
              c -> isLetDown(c) && isCrowd(c) && !c.isProcessDead() && answersBytes(c),
              c -> "here after " + c.place() + " connections"),
          suggests(Cause.RUNS_OUT, 50, c -> isLetDown(c) && isCrowd(c) && answersBytes(c)),
          suggests(Cause.UNCAUGHT_ERROR, 45, c -> c.isProcessDead() && c.said(OTHER_ERROR)),

          // The end of one client harms another
          suggests(
              Cause.CLOSES_NEXT_CLIENT,
              80,
              c ->
                  c.is(Kind.LOST, Kind.EARLY_END)
                      && !c.isDead()
                      && isFew(c)
                      && c.reply().length() == 0
                      && c.anotherDoes(Step.Reset.class)
                      && c.openAtOnce() == 1),
          suggests(
              Cause.CLOSES_NEXT_CLIENT,
              45,
              c ->
                  c.is(Kind.LOST, Kind.EARLY_END)
                      && !c.isDead()
                      && c.reply().length() == 0
                      && c.sighting().replays() > 0
                      && c.sighting().replaysFailed() == 0),
          suggests(
              Cause.LEFTOVERS,
              90,
              c -> c.owner().filter(owner -> c.isOverBefore(owner, c.reply())).isPresent()),
          suggests(
              Cause.MIXES_CONNECTIONS,
              90,
              c -> c.owner().filter(owner -> !c.isOverBefore(owner, c.reply())).isPresent()),
          suggests(
              Cause.MIXES_CONNECTIONS,
              50,
              c ->
                  c.openAtOnce() > 1
                      && c.isIn(Section.CONCURRENT)
                      && (c.reply().isWrongByte() || c.reply().isUnasked())),

          // Many at once
          suggests(
              Cause.MIXES_CONNECTIONS,
              45,
              c ->
                  c.openAtOnce() > 1
                      && c.is(Kind.LOST, Kind.LATE)
                      && c.reply().length() > 0
                      && !c.isProcessDead()),
          suggests(
              Cause.ONE_AT_A_TIME,
              90,
              c -> isKeptWaiting(c) && c.evidence().sequential() && !c.isIn(Section.SEQUENTIAL)),
          suggests(
              Cause.ONE_BLOCKS_ALL,
              92,
              c -> isKeptWaiting(c) && c.anotherStopsReadingMuch() && !c.evidence().sequential()),
          // The server answered until the buffers of the client that does not read were full.
          suggests(
              Cause.ONE_BLOCKS_ALL,
              80,
              c ->
                  c.is(Kind.LATE)
                      && c.anotherStopsReadingMuch()
                      && !c.client().stopsReading()
                      && !c.evidence().sequential()
                      && !c.isProcessDead()),
          suggests(
              Cause.LIMIT_OF_CONNECTIONS,
              85,
              c ->
                  isLetDown(c)
                      && !c.isProcessDead()
                      && c.openAtOnce() > 2
                      && !isEndedInSilence(c)
                      && !c.anotherStopsReadingMuch()
                      && !c.evidence().sequential(),
              ClientHeuristics::howMany),
          suggests(
              Cause.LIMIT_OF_CONNECTIONS,
              85,
              c ->
                  isLetDown(c)
                      && !c.isProcessDead()
                      && !isEndedInSilence(c)
                      && c.isIn(Section.SEQUENTIAL),
              ClientHeuristics::howMany),
          suggests(
              Cause.WRONG_AFTER_N_CONNECTIONS,
              80,
              c ->
                  c.connections() >= MANY
                      && c.openAtOnce() == 1
                      && c.place() > MANY
                      && !c.isDead()
                      && (c.reply().isWrongByte() || c.reply().isUnasked())
                      && c.owner().isEmpty()));

  private ClientHeuristics() {}

  /**
   * Whether a client received nothing: it was refused, closed or kept waiting; or the next one was.
   */
  private static boolean isLetDown(Clues c) {
    return c.is(Kind.DID_NOT_SURVIVE, Kind.REFUSED, Kind.NO_ANSWER)
        || c.is(Kind.LATE, Kind.LOST, Kind.EARLY_END)
            && c.connections() > 1
            && c.reply().length() == 0;
  }

  /**
   * Whether the server accepted a client and ended the connection after a silence of that client.
   */
  private static boolean isEndedInSilence(Clues c) {
    return c.is(Kind.LOST, Kind.EARLY_END)
        && c.reply().quietBeforeEnd() >= EndHeuristics.LONG_QUIET;
  }

  private static boolean isKeptWaiting(Clues c) {
    return c.is(Kind.LATE, Kind.NO_ANSWER)
        && c.openAtOnce() > 1
        && c.reply().length() == 0
        && (!c.isProcessDead() || diedOfOurGivingUp(c));
  }

  /**
   * Whether the server died of a reset by the player, which resets connections when it gives up.
   */
  private static boolean diedOfOurGivingUp(Clues c) {
    return c.said(RESET) && !c.someoneDoes(Step.Reset.class) && !c.someoneDoes(Step.Close.class);
  }

  /**
   * Whether the server answers bytes: one that answers lines only fails every client without a line
   * end.
   */
  private static boolean answersBytes(Clues c) {
    return c.evidence().answers() != Evidence.Answers.LINES_ONLY;
  }

  private static boolean isFew(Clues c) {
    return c.connections() < MANY / 2;
  }

  /** Whether many clients come one after the other, so that none blocks the next. */
  private static boolean isCrowd(Clues c) {
    return c.connections() >= MANY && c.openAtOnce() <= 2;
  }

  private static String howMany(Clues c) {
    return "here " + c.openAtOnce() + " were there at once";
  }

  /** Whether the server's last output, or the signal that ended it, names a broken pipe. */
  static boolean endsOfBrokenPipe(Clues c) {
    return c.isDead() && c.said(PIPE);
  }
}
