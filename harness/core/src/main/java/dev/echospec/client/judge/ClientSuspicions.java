package dev.echospec.client.judge;

import dev.echospec.client.judge.ClientSuspicion.Prediction;
import dev.echospec.client.play.ClientTranscript;
import dev.echospec.client.play.Conversation;
import dev.echospec.client.play.Conversation.End;
import dev.echospec.client.script.Host;
import dev.echospec.client.script.ServerScript;
import dev.echospec.client.script.ServerStep;
import dev.echospec.client.script.ServerStep.Answer;
import dev.echospec.client.script.ServerStep.HalfClose;
import dev.echospec.client.script.ServerStep.Pause;
import dev.echospec.diagnosis.Cause;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.script.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The suspicions that a failure of a client is held against, the most specific first. */
final class ClientSuspicions {
  /**
   * A pause that a client could take for the end, in milliseconds: a client that leaves after its
   * first read is seen with shorter ones, to which its script is shrunk.
   */
  private static final int SILENCE = 400;

  /** A half-close follows the message within this time. */
  private static final Duration BEHIND = Duration.ofMillis(50);

  /** Messages from this length on may be sent in parts. */
  private static final int LONG = 16_000;

  private static final int SMALLEST_BUFFER = 16;

  /** Where a message or an echo is cut that did not fit. */
  private static final Set<Long> CUTS =
      Set.of(
          127L, 128L, 255L, 256L, 511L, 512L, 1023L, 1024L, 2047L, 2048L, 4095L, 4096L, 8191L,
          8192L, 65_535L, 65_536L);

  /** Sizes that programs give their buffers. */
  private static final List<Integer> BUFFERS = List.of(16, 512, 1024, 2048, 4096, 8192);

  static final List<ClientSuspicion> ALL =
      List.of(
          proven(Cause.CLIENT_SPINS_AT_THE_END, ClientSuspicions::spins),
          proven(
              Cause.CLIENT_STATUS_ALWAYS_ZERO,
              seen -> isOf(seen, Kind.EXIT_STATUS) && seen.law() == ClientLaw.GIVES_UP),
          proven(Cause.CLIENT_LEAVES_CONNECTION_OPEN, seen -> isOf(seen, Kind.NOT_CLOSED)),
          proven(
              Cause.CLIENT_NO_TIME_OUT,
              seen -> seen.law() == ClientLaw.TIRES && isOf(seen, Kind.NOT_ENDED)),
          tested(
              Cause.CLIENT_IPV4_ONLY,
              seen -> seen.script().host() == Host.IPV6,
              passes(ClientLaw.EXCHANGES, s -> s.at(Host.IPV4), "it finds 127.0.0.1")),
          tested(
              Cause.CLIENT_NUMBERS_ONLY,
              seen -> seen.script().host() == Host.NAME && seen.law() == ClientLaw.EXCHANGES,
              passes(ClientLaw.EXCHANGES, s -> s.at(Host.IPV4), "it finds 127.0.0.1")),
          proven(Cause.CLIENT_APPENDS_LINE_END, seen -> sendsMore(seen, '\n', '\r')),
          proven(Cause.CLIENT_SENDS_NUL, seen -> sendsMore(seen, 0)),
          tested(
              Cause.CLIENT_READS_ONE_LINE,
              ClientSuspicions::stopsAtLineEnd,
              passes(
                  ClientLaw.SENDS,
                  s -> plain(s, (int) s.message().length()),
                  "without a line end it sends all")),
          proven(Cause.CLIENT_MESSAGE_IS_TEXT, seen -> isOf(seen, Kind.WRONG_BYTE)),
          proven(
              Cause.CLIENT_CUTS_AT_BUFFER,
              seen ->
                  CUTS.contains(offset(seen))
                      && (isUnsent(seen) || isIncomplete(seen) && !isInPieces(seen))),
          tested(
              Cause.CLIENT_SHORT_WRITE,
              seen -> isUnsent(seen) && offset(seen) > 0 && seen.script().message().length() > LONG,
              passes(ClientLaw.SENDS, s -> plain(s, 100), "100 bytes it sends whole")),
          tested(
              Cause.CLIENT_NEVER_FLUSHES,
              seen -> isUnsent(seen) && offset(seen) == 0,
              fails(ClientLaw.SENDS, s -> plain(s, 100), "of 100 bytes none arrives, too")),
          proven(
              Cause.CLIENT_STALE_BUFFER,
              seen ->
                  isOf(seen, Kind.WRONG_OUTPUT) && violation(seen).message().endsWith("once more")),
          tested(
              Cause.CLIENT_SILENCE_MEANS_END,
              seen -> hasSilence(seen) && !isHalfClosed(seen),
              passes(
                  ClientLaw.PRINTS,
                  ClientSuspicions::withoutPauses,
                  "without the pause it passes")),
          tested(
              Cause.CLIENT_RELAY_GIVES_UP,
              seen -> hasSilence(seen) && isHalfClosed(seen),
              passes(
                  ClientLaw.PRINTS,
                  ClientSuspicions::withoutPauses,
                  "without the pause it passes")),
          tested(
              Cause.CLIENT_CLOSES_BEHIND_WRITE,
              seen -> isIncomplete(seen) && offset(seen) == 0 && closesUnread(seen),
              printsNothing(s -> ServerScript.inPieces(s.message(), List.of(), 0))),
          tested(
              Cause.CLIENT_COUNTS_CHARACTERS,
              seen -> hasWideCharacters(seen) && leavesOrHangs(seen),
              passesPlain()),
          tested(
              Cause.CLIENT_DECODES_EACH_READ,
              seen -> hasWideCharacters(seen) && !isOf(seen, Kind.LOST, Kind.LATE),
              passesPlain()),
          tested(
              Cause.CLIENT_ONE_BUFFER,
              seen -> isOf(seen, Kind.WRONG_OUTPUT) && printsEnough(seen),
              passesInOnePiece()),
          tested(
              Cause.CLIENT_SHORT_READ_MEANS_END,
              seen -> isIncomplete(seen) && offset(seen) > 0,
              passesInOnePiece(),
              hangsAtABuffer()),
          tested(
              Cause.CLIENT_FIRST_PIECE_IS_ALL,
              seen -> isIncomplete(seen) && isInPieces(seen) && !seen.transcript().wasEnded(),
              passesInOnePiece()),
          tested(
              Cause.CLIENT_SHORT_READ_MEANS_END,
              seen ->
                  isOf(seen, Kind.NOT_ENDED)
                      && seen.script().message().length() % SMALLEST_BUFFER == 0
                      && seen.script().message().length() > 0,
              passes(
                  ClientLaw.ENDS,
                  s -> oneAnswer(plain(s, (int) s.message().length() - 1)),
                  "with one byte less it ends")),
          tested(
              Cause.CLIENT_WAITS_FOR_LINE_END,
              seen -> isOf(seen, Kind.NOT_ENDED) && isWhole(seen),
              passes(
                  ClientLaw.ENDS,
                  s -> oneAnswer(s.with(Payload.of("abc\n"))),
                  "behind a line end it ends")),
          tested(
              Cause.CLIENT_WAITS_FOR_THE_END,
              seen -> isOf(seen, Kind.NOT_ENDED) && isWhole(seen),
              passes(
                  ClientLaw.ENDS,
                  s -> oneAnswer(s).then(new HalfClose()),
                  "it ends once the server does")));

