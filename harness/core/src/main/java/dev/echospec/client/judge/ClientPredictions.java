package dev.echospec.client.judge;

import dev.echospec.client.judge.ClientSuspicion.Prediction;
import dev.echospec.client.script.ServerScript;
import dev.echospec.client.script.ServerStep;
import dev.echospec.client.script.ServerStep.Answer;
import dev.echospec.client.script.ServerStep.HalfClose;
import dev.echospec.client.script.ServerStep.Pause;
import dev.echospec.client.script.ServerStep.Read;
import dev.echospec.client.script.ServerStep.Reset;
import dev.echospec.client.script.ServerStep.Send;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.script.Payload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The runs that a suspicion predicts the outcome of, and how their scripts are made. */
final class ClientPredictions {
  /** A pause that hardly any client takes for the end, in milliseconds. */
  private static final int SHORT_PAUSE = 40;

  /** A pause in which a client reads what came before, or leaves, in milliseconds. */
  private static final int LONG_PAUSE = 150;

  /** Sizes that programs give their buffers. */
  private static final List<Integer> BUFFERS = List.of(16, 512, 1024, 2048, 4096, 8192);

  /** Digits: no oracle changes them. */
  private static final String FIRST_PIECE = "012345";

  private static final String SECOND_PIECE = "6789";

  /**
   * A character that is to be cut, and a letter that differs in the echo: a client that prints what
   * it sends has not printed the echo by that.
   */
  private static final Payload WIDE = Payload.of("中z");

  private ClientPredictions() {}

  static Prediction shows(
      ClientLaw law,
      UnaryOperator<ServerScript> variation,
      Predicate<ClientObservation> expected,
      String report) {
    return new Prediction(List.of(variation), law, expected, report);
  }

  static Prediction passes(ClientLaw law, UnaryOperator<ServerScript> variation, String report) {
    return shows(law, variation, seen -> seen.violations().isEmpty(), report);
  }

  static Prediction passesPlain(ClientLaw law) {
    return passes(law, ClientPredictions::letters, "it passes if the message is letters");
  }

  static Prediction passesInOnePiece() {
    return passes(ClientLaw.PRINTS, ClientPredictions::oneAnswer, "it passes in one piece");
  }

  static Prediction failsInOnePiece() {
    return shows(
        ClientLaw.PRINTS,
        ClientPredictions::oneAnswer,
        seen -> ClientMarks.isOf(seen, Kind.WRONG_OUTPUT),
        "it fails in one piece, too");
  }

  static Prediction hangsAtABuffer() {
    List<UnaryOperator<ServerScript>> sizes =
        BUFFERS.stream()
            .map(size -> (UnaryOperator<ServerScript>) s -> oneAnswer(letters(s, size)))
            .toList();
    return new Prediction(
        sizes,
        ClientLaw.ENDS,
        seen -> ClientMarks.isOf(seen, Kind.NOT_ENDED),
        "it hangs at a reply that fills a buffer exactly");
  }

  /** Of two pieces without a byte in common, the second one shorter, this is printed. */
  static Prediction printsOfTwoPieces(Predicate<ClientObservation> expected, String report) {
    return shows(
        ClientLaw.PRINTS,
        s ->
            pieces(
                s,
                Payload.of(FIRST_PIECE + SECOND_PIECE),
                List.of(FIRST_PIECE.length()),
                LONG_PAUSE),
        expected,
        report);
  }

  static boolean printsFirst(ClientObservation seen) {
    return ClientMarks.prints(seen, FIRST_PIECE);
  }

  static boolean printsSecond(ClientObservation seen) {
    return ClientMarks.prints(seen, SECOND_PIECE);
  }

  /** The end of the first piece stands behind the second. */
  static boolean printsStale(ClientObservation seen) {
    return ClientMarks.prints(seen, SECOND_PIECE + FIRST_PIECE.substring(SECOND_PIECE.length()));
  }

  /** Of a message in one piece, all but one byte is printed. */
  static Prediction lacksOneOf(int length) {
    return shows(
        ClientLaw.PRINTS,
        s -> oneAnswer(letters(s, length)),
        ClientMarks::lacksLastByte,
        "of " + length + " letters it prints " + (length - 1));
  }

