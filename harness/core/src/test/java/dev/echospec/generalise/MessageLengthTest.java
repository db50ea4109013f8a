package dev.echospec.generalise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.client.script.ServerScript;
import dev.echospec.generalise.Trial.Outcome;
import dev.echospec.script.Payload;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Which lengths a client cannot send, where a predicate stands for the client. */
class MessageLengthTest {
  @Test
  void theBoundIsFoundFromAMessageThatIsMuchLonger() {
    Extent extent = MessageLength.of(Extent.UNKNOWN, message(66_865), failing(n -> n > 65_535));

    assertThat(extent.sentences())
        .containsExactly("a message of 65536 bytes does it, one of 65535 does not");
    assertThat(extent.limitation()).contains(ContentLimitation.ofLength(65_535));
  }

  @Test
  void aBoundThatIsNotReachedInTimeIsTheLongestThatPassed() {
    Extent extent =
        MessageLength.of(
            Extent.UNKNOWN,
            message(1000),
            script ->
                script.message().length() > 500 ? Outcome.UNKNOWN : failing(n -> false).of(script));

    assertThat(extent.limitation()).contains(ContentLimitation.ofLength(16));
  }

  @Test
  void aClientThatFailsAtShortMessagesHasNoBound() {
    assertThat(MessageLength.of(Extent.UNKNOWN, message(40), failing(n -> n > 3)))
        .isEqualTo(Extent.UNKNOWN);
  }

  @Test
  void onlyAnEmptyMessageFails() {
    Extent extent = MessageLength.of(Extent.UNKNOWN, message(0), failing(n -> n == 0));

    assertThat(extent.limitation()).contains(ContentLimitation.ofNothing());
  }

  @Test
  void everyMessageFails() {
    assertThat(MessageLength.of(Extent.UNKNOWN, message(0), failing(n -> true)))
        .isEqualTo(Extent.UNKNOWN);
  }

  @Test
  void scriptsKeepClearOfLengths() {
    ServerScript pieces = ServerScript.inPieces(Payload.of("a".repeat(40)), List.of(10), 5);
    ServerScript fitted = ContentLimitation.ofLength(17).fit(pieces);

    assertThat(fitted.message()).isEqualTo(Payload.of("a".repeat(17)));
    assertThat(fitted.isCutShort()).isFalse();
    assertThat(ContentLimitation.ofLength(40).fit(pieces)).isSameAs(pieces);
    assertThat(ContentLimitation.ofNothing().fit(message(0)).message().length()).isEqualTo(1);
    assertThat(ContentLimitation.ofNothing().fit(pieces)).isSameAs(pieces);
  }

  private static ServerScript message(int length) {
    return ServerScript.echo(Payload.of("a".repeat(length)));
  }

  private static Trial<ServerScript> failing(IntPredicate lengths) {
    return script ->
        lengths.test((int) script.message().length()) ? Outcome.SHOWS : Outcome.DOES_NOT;
  }
}
