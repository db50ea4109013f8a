package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.client.judge.ClientDiagnosis;
import dev.echospec.client.judge.ClientJudge;
import dev.echospec.client.judge.ClientLaw;
import dev.echospec.client.judge.ClientObservation;
import dev.echospec.client.judge.OutputMode;
import dev.echospec.client.play.ClientPatience;
import dev.echospec.client.play.InProcessClient;
import dev.echospec.client.script.Host;
import dev.echospec.client.script.ServerScript;
import dev.echospec.client.script.ServerStep;
import dev.echospec.client.script.ServerStep.Answer;
import dev.echospec.client.script.ServerStep.HalfClose;
import dev.echospec.client.script.ServerStep.Read;
import dev.echospec.client.script.ServerStep.Reset;
import dev.echospec.client.script.ServerStep.Send;
import dev.echospec.diagnosis.Cause;
import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.diagnosis.Diagnosis.Confidence;
import dev.echospec.judge.Oracle;
import dev.echospec.script.Payload;
import dev.echospec.zoo.client.ClientZoo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that fail in the same script, so that the marks of one fit the other, are told apart by
 * the runs that a cause predicts.
 */
@Execution(ExecutionMode.CONCURRENT)
class ClientDiagnosisTest {
  private static final ClientPatience PATIENCE = new ClientPatience(Duration.ofSeconds(1));

  /** Runs until a client has failed that does so only if one read gives all. */
  private static final int RACES = 50;

  private static final ServerScript EMPTY = whole("");
  private static final ServerScript LETTER = whole("a");
  private static final ServerScript NUL = whole("\0");
  private static final ServerScript LINE_END = whole("\n");
  private static final ServerScript WIDE = pieces("😀", 1);
  private static final ServerScript WIDE_BYTE = EMPTY.with(Payload.of(new byte[] {-1}));
  private static final ServerScript TWO = pieces("ab", 1);
  private static final ServerScript LONG = whole("a".repeat(1025));
  private static final ServerScript BUFFER = whole("a".repeat(1024));
  private static final ServerScript ENDED = cut("ab", 0, new HalfClose());
  private static final ServerScript ENDED_BEHIND_A_BYTE = cut("ab", 1, new HalfClose());
  private static final ServerScript RESET_BEHIND_A_BYTE = cut("ab", 1, new Reset());
  private static final ServerScript EXCESS = LETTER.then(new Send(Payload.of("more")));

  private static ServerScript whole(String message) {
    return ServerScript.inPieces(Payload.of(message), List.of(), 0);
  }

  private static ServerScript pieces(String message, int first) {
    return ServerScript.inPieces(Payload.of(message), List.of(first), 150);
  }