  private ClientSuspicions() {}

  private static ClientSuspicion proven(Cause cause, Predicate<ClientObservation> fits) {
    return new ClientSuspicion(cause, fits, List.of());
  }

  private static ClientSuspicion tested(
      Cause cause, Predicate<ClientObservation> fits, Prediction... predictions) {
    return new ClientSuspicion(cause, fits, List.of(predictions));
  }

  private static Prediction passes(
      ClientLaw law, UnaryOperator<ServerScript> variation, String report) {
    return new Prediction(List.of(variation), law, seen -> seen.violations().isEmpty(), report);
  }

  private static Prediction fails(
      ClientLaw law, UnaryOperator<ServerScript> variation, String report) {
    return new Prediction(
        List.of(variation), law, seen -> !seen.violations().isEmpty() && offset(seen) == 0, report);
  }

  private static Prediction printsNothing(UnaryOperator<ServerScript> variation) {
    return new Prediction(
        List.of(variation),
        ClientLaw.PRINTS,
        seen -> isOf(seen, Kind.WRONG_OUTPUT) && offset(seen) == 0,
        "nothing is printed of a reply that comes at once");
  }

  private static Prediction passesPlain() {
    return passes(
        ClientLaw.PRINTS,
        s -> plain(s, (int) s.message().length()),
        "it passes if the message is ASCII");
  }

  private static Prediction passesInOnePiece() {
    return passes(ClientLaw.PRINTS, ClientSuspicions::oneAnswer, "it passes in one piece");
  }

  private static Prediction hangsAtABuffer() {
    List<UnaryOperator<ServerScript>> sizes =
        BUFFERS.stream()
            .map(size -> (UnaryOperator<ServerScript>) s -> oneAnswer(plain(s, size)))
            .toList();
    return new Prediction(
        sizes,
        ClientLaw.ENDS,
        seen -> isOf(seen, Kind.NOT_ENDED),
        "it hangs at a reply that fills a buffer exactly");
  }

  private static Violation violation(ClientObservation seen) {
    return seen.violations().get(0);
  }

  private static boolean isOf(ClientObservation seen, Kind... kinds) {
    return !seen.violations().isEmpty() && List.of(kinds).contains(seen.kind());
  }

  private static long offset(ClientObservation seen) {
    return violation(seen).offset();
  }

