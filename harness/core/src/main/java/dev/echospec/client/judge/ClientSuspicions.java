package dev.echospec.client.judge;

import static dev.echospec.client.judge.ClientPredictions.letters;
import static dev.echospec.client.judge.ClientPredictions.of;
import static dev.echospec.client.judge.ClientPredictions.oneAnswer;
import static dev.echospec.client.judge.ClientPredictions.passes;
import static dev.echospec.client.judge.ClientPredictions.passesInOnePiece;
import static dev.echospec.client.judge.ClientPredictions.passesPlain;
import static dev.echospec.client.judge.ClientPredictions.shows;

import dev.echospec.client.judge.ClientSuspicion.Prediction;
import dev.echospec.client.play.Conversation.End;
import dev.echospec.client.script.Host;
import dev.echospec.client.script.ServerStep.HalfClose;
import dev.echospec.diagnosis.Cause;
import dev.echospec.diagnosis.Diagnosis.Confidence;
import dev.echospec.judge.Violation.Kind;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The suspicions that a failure of a client is held against, the most specific first. */
final class ClientSuspicions {
  /** Messages from this length on may be sent in parts. */
  private static final int LONG = 16_000;

  private static final int SMALLEST_BUFFER = 16;

  /** About what the client does where there is no echo. */
  private static final List<ClientSuspicion> WITHOUT_AN_ECHO =
      List.of(
          proven(Cause.CLIENT_TRIES_WITHOUT_END, ClientMarks::triesAgain),
          proven(Cause.CLIENT_SPINS_AT_THE_END, ClientMarks::spins),
          possible(
              Cause.CLIENT_TRIES_WITHOUT_END,
              seen -> seen.script().refuses() && ClientMarks.isOf(seen, Kind.NOT_ENDED)),
          tested(
              Cause.CLIENT_STATUS_ALWAYS_ZERO,
              seen -> ClientMarks.isOf(seen, Kind.EXIT_STATUS) && seen.law() == ClientLaw.GIVES_UP,
              shows(
                  ClientLaw.GIVES_UP,
                  ClientPredictions::nothingCame,
                  ClientMarks::succeeds,
                  "it is 0 although nothing came at all")),
          proven(
              Cause.CLIENT_NO_TIME_OUT,
              seen ->
                  seen.law() == ClientLaw.TIRES
                      && ClientMarks.isOf(seen, Kind.NOT_ENDED)
                      && seen.transcript().main().filter(c -> c.end() == End.OPEN).isPresent()),
          tested(
              Cause.CLIENT_IPV4_ONLY,
              seen -> seen.script().host() == Host.IPV6,
              passes(ClientLaw.EXCHANGES, s -> s.at(Host.IPV4), "it finds 127.0.0.1")),
          tested(
              Cause.CLIENT_NUMBERS_ONLY,
              seen -> seen.script().host() == Host.NAME && seen.law() == ClientLaw.EXCHANGES,
              passes(ClientLaw.EXCHANGES, s -> s.at(Host.IPV4), "it finds 127.0.0.1")));