  private static ServerScript cut(String message, int at, ServerStep end) {
    List<ServerStep> steps = new ArrayList<>();
    steps.add(new Read(ServerStep.EVERYTHING));
    if (at > 0) {
      steps.add(new Answer(at));
    }
    steps.add(end);
    return new ServerScript(Payload.of(message), Host.IPV4, steps);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of("AddsLineEnd", ClientLaw.SENDS, EMPTY, Cause.CLIENT_APPENDS_LINE_END),
        Arguments.of("AddsNul", ClientLaw.SENDS, EMPTY, Cause.CLIENT_SENDS_NUL),
        Arguments.of("SendsLengthFirst", ClientLaw.SENDS, EMPTY, Cause.CLIENT_SENDS_A_HEADER),
        Arguments.of("SendsLengthFirst", ClientLaw.SENDS, LETTER, Cause.CLIENT_SENDS_A_HEADER),
        Arguments.of("HasADefault", ClientLaw.SENDS, EMPTY, Cause.CLIENT_DEFAULT_MESSAGE),
        Arguments.of("SendsTwice", ClientLaw.SENDS, LETTER, Cause.CLIENT_SENDS_TWICE),
        Arguments.of("SendsOnTwoConnections", ClientLaw.SENDS, LETTER, Cause.CLIENT_SENDS_TWICE),
        Arguments.of("NeverFlushes", ClientLaw.SENDS, NUL, Cause.CLIENT_NEVER_FLUSHES),
        Arguments.of("NeverFlushes", ClientLaw.SENDS, LINE_END, Cause.CLIENT_NEVER_FLUSHES),
        Arguments.of("CutsAtNul", ClientLaw.SENDS, NUL, Cause.CLIENT_NUL_TERMINATED),
        Arguments.of("CutsAtNul", ClientLaw.PRINTS, NUL, Cause.CLIENT_NUL_TERMINATED),
        Arguments.of("SendsFirstLine", ClientLaw.SENDS, LINE_END, Cause.CLIENT_READS_ONE_LINE),
        Arguments.of("Strips", ClientLaw.SENDS, LINE_END, Cause.CLIENT_MESSAGE_IS_TEXT),
        Arguments.of("Strips", ClientLaw.PRINTS, LINE_END, Cause.CLIENT_MESSAGE_IS_TEXT),
        Arguments.of("EncodesAgain", ClientLaw.SENDS, WIDE_BYTE, Cause.CLIENT_MESSAGE_IS_TEXT),
        Arguments.of("CutsAt1024", ClientLaw.SENDS, LONG, Cause.CLIENT_CUTS_AT_BUFFER),
        Arguments.of("CutsAt1024", ClientLaw.PRINTS, LONG, Cause.CLIENT_CUTS_AT_BUFFER),
        Arguments.of("ReadsAtMost1024", ClientLaw.PRINTS, LONG, Cause.CLIENT_CUTS_AT_BUFFER),
        Arguments.of(
            "DestroysTheSocket", ClientLaw.PRINTS, LETTER, Cause.CLIENT_CLOSES_BEHIND_WRITE),
        Arguments.of("ShutsDownBoth", ClientLaw.PRINTS, LETTER, Cause.CLIENT_CLOSES_BEHIND_WRITE),
        Arguments.of("PrintsNothing", ClientLaw.PRINTS, LETTER, Cause.CLIENT_PRINTS_NOTHING),
        Arguments.of("LeavesAByteEarly", ClientLaw.PRINTS, LETTER, Cause.CLIENT_LOSES_LAST_BYTE),
        Arguments.of("StripsPieces", ClientLaw.PRINTS, LINE_END, Cause.CLIENT_REPLY_IS_TEXT),
        Arguments.of("PrintsUpToNul", ClientLaw.PRINTS, NUL, Cause.CLIENT_NUL_TERMINATED),
        Arguments.of(
            "WaitsForALineEnd", ClientLaw.PRINTS, whole("a\nb"), Cause.CLIENT_WAITS_FOR_LINE_END),
        Arguments.of("StripsPieces", ClientLaw.PRINTS, whole("\nb"), Cause.CLIENT_REPLY_IS_TEXT),
        Arguments.of("CountsCharacters", ClientLaw.PRINTS, WIDE, Cause.CLIENT_COUNTS_CHARACTERS),
        Arguments.of("DecodesEachRead", ClientLaw.PRINTS, WIDE, Cause.CLIENT_DECODES_EACH_READ),
        Arguments.of(
            "DiesOfACutCharacter",
            ClientLaw.PRINTS,
            pieces("é中z", 1),
            Cause.CLIENT_DECODES_EACH_READ),
        Arguments.of(
            "DiesOfACutCharacter",
            ClientLaw.ENDS,
            whole("123456789012345éz"),
            Cause.CLIENT_DECODES_EACH_READ),
        Arguments.of(
            "ReturnsTheCount", ClientLaw.ENDS, whole("éz"), Cause.CLIENT_STATUS_IS_A_COUNT),
        Arguments.of("PrintsAscii", ClientLaw.PRINTS, WIDE, Cause.CLIENT_REPLY_IS_TEXT),
        Arguments.of("PrintsLatin1AsUtf8", ClientLaw.PRINTS, WIDE, Cause.CLIENT_REPLY_IS_TEXT),
        Arguments.of("FirstPieceIsAll", ClientLaw.PRINTS, TWO, Cause.CLIENT_FIRST_PIECE_IS_ALL),
        Arguments.of("ShortReadIsLast", ClientLaw.PRINTS, TWO, Cause.CLIENT_SHORT_READ_MEANS_END),
        Arguments.of("PrintsLastPiece", ClientLaw.PRINTS, TWO, Cause.CLIENT_LAST_PIECE_ONLY),
        Arguments.of("OneBufferForAll", ClientLaw.PRINTS, TWO, Cause.CLIENT_ONE_BUFFER),
        Arguments.of(
            "StringIsNotEnded",
            ClientLaw.PRINTS,
            ServerScript.inPieces(Payload.of("abcdefghijklmn"), List.of(5, 4, 3), 150),
            Cause.CLIENT_STALE_BUFFER),
        Arguments.of(
            "EarlyEndIsSuccess", ClientLaw.GIVES_UP, ENDED, Cause.CLIENT_STATUS_ALWAYS_ZERO),
        Arguments.of(
            "EarlyEndIsSuccess",
            ClientLaw.GIVES_UP,
            ENDED_BEHIND_A_BYTE,
            Cause.CLIENT_STATUS_ALWAYS_ZERO),
        Arguments.of(
            "FirstPieceIsAll",
            ClientLaw.GIVES_UP,
            ENDED_BEHIND_A_BYTE,
            Cause.CLIENT_FIRST_PIECE_IS_ALL),
        Arguments.of(
            "ShortReadIsLast",
            ClientLaw.GIVES_UP,
            RESET_BEHIND_A_BYTE,
            Cause.CLIENT_SHORT_READ_MEANS_END),
        Arguments.of(
            "LeavesAByteEarly",
            ClientLaw.GIVES_UP,
            ENDED_BEHIND_A_BYTE,
            Cause.CLIENT_LOSES_LAST_BYTE),
        Arguments.of(
            "TriesAgainForEver", ClientLaw.GIVES_UP, ENDED, Cause.CLIENT_TRIES_WITHOUT_END),
        Arguments.of("ShortReadIsLast", ClientLaw.ENDS, BUFFER, Cause.CLIENT_SHORT_READ_MEANS_END),
        Arguments.of("ReturnsTheCount", ClientLaw.ENDS, BUFFER, Cause.CLIENT_STATUS_IS_A_COUNT),
        Arguments.of("WaitsForTheEnd", ClientLaw.ENDS, BUFFER, Cause.CLIENT_WAITS_FOR_THE_END),
        Arguments.of("WaitsForALineEnd", ClientLaw.ENDS, BUFFER, Cause.CLIENT_WAITS_FOR_LINE_END),
        Arguments.of("WaitsForAKey", ClientLaw.ENDS, BUFFER, Cause.CLIENT_KEEPS_RUNNING),
        Arguments.of(
            "DiesOfExcess", ClientLaw.UNHARMED, EXCESS, Cause.CLIENT_READS_BEYOND_THE_ECHO),
        Arguments.of(
            "WaitsForTheExactCount",
            ClientLaw.UNHARMED,
            EXCESS,
            Cause.CLIENT_READS_BEYOND_THE_ECHO));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void isToldFromItsNeighbours(String name, ClientLaw law, ServerScript script, Cause cause) {
    assertThat(diagnosis(name, law, script, Optional::of))
        .get()
        .as(name)
        .extracting(Diagnosis::confidence, Diagnosis::cause)
        .containsExactly(Confidence.LIKELY, cause);
  }