  private static boolean spins(ClientObservation seen) {
    return seen.transcript().wasEnded() && ClientJudge.isSpinning(seen.transcript());
  }

  private static boolean sendsMore(ClientObservation seen, int... firsts) {
    Optional<Payload> came = seen.transcript().main().map(Conversation::received);
    long at = seen.script().message().length();
    if (!isOf(seen, Kind.UNASKED) || came.isEmpty() || came.get().length() <= at) {
      return false;
    }
    byte more = came.get().byteAt(at);
    for (int first : firsts) {
      if (more == (byte) first) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUnsent(ClientObservation seen) {
    return seen.law() != ClientLaw.PRINTS
        && isOf(seen, Kind.LOST, Kind.LATE)
        && !seen.transcript().conversations().isEmpty()
        && violation(seen).message().startsWith("the client sent");
  }

  private static boolean stopsAtLineEnd(ClientObservation seen) {
    if (!isUnsent(seen)) {
      return false;
    }
    Payload message = seen.script().message();
    long at = offset(seen);
    return message.byteAt(at) == '\n' || at > 0 && message.byteAt(at - 1) == '\n';
  }

  private static boolean hasSilence(ClientObservation seen) {
    return isIncomplete(seen)
        && seen.script().steps().stream()
            .anyMatch(step -> step instanceof Pause pause && pause.millis() >= SILENCE);
  }

  private static ServerScript withoutPauses(ServerScript script) {
    return script.with(script.steps().stream().filter(step -> !(step instanceof Pause)).toList());
  }

  /** The client ended its side right behind the message, before the reply was there. */
  private static boolean isHalfClosed(ClientObservation seen) {
    Optional<Conversation> main = seen.transcript().main();
    if (main.isEmpty() || main.get().end() != End.CLOSED || main.get().segments().isEmpty()) {
      return false;
    }
    List<Conversation.Segment> segments = main.get().segments();
    Duration last = segments.get(segments.size() - 1).at();
    return main.get().endedAt().minus(last).compareTo(BEHIND) < 0;
  }

  /** Not all of the echo was printed, or the client left before it had all. */
  private static boolean isIncomplete(ClientObservation seen) {
    return isOf(seen, Kind.WRONG_OUTPUT, Kind.EARLY_END)
        && seen.law() != ClientLaw.GIVES_UP
        && !violation(seen).message().endsWith("once more");
  }

  private static boolean isInPieces(ClientObservation seen) {
    return seen.script().steps().stream().filter(Answer.class::isInstance).count() > 1;
  }

  /** The client was gone before the echo could be read. */
  private static boolean closesUnread(ClientObservation seen) {
    return !seen.transcript().wasEnded()
        && seen.transcript()
            .main()
            .filter(
                one ->
                    one.end() == End.RESET
                        || one.answered() < seen.script().message().length()
                        || one.end() == End.CLOSED
                            && !one.writes().isEmpty()
                            && one.endedAt().compareTo(one.writes().get(0).at()) < 0)
            .isPresent();
  }

  private static boolean isWhole(ClientObservation seen) {
    return !seen.script().isCutShort() && !seen.script().refuses();
  }

  private static boolean hasWideCharacters(ClientObservation seen) {
    Payload message = seen.script().message();
    for (long i = 0; i < message.length(); i++) {
      if (message.byteAt(i) < 0) {
        return !isOf(seen, Kind.UNASKED, Kind.WRONG_BYTE);
      }
    }
    return false;
  }

  /** It waits for bytes that are not owed, or leaves with bytes owed; what it printed is intact. */
  private static boolean leavesOrHangs(ClientObservation seen) {
    ClientTranscript transcript = seen.transcript();
    boolean replaces =
        OutputMatch.indexOf(
                transcript.stdout().bytes().bytes(0, (int) transcript.stdout().bytes().length()),
                "\uFFFD".getBytes(StandardCharsets.UTF_8),
                0)
            >= 0;
    return transcript.wasEnded()
        || isOf(seen, Kind.EARLY_END) && transcript.status().filter(s -> s == 0).isPresent()
        || !replaces
            && isOf(seen, Kind.WRONG_OUTPUT)
            && transcript.status().filter(s -> s == 0).isPresent();
  }

  private static boolean printsEnough(ClientObservation seen) {
    return isInPieces(seen)
        && seen.transcript().stdout().total() >= seen.script().message().length()
        && seen.transcript().status().filter(s -> s == 0).isPresent()
        && !hasWideCharacters(seen);
  }

  /** The same run with letters only. */
  private static ServerScript plain(ServerScript script, int length) {
    String letters = "abcdefghijklmnopqrstuvwxyz".repeat(Math.max(0, length) / 26 + 1);
    return script.with(Payload.of(letters.substring(0, Math.max(0, length))));
  }

  private static ServerScript oneAnswer(ServerScript script) {
    List<ServerStep> steps = ServerScript.inPieces(script.message(), List.of(), 0).steps();
    return script.with(steps);
  }
}
