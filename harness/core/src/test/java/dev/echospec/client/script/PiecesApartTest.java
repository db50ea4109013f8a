package dev.echospec.client.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.client.script.ServerStep.Answer;
import dev.echospec.client.script.ServerStep.HalfClose;
import dev.echospec.client.script.ServerStep.Pause;
import dev.echospec.client.script.ServerStep.Read;
import dev.echospec.client.script.ServerStep.Send;
import dev.echospec.script.Payload;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PiecesApartTest {
  private static final Pause PAUSE = new Pause(PiecesApart.PAUSE);
  private static final Send MORE = new Send(Payload.of("x"));

  private static ServerScript script(ServerStep... steps) {
    return ServerScript.echo(Payload.of("Hello World!")).with(List.of(steps));
  }

  @Test
  void aPieceComesALongPauseAfterTheOneBeforeIt() {
    ServerScript drawn =
        script(
            new Read(12),
            new Answer(1),
            new Answer(2),
            new Pause(20),
            new Answer(9),
            MORE,
            new HalfClose());

    assertThat(PiecesApart.of(drawn))
        .as("what is sent right behind an answer comes with it")
        .contains(
            script(
                new Read(12),
                new Answer(1),
                PAUSE,
                new Answer(2),
                PAUSE,
                new Answer(9),
                MORE,
                new HalfClose()));
  }

  @Test
  void piecesThatAreApartStayAsTheyAre() {
    assertThat(PiecesApart.of(script(new Pause(1), new Answer(12)))).isEmpty();
    assertThat(PiecesApart.of(script(new Answer(6), PAUSE, new Answer(6)))).isEmpty();
    assertThat(PiecesApart.of(script(new Answer(6), new Pause(1500), new Answer(6)))).isEmpty();
  }

  @Test
  void soDoMorePiecesThanHaveTheTimeForPauses() {
    List<ServerStep> pieces = Collections.nCopies(22, new Answer(1));

    assertThat(PiecesApart.of(script().with(pieces.subList(0, 21)))).isPresent();
    assertThat(PiecesApart.of(script().with(pieces))).isEmpty();
  }

  @Test
  void thePausesAreTakenOutTogether() {
    ServerScript drawn = script(new Answer(6), new Answer(3), new Pause(1500), new Answer(3));

    assertThat(PiecesApart.of(drawn).flatMap(PiecesApart::undone)).contains(drawn);
    assertThat(PiecesApart.undone(drawn)).isEmpty();
  }
}