  @Test
  void whereNothingMoreMayBePlayedACauseThatIsNoProofIsPossible() {
    assertThat(diagnosis("AddsNul", ClientLaw.SENDS, LETTER, seen -> Optional.empty()))
        .contains(new Diagnosis(Cause.CLIENT_SENDS_NUL, Confidence.POSSIBLE, ""));
  }

  @Test
  void aClientThatStaysWhereNoServerIsMayTryAgainAndAgain() {
    ServerScript refused =
        new ServerScript(Payload.of("a"), Host.IPV4, List.of(new ServerStep.Refuse()));

    assertThat(diagnosis("ConnectsForEver", ClientLaw.GIVES_UP, refused, Optional::of))
        .contains(new Diagnosis(Cause.CLIENT_TRIES_WITHOUT_END, Confidence.POSSIBLE, ""));
  }

  private static Optional<Diagnosis> diagnosis(
      String name,
      ClientLaw law,
      ServerScript script,
      Function<ClientObservation, Optional<ClientObservation>> further) {
    try (ClientBench bench =
        new ClientBench(
            new InProcessClient(name, ClientZoo.named(name).client()),
            new ClientJudge(OutputMode.CONTAINS, Oracle.UPPER),
            () -> false)) {
      ClientObservation failing =
          Stream.generate(() -> bench.play(script, law, "client", PATIENCE).orElseThrow())
              .limit(RACES)
              .filter(seen -> !seen.violations().isEmpty())
              .findFirst()
              .orElseThrow(() -> new AssertionError(name + " does not fail"));
      return ClientDiagnosis.of(
          failing,
          (variation, by) -> bench.play(variation, by, "client", PATIENCE).flatMap(further));
    }
  }
}
