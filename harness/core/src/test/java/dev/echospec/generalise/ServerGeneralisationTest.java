package dev.echospec.generalise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.client.script.Host;
import dev.echospec.client.script.ServerScript;
import dev.echospec.client.script.ServerStep;
import dev.echospec.client.script.ServerStep.Answer;
import dev.echospec.client.script.ServerStep.HalfClose;
import dev.echospec.client.script.ServerStep.Pause;
import dev.echospec.client.script.ServerStep.Reset;
import dev.echospec.generalise.Trial.Outcome;
import dev.echospec.script.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What is said of clients that fail at a class of scripts, which a predicate stands for. */
class ServerGeneralisationTest {
  @Test
  void aClientThatFailsAtEveryEarlyEnd() {
    ServerScript script = cut("a", 0, new HalfClose());

    assertThat(sentences(script, s -> s.isCutShort() && s.steps().contains(new HalfClose())))
        .contains(
            "wherever the echo is cut (tried: behind 0, 1, 6 and 11 of 12 bytes)",
            "a reset in place of the end does not");
  }

  @Test
  void aClientThatFailsIfNothingCame() {
    ServerScript script = cut("a", 0, new Reset());

    assertThat(sentences(script, s -> s.answers() == 0 && s.isCutShort()))
        .contains(
            "where the echo is cut behind 0 of 12 bytes, but not behind 1, 6 and 11 of 12 bytes",
            "an end in place of the reset does it, too");
  }

  @Test
  void aClientThatTakesTheFirstPieceForTheWhole() {
    ServerScript script = ServerScript.inPieces(Payload.of("aa"), List.of(1), 100);

    assertThat(sentences(script, s -> answers(s) > 1 && s.pauses() > 0))
        .contains(
            "not in one piece",
            "wherever the echo is cut in two (tried: behind 1, 6 and 11 of 12 bytes)",
            "not without the pause");
  }

  @Test
  void aClientThatTakesSilenceForTheEnd() {
    ServerScript script = ServerScript.inPieces(Payload.of("aa"), List.of(1), 500);

    assertThat(sentences(script, s -> s.pauses() >= 400))
        .contains("not with a pause of 250 ms or none")
        .doesNotContain("not without the pause");
  }

  @Test
  void aClientWhoseBufferIsTooShort() {
    ServerScript script = ServerScript.inPieces(Payload.of("a".repeat(17)), List.of(), 0);

    assertThat(sentences(script, s -> s.message().length() > 16))
        .contains(
            "also byte by byte",
            "17 bytes or more do it (tried up to 4113), 16 do not",
            "the bytes do not matter (tried: small letters, capitals, digits, line ends, NUL, bytes"
                + " 80)");
  }

  @Test
  void aClientThatCannotTakeCharactersOfTwoBytes() {
    ServerScript script = ServerScript.inPieces(Payload.of("é"), List.of(), 0);

    Extent extent = Generalisation.of(script, trial(s -> hasWide(s.message())));

    assertThat(extent.sentences())
        .anySatisfy(one -> assertThat(one).contains("ASCII letters in their place do not"));
    assertThat(extent.limitation()).map(ContentLimitation::words).contains("the bytes 80 to ff");
  }

  @Test
  void aServerThatEndsBehindTheEcho() {
    ServerScript script =
        ServerScript.inPieces(Payload.of("a"), List.of(), 0).then(new HalfClose());

    assertThat(sentences(script, s -> s.steps().contains(new HalfClose())))
        .contains("not without the end of the stream behind it");
  }

  @Test
  void whatWasNotPlayedIsNotClaimed() {
    ServerScript script = cut("a", 0, new HalfClose());

    assertThat(Generalisation.of(script, s -> Outcome.UNKNOWN)).isEqualTo(Extent.UNKNOWN);
    assertThat(Generalisation.of(script, s -> Outcome.DOES_NOT)).isEqualTo(Extent.UNKNOWN);
  }

  private static boolean hasWide(Payload message) {
    for (byte b : message.bytes(0, (int) message.length())) {
      if (b < 0) {
        return true;
      }
    }
    return false;
  }

  private static long answers(ServerScript script) {
    return script.steps().stream().filter(Answer.class::isInstance).count();
  }

  private static ServerScript cut(String message, int at, ServerStep end) {
    List<ServerStep> steps = new ArrayList<>();
    if (at > 0) {
      steps.add(new Answer(at));
      steps.add(new Pause(1));
    }
    steps.add(end);
    return new ServerScript(Payload.of(message), Host.IPV4, steps);
  }

  private static List<String> sentences(ServerScript script, Predicate<ServerScript> fails) {
    assertThat(fails).accepts(script);
    return Generalisation.of(script, trial(fails)).sentences();
  }

  private static Trial<ServerScript> trial(Predicate<ServerScript> fails) {
    return script -> fails.test(script) ? Outcome.SHOWS : Outcome.DOES_NOT;
  }
}
