package dev.echospec.diagnosis;

import dev.echospec.judge.Violation.Excess;
import java.util.List;

/** Which experiments tell each cause from its neighbours. */
final class Experiments {
  private Experiments() {}

  /**
   * Returns the experiments on a cause. All of them must come out before the cause is likely.
   *
   * @param cause what is suspected
   * @param c the failed case
   * @return one to three; none where no conversation could tell, or this failure has no room for it
   */
  static List<Experiment> on(Cause cause, Clues c) {
    return switch (cause) {
      case NO_UPPER_CASE -> ByteExperiments.noUpperCase();
      case SWAPS_CASE -> ByteExperiments.swapsCase();
      case LETTER_RANGE -> ByteExperiments.letterRange();
      case CLEARS_BIT_FIVE -> ByteExperiments.clearsBitFive();
      case UPPER_CASES_BEYOND_ASCII -> ByteExperiments.upperCasesBeyondAscii();
      case STRIPS_EIGHTH_BIT -> ByteExperiments.stripsEighthBit();
      case SIGNED_BYTES -> ByteExperiments.signedBytes();
      case DEPENDS_ON_PLACE -> ByteExperiments.dependsOnPlace(c);
      case UNICODE_UPPER_CASE -> ByteExperiments.unicodeUpperCase(c);
      case NORMALISES_UNICODE -> ByteExperiments.normalisesUnicode();
      case LOCALE -> ByteExperiments.locale(c);
      case QUESTION_MARKS -> ByteExperiments.questionMarks(c);
      case REPLACES_MALFORMED -> ByteExperiments.replacesMalformed();
      case DROPS_MALFORMED -> ByteExperiments.dropsMalformed();
      case LENIENT_UTF8 -> ByteExperiments.lenientUtf8();
      case ENCODES_TWICE -> ByteExperiments.encodesTwice();
      case DECODES_EACH_READ -> ByteExperiments.decodesEachRead();
      case STRICT_UTF8 -> ByteExperiments.strictUtf8();
      case BYTE_ORDER_MARK -> ByteExperiments.byteOrderMark(c);
      case NUL_TERMINATED -> ByteExperiments.nulTerminated();
      case FIRST_MESSAGE_OF_READ -> ByteExperiments.firstMessageOfRead(c);
      case END_OF_FILE_CHARACTER -> ByteExperiments.endOfFileCharacter(c);
      case FLOW_CONTROL_BYTES -> ByteExperiments.flowControlBytes();
      case LINE_EDITING -> ByteExperiments.lineEditing(c);
      case BYTE_FF -> ByteExperiments.byteFf();
      case PRINTF -> ByteExperiments.printf();
      case BACKSLASH_ESCAPES -> ByteExperiments.backslashEscapes(c);
      case LINE_ENDING_TRANSLATION -> ByteExperiments.lineEndingTranslation(c);
      case TRIMS_LINE_ENDS -> ByteExperiments.trimsLineEnds(c);
      case APPENDS_LINE_END -> ByteExperiments.appendsLineEnd(c);
      case APPENDS_NUL -> ByteExperiments.appendsNul();
      case WRAPS_LINES -> ByteExperiments.wrapsLines(c);
      case GREETING -> ByteExperiments.greeting(c);
      case PROMPT_OR_FAREWELL -> ByteExperiments.promptOrFarewell();
      case REORDERS -> ByteExperiments.reorders(c);

      case STALE_BUFFER -> StreamExperiments.staleBuffer();
      case REPEATS_BYTES -> StreamExperiments.repeatsBytes(c);
      case FIRST_READ_ONLY -> StreamExperiments.firstReadOnly();
      case FIRST_WRITE_LOST -> StreamExperiments.firstWriteLost(c.evidence().oracle());
      case DROPS_BEYOND_BUFFER -> StreamExperiments.dropsBeyondBuffer(c);
      case FULL_READ_MEANS_MORE -> StreamExperiments.fullReadMeansMore(c);
      case LINE_LENGTH_LIMIT -> StreamExperiments.lineLengthLimit(c);
      case WRONG_AT_OFFSET -> StreamExperiments.wrongAtOffset(c);
      case LIMIT_PER_CONNECTION -> StreamExperiments.limitPerConnection(c);
      case RATE_LIMIT -> StreamExperiments.rateLimit(c);
      case DROPS_SHORT_READS -> StreamExperiments.dropsShortReads(c);
      case DROPS_WHILE_BUSY -> StreamExperiments.dropsWhileBusy(c);
      case BUFFER_REUSED -> StreamExperiments.bufferReused(c);
      case FRAMING_BY_SILENCE -> StreamExperiments.framingBySilence(c);
      case COMMAND_WORD -> StreamExperiments.commandWord(c);
      case FALSY_END -> StreamExperiments.falsyEnd();
      case FIRST_CONVERSATIONS -> StreamExperiments.firstConversations(c);
      case ONE_MESSAGE_LATE -> StreamExperiments.oneMessageLate();

      case LIMITED_LIFETIME -> EndExperiments.limitedLifetime(c);
      case CLOSES_WHEN_IDLE -> EndExperiments.closesWhenIdle(c);
      case LINE_BUFFERED ->
          EndExperiments.held(c, "a line came back at once", held -> held.ofLine() == held.line());
      case HOLDS_LAST_BYTE ->
          EndExperiments.held(
              c,
              "of a line all but the last byte came back",
              held -> held.ofLine() > 0 && held.ofLine() < held.line());
      case UNFLUSHED_BUFFER -> EndExperiments.unflushedBuffer(c);
      case WAITS_FOR_THE_END ->
          EndExperiments.held(
              c,
              "nothing came back of a line, nor of much",
              held -> held.ofLine() == 0 && held.ofMany() == 0);
      case NEEDS_LINE_END -> EndExperiments.needsLineEnd();
      case NEVER_CLOSES -> EndExperiments.neverCloses();
      case KEEPS_EMPTY_CONNECTIONS -> EndExperiments.keepsEmptyConnections();
      case RESETS_INSTEAD_OF_CLOSING -> EndExperiments.resetsInsteadOfClosing();
      case CLOSES_AFTER_MESSAGE -> EndExperiments.closesAfterMessage();
      case LOSES_PENDING_AT_HALF_CLOSE -> EndExperiments.losesPendingAtHalfClose(c);
      case IGNORES_SHORT_WRITES -> EndExperiments.ignoresShortWrites(c);
      case DROPS_SLOW_READERS -> EndExperiments.dropsSlowReaders(c);
      case GATHERS_INPUT -> EndExperiments.gathersInput(c);

      case DIES_ON_EMPTY -> ClientExperiments.diesOnEmpty();
      case SERVES_ONE_CLIENT -> ClientExperiments.servesOneClient();
      case RUNS_OUT -> ClientExperiments.runsOut(c);
      case DIES_ON_RESET -> ClientExperiments.diesOnReset(c);
      case DIES_ON_BROKEN_PIPE -> ClientExperiments.diesOnBrokenPipe(c);
      case CLOSES_NEXT_CLIENT -> ClientExperiments.closesNextClient(c);
      case LEFTOVERS -> ClientExperiments.leftovers(c);
      case MIXES_CONNECTIONS -> ClientExperiments.mixesConnections(c);
      case ONE_AT_A_TIME -> ClientExperiments.oneAtATime(c);
      case ONE_BLOCKS_ALL -> ClientExperiments.oneBlocksAll(c);
      case LIMIT_OF_CONNECTIONS -> ClientExperiments.limitOfConnections(c);
      case WRONG_AFTER_N_CONNECTIONS -> ClientExperiments.wrongAfterNConnections(c);
      case INTERMITTENT -> ClientExperiments.intermittent(c);

      // The case that failed is itself the experiment: it counts before and after many clients.
      case LEAKS_DESCRIPTORS -> counted(c, Excess.DESCRIPTORS);
      case LEAKS_THREADS -> counted(c, Excess.THREADS);
      case LEAKS_CHILDREN -> counted(c, Excess.ZOMBIES, Excess.PROCESSES);
      case QUEUES_WITHOUT_BOUND -> counted(c, Excess.UNREAD_ECHO);
      case KEEPS_WHAT_IT_ECHOES -> counted(c, Excess.DELIVERED_ECHO);

      // An error of which nothing more is known, and silence to all that the kit can say.
      case HOLDS_ANSWER_BACK, EXPECTS_A_MESSAGE, UNCAUGHT_ERROR -> List.of();

      // Clients are diagnosed by runs of their own.
      case CLIENT_FIRST_PIECE_IS_ALL,
          CLIENT_WAITS_FOR_THE_END,
          CLIENT_WAITS_FOR_LINE_END,
          CLIENT_COUNTS_CHARACTERS,
          CLIENT_DECODES_EACH_READ,
          CLIENT_SPINS_AT_THE_END,
          CLIENT_SILENCE_MEANS_END,
          CLIENT_RELAY_GIVES_UP,
          CLIENT_IPV4_ONLY,
          CLIENT_NUMBERS_ONLY,
          CLIENT_CLOSES_BEHIND_WRITE,
          CLIENT_NEVER_FLUSHES,
          CLIENT_SHORT_READ_MEANS_END,
          CLIENT_ONE_BUFFER,
          CLIENT_STALE_BUFFER,
          CLIENT_STATUS_ALWAYS_ZERO,
          CLIENT_SHORT_WRITE,
          CLIENT_APPENDS_LINE_END,
          CLIENT_SENDS_NUL,
          CLIENT_MESSAGE_IS_TEXT,
          CLIENT_CUTS_AT_BUFFER,
          CLIENT_READS_ONE_LINE,
          CLIENT_NO_TIME_OUT,
          CLIENT_LEAVES_CONNECTION_OPEN,
          CLIENT_SENDS_TWICE,
          CLIENT_SENDS_A_HEADER,
          CLIENT_DEFAULT_MESSAGE,
          CLIENT_NUL_TERMINATED,
          CLIENT_SHORT_TIME_OUT,
          CLIENT_REPLY_IS_TEXT,
          CLIENT_LOSES_LAST_BYTE,
          CLIENT_LAST_PIECE_ONLY,
          CLIENT_PRINTS_NOTHING,
          CLIENT_KEEPS_RUNNING,
          CLIENT_STATUS_IS_A_COUNT,
          CLIENT_TRIES_WITHOUT_END,
          CLIENT_READS_BEYOND_THE_ECHO ->
          List.of();
    };
  }

  private static List<Experiment> counted(Clues c, Excess... excess) {
    return List.of(Experiment.known("it was counted before and after", c.holds(excess)));
  }
}