  /** About what the client sends: none of the later ones fits where that is not the message. */
  private static final List<ClientSuspicion> SENDING =
      List.of(
          tested(
              Cause.CLIENT_SENDS_TWICE,
              ClientMarks::sendsTwice,
              shows(
                  ClientLaw.SENDS,
                  s -> letters(s, 100),
                  ClientMarks::sendsTwice,
                  "100 bytes arrive twice, too")),
          tested(
              Cause.CLIENT_APPENDS_LINE_END,
              seen -> ClientMarks.sendsMore(seen, '\n', '\r'),
              shows(
                  ClientLaw.SENDS,
                  ClientPredictions::unended,
                  seen -> ClientMarks.sendsMore(seen, '\n', '\r'),
                  "one follows a message without any")),
          tested(
              Cause.CLIENT_SENDS_NUL,
              seen -> ClientMarks.sendsMore(seen, 0),
              shows(
                  ClientLaw.SENDS,
                  ClientPredictions::unended,
                  seen -> ClientMarks.sendsMore(seen, 0),
                  "one follows a message without any")),
          tested(
              Cause.CLIENT_SENDS_A_HEADER,
              ClientMarks::sendsBefore,
              shows(
                  ClientLaw.SENDS,
                  s -> letters(s, 100),
                  ClientMarks::sendsBefore,
                  "100 letters come behind other bytes")),
          tested(
              Cause.CLIENT_DEFAULT_MESSAGE,
              seen -> seen.script().message().length() == 0 && ClientMarks.sendsOtherwise(seen),
              passes(ClientLaw.SENDS, s -> letters(s, 1), "a single letter it sends as it is")),
          tested(
              Cause.CLIENT_NUL_TERMINATED,
              seen -> ClientMarks.isUnsentFrom(seen, 0),
              shows(
                  ClientLaw.SENDS,
                  of("12\00034"),
                  seen -> ClientMarks.isUnsentFrom(seen, 0) && ClientMarks.came(seen).length == 2,
                  "of a message with a NUL it sends what is before it")),
          tested(
              Cause.CLIENT_READS_ONE_LINE,
              ClientMarks::isUnsentFromLineEnd,
              shows(
                  ClientLaw.SENDS,
                  of("12\n34"),
                  ClientMarks::isUnsentFromLineEnd,
                  "of two lines it sends the first"),
              passesPlain(ClientLaw.SENDS)),
          tested(
              Cause.CLIENT_CLOSES_BEHIND_WRITE,
              seen -> ClientMarks.isUnsent(seen) && ClientMarks.resets(seen),
              isGoneBeforeTheReply()),
          tested(
              Cause.CLIENT_CUTS_AT_BUFFER,
              ClientMarks::isCutInSending,
              shows(
                  ClientLaw.SENDS,
                  ClientPredictions::longer,
                  ClientMarks::isCutInSending,
                  "a longer message is cut there, too")),
          tested(
              Cause.CLIENT_SHORT_WRITE,
              seen ->
                  ClientMarks.isUnsent(seen)
                      && ClientMarks.came(seen).length > 0
                      && seen.script().message().length() > LONG,
              passes(ClientLaw.SENDS, s -> letters(s, 100), "100 bytes it sends whole")),
          tested(
              Cause.CLIENT_NEVER_FLUSHES,
              ClientMarks::sendsNothing,
              shows(
                  ClientLaw.SENDS,
                  s -> letters(s, 100),
                  ClientMarks::sendsNothing,
                  "of 100 bytes none arrives, too")),
          tested(
              Cause.CLIENT_MESSAGE_IS_TEXT,
              seen -> ClientMarks.sendsOtherwise(seen) && seen.script().message().length() > 0,
              passesPlain(ClientLaw.SENDS)));