  static Prediction endsWithStatus(int length) {
    return shows(
        ClientLaw.ENDS,
        s -> oneAnswer(letters(s, length)),
        seen -> seen.transcript().status().filter(status -> status == length).isPresent(),
        "of " + length + " bytes its status is " + length);
  }

  static Prediction passesWithWideCharactersWhole() {
    return passes(
        ClientLaw.PRINTS,
        s -> oneAnswer(s.with(WIDE)),
        "a character that comes in one piece it prints");
  }

  static Prediction failsWithWideCharactersCut() {
    return shows(
        ClientLaw.PRINTS,
        ClientPredictions::cutCharacters,
        seen -> ClientMarks.isOf(seen, Kind.WRONG_OUTPUT, Kind.EARLY_END, Kind.NOT_ENDED),
        "one that is cut it does not");
  }

  /** A character of which the first bytes come one by one. */
  static ServerScript cutCharacters(ServerScript script) {
    return pieces(script, WIDE, List.of(1, 1), LONG_PAUSE);
  }

  /** Letters in the same pieces. */
  static ServerScript cutLetters(ServerScript script) {
    return pieces(
        script, letters(script, (int) WIDE.length()).message(), List.of(1, 1), LONG_PAUSE);
  }

  private static ServerScript pieces(
      ServerScript script, Payload message, List<Integer> pieces, int pauseMillis) {
    return script.with(message).with(ServerScript.inPieces(message, pieces, pauseMillis).steps());
  }

  /** The same run with this message. */
  static UnaryOperator<ServerScript> of(String message) {
    return s -> oneAnswer(s.with(Payload.of(message)));
  }

  /** The same run, with a message that ends neither like a line nor like a string. */
  static ServerScript unended(ServerScript script) {
    for (byte b : script.message().bytes(0, (int) script.message().length())) {
      if (b == 0 || b == '\n' || b == '\r') {
        return letters(script, 100);
      }
    }
    return script.message().length() == 0 ? letters(script, 100) : script;
  }

  /** The same run with letters only. */
  static ServerScript letters(ServerScript script) {
    return letters(script, (int) script.message().length());
  }

  static ServerScript letters(ServerScript script, int length) {
    String letters = "abcdefghijklmnopqrstuvwxyz".repeat(Math.max(0, length) / 26 + 1);
    return script.with(Payload.of(letters.substring(0, Math.max(0, length))));
  }

  /** Letters that are more than the message. */
  static ServerScript longer(ServerScript script) {
    return oneAnswer(letters(script, (int) script.message().length() + 1000));
  }

  static ServerScript oneAnswer(ServerScript script) {
    return script.with(ServerScript.inPieces(script.message(), List.of(), 0).steps());
  }

  /** A reply that comes when a client is gone that does not wait for it. */
  static ServerScript late(ServerScript script) {
    ServerScript some = letters(script, 100);
    return some.with(
        List.of(
            new Read(ServerStep.EVERYTHING),
            new Pause(LONG_PAUSE),
            new Answer(ServerStep.EVERYTHING)));
  }

  static ServerScript withoutPauses(ServerScript script) {
    return script.with(script.steps().stream().filter(step -> !(step instanceof Pause)).toList());
  }

  /**
   * A reply that takes longer than the pauses of a script, but has only short ones: a client that
   * leaves after its first read does not wait for its end, however late that read is.
   */
  static ServerScript drip(ServerScript script) {
    int pieces = 2 * (int) script.pauses() / SHORT_PAUSE;
    ServerScript longer = script.message().length() > pieces ? script : letters(script, pieces + 1);
    return pieces(longer, longer.message(), Collections.nCopies(pieces, 1), SHORT_PAUSE);
  }

  /** The connection ends in the same manner, and nothing of a longer echo comes before. */
  static ServerScript nothingCame(ServerScript script) {
    boolean resets = script.steps().stream().anyMatch(Reset.class::isInstance);
    return script.refuses()
        ? script
        : letters(script, 100)
            .with(List.of(new Read(ServerStep.EVERYTHING), resets ? new Reset() : new HalfClose()));
  }

  /** What is beyond the echo comes some time behind it. */
  static ServerScript lateExcess(ServerScript script) {
    List<ServerStep> steps = new ArrayList<>();
    for (ServerStep step : script.steps()) {
      if (step instanceof Send) {
        steps.add(new Pause(LONG_PAUSE));
      }
      steps.add(step);
    }
    return script.with(steps);
  }
}