  /** About what the client prints of an echo. */
  private static final List<ClientSuspicion> PRINTING =
      List.of(
          proven(Cause.CLIENT_STALE_BUFFER, ClientMarks::printsOnceMore),
          tested(
              Cause.CLIENT_RELAY_GIVES_UP,
              seen -> ClientMarks.hasSilence(seen) && ClientMarks.isHalfClosed(seen),
              passes(
                  ClientLaw.PRINTS,
                  ClientPredictions::withoutPauses,
                  "without the pause it passes")),
          tested(
              Cause.CLIENT_SILENCE_MEANS_END,
              seen ->
                  ClientMarks.hasSilence(seen)
                      && !ClientMarks.isHalfClosed(seen)
                      && ClientMarks.succeeds(seen),
              passesWithoutALongPause()),
          tested(
              Cause.CLIENT_SHORT_TIME_OUT,
              seen ->
                  ClientMarks.hasSilence(seen)
                      && !ClientMarks.isHalfClosed(seen)
                      && !ClientMarks.succeeds(seen),
              passesWithoutALongPause()),
          tested(
              Cause.CLIENT_CLOSES_BEHIND_WRITE,
              seen ->
                  ClientMarks.isIncomplete(seen)
                      && ClientMarks.offset(seen) == 0
                      && ClientMarks.closesUnread(seen),
              isGoneBeforeTheReply()),
          tested(
              Cause.CLIENT_PRINTS_NOTHING,
              seen -> ClientMarks.isIncomplete(seen) && ClientMarks.printsNothing(seen),
              shows(
                  ClientLaw.PRINTS,
                  ClientPredictions::late,
                  seen -> !ClientMarks.closesUnread(seen) && ClientMarks.printsNothing(seen),
                  "it takes 100 letters and prints none")),
          tested(
              Cause.CLIENT_LOSES_LAST_BYTE,
              ClientMarks::lacksLastByte,
              ClientPredictions.lacksOneOf(100),
              ClientPredictions.lacksOneOf(10)),
          tested(
              Cause.CLIENT_NUL_TERMINATED,
              seen -> ClientMarks.isUnprintedFrom(seen, 0),
              shows(
                  ClientLaw.PRINTS,
                  of("12\00034"),
                  seen -> ClientMarks.prints(seen, "12") && !ClientMarks.prints(seen, "34"),
                  "of a reply with a NUL it prints what is before it")),
          tested(
              Cause.CLIENT_WAITS_FOR_LINE_END,
              ClientMarks::isUnprintedFromLineEnd,
              shows(
                  ClientLaw.PRINTS,
                  of("12\n34"),
                  seen -> ClientMarks.prints(seen, "12") && !ClientMarks.prints(seen, "34"),
                  "of two lines it prints the first"),
              shows(
                  ClientLaw.ENDS,
                  of("12"),
                  seen -> ClientMarks.isOf(seen, Kind.NOT_ENDED),
                  "without a line end it does not end")),
          tested(
              Cause.CLIENT_COUNTS_CHARACTERS,
              ClientMarks::isWide,
              shows(
                  ClientLaw.ENDS,
                  ClientPredictions::cutCharacters,
                  ClientMarks::leavesOrHangs,
                  "a character in pieces makes it leave early, or hang"),
              passes(ClientLaw.ENDS, ClientPredictions::cutLetters, "letters in pieces do not")),
          tested(
              Cause.CLIENT_DECODES_EACH_READ,
              seen -> ClientMarks.isWide(seen) && !ClientMarks.failsBehindTheEcho(seen),
              ClientPredictions.passesWithWideCharactersWhole(),
              ClientPredictions.failsWithWideCharactersCut()),
          tested(
              Cause.CLIENT_STALE_BUFFER,
              seen -> ClientMarks.isIncomplete(seen) && ClientMarks.isInPieces(seen),
              ClientPredictions.printsOfTwoPieces(
                  seen ->
                      ClientPredictions.printsFirst(seen) && ClientPredictions.printsStale(seen),
                  "of two pieces it prints both, and the end of the first once more")),
          tested(
              Cause.CLIENT_ONE_BUFFER,
              seen -> ClientMarks.isIncomplete(seen) && ClientMarks.isInPieces(seen),
              ClientPredictions.printsOfTwoPieces(
                  seen ->
                      !ClientPredictions.printsFirst(seen) && ClientPredictions.printsStale(seen),
                  "of two pieces it prints the second, and behind it the end of the first")),
          tested(
              Cause.CLIENT_LAST_PIECE_ONLY,
              seen -> ClientMarks.isIncomplete(seen) && ClientMarks.isInPieces(seen),
              ClientPredictions.printsOfTwoPieces(
                  seen ->
                      !ClientPredictions.printsFirst(seen)
                          && ClientPredictions.printsSecond(seen)
                          && !ClientPredictions.printsStale(seen),
                  "of two pieces it prints the second alone")),
          tested(
              Cause.CLIENT_CUTS_AT_BUFFER,
              ClientMarks::isCutInPrinting,
              shows(
                  ClientLaw.PRINTS,
                  ClientPredictions::longer,
                  ClientMarks::isCutInPrinting,
                  "a longer reply is cut there, too")),
          tested(
              Cause.CLIENT_SHORT_READ_MEANS_END,
              ClientMarks::leavesOutTheRest,
              passesInOnePiece(),
              ClientPredictions.hangsAtABuffer()),
          tested(
              Cause.CLIENT_FIRST_PIECE_IS_ALL,
              ClientMarks::leavesOutTheRest,
              passesInOnePiece(),
              ClientPredictions.printsOfTwoPieces(
                  seen ->
                      ClientPredictions.printsFirst(seen) && !ClientPredictions.printsSecond(seen),
                  "of two pieces it prints the first")),
          tested(
              Cause.CLIENT_REPLY_IS_TEXT,
              ClientMarks::isIncomplete,
              ClientPredictions.failsInOnePiece(),
              passesPlain(ClientLaw.PRINTS)));

  /** About how the client ends behind a whole echo. */
  private static final List<ClientSuspicion> ENDING =
      List.of(
          proven(
              Cause.CLIENT_LEAVES_CONNECTION_OPEN, seen -> ClientMarks.isOf(seen, Kind.NOT_CLOSED)),
          tested(
              Cause.CLIENT_READS_BEYOND_THE_ECHO,
              seen -> seen.law() == ClientLaw.UNHARMED && ClientMarks.sendsExcess(seen),
              passes(
                  ClientLaw.UNHARMED,
                  ClientPredictions::lateExcess,
                  "the same bytes do no harm if they come later than the echo")),
          proven(Cause.CLIENT_KEEPS_RUNNING, ClientMarks::runsOn),
          tested(
              Cause.CLIENT_DECODES_EACH_READ,
              seen -> ClientMarks.isWide(seen) && ClientMarks.failsBehindTheEcho(seen),
              passesPlain(ClientLaw.ENDS),
              ClientPredictions.passesWithWideCharactersWhole(),
              ClientPredictions.failsWithWideCharactersCut()),
          tested(
              Cause.CLIENT_SHORT_READ_MEANS_END,
              seen ->
                  ClientMarks.isOf(seen, Kind.NOT_ENDED, Kind.EXIT_STATUS)
                      && ClientMarks.isWhole(seen)
                      && seen.script().message().length() % SMALLEST_BUFFER == 0
                      && seen.script().message().length() > 0,
              passes(
                  ClientLaw.ENDS,
                  s -> oneAnswer(letters(s, (int) s.message().length() - 1)),
                  "with one byte less it ends"),
              passes(
                  ClientLaw.ENDS,
                  s -> oneAnswer(letters(s, (int) s.message().length() + 1)),
                  "with one byte more it ends")),
          tested(
              Cause.CLIENT_WAITS_FOR_LINE_END,
              seen -> ClientMarks.isOf(seen, Kind.NOT_ENDED) && ClientMarks.isWhole(seen),
              passes(ClientLaw.ENDS, of("abc\n"), "behind a line end it ends")),
          tested(
              Cause.CLIENT_WAITS_FOR_THE_END,
              seen -> ClientMarks.isOf(seen, Kind.NOT_ENDED) && ClientMarks.isWhole(seen),
              passes(
                  ClientLaw.ENDS,
                  s -> oneAnswer(s).then(new HalfClose()),
                  "it ends once the server does")),
          tested(
              Cause.CLIENT_STATUS_IS_A_COUNT,
              seen -> ClientMarks.isOf(seen, Kind.EXIT_STATUS) && ClientMarks.isWhole(seen),
              ClientPredictions.endsWithStatus(100),
              ClientPredictions.endsWithStatus(50)));

  static final List<ClientSuspicion> ALL =
      Stream.of(WITHOUT_AN_ECHO, SENDING, PRINTING, ENDING).flatMap(List::stream).toList();

  private ClientSuspicions() {}

  private static Prediction passesWithoutALongPause() {
    return passes(
        ClientLaw.PRINTS,
        ClientPredictions::drip,
        "as long a reply without a long pause it takes whole");
  }

  private static Prediction isGoneBeforeTheReply() {
    return shows(
        ClientLaw.PRINTS,
        ClientPredictions::late,
        seen -> ClientMarks.closesUnread(seen) && ClientMarks.printsNothing(seen),
        "it is gone before a reply that comes a moment later");
  }

  private static ClientSuspicion proven(Cause cause, Predicate<ClientObservation> fits) {
    return new ClientSuspicion(cause, fits, List.of(), Confidence.LIKELY);
  }

  private static ClientSuspicion possible(Cause cause, Predicate<ClientObservation> fits) {
    return new ClientSuspicion(cause, fits, List.of(), Confidence.POSSIBLE);
  }

  private static ClientSuspicion tested(
      Cause cause, Predicate<ClientObservation> fits, Prediction... predictions) {
    return new ClientSuspicion(cause, fits, List.of(predictions), Confidence.LIKELY);
  }
}
