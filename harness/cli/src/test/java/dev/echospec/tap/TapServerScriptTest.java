package dev.echospec.tap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.client.judge.ClientLaw;
import dev.echospec.client.script.ServerScript;
import dev.echospec.client.script.ServerStep;
import dev.echospec.judge.Oracle;
import dev.echospec.script.Payload;
import dev.echospec.tap.TapEvent.Kind;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the server did becomes a script that a client can be replayed with. */
class TapServerScriptTest {
  private static final TapEvent.Ends ENDS =
      new TapEvent.Ends(
          new InetSocketAddress("127.0.0.1", 50000), new InetSocketAddress("127.0.0.1", 7));

  private final TapServerScript script = new TapServerScript(Oracle.UPPER);
  private long millis;

  private TapServerScriptTest event(int connection, Side side, Kind kind, String text) {
    script.happened(
        new TapEvent(
            connection, Duration.ofMillis(millis), side, kind, text.getBytes(US_ASCII), ENDS));
    return this;
  }

  private TapServerScriptTest client(Kind kind) {
    return event(0, Side.CLIENT, kind, "");
  }

  private TapServerScriptTest server(Kind kind) {
    return event(0, Side.SERVER, kind, "");
  }

  private TapServerScriptTest sent(String text) {
    return event(0, Side.CLIENT, Kind.DATA, text);
  }

  private TapServerScriptTest answered(String text) {
    return event(0, Side.SERVER, Kind.DATA, text);
  }

  private TapServerScriptTest after(int pause) {
    millis += pause;
    return this;
  }

  private static ServerStep sends(String text) {
    return new ServerStep.Send(Payload.of(text.getBytes(US_ASCII)));
  }

  private String message() {
    ServerScript made = script.script();
    return new String(made.message().bytes(0, (int) made.message().length()), US_ASCII);
  }

  @Test
  void anEchoInPiecesKeepsItsPiecesAndPauses() {
    client(Kind.CONNECTED).sent("ab").sent("c").answered("A").after(300).answered("BC");
    client(Kind.END).server(Kind.END);

    assertThat(message()).isEqualTo("abc");
    assertThat(script.script().steps())
        .containsExactly(
            new ServerStep.Read(3),
            new ServerStep.Answer(1),
            new ServerStep.Pause(300),
            new ServerStep.Answer(2));
    assertThat(script.law()).isEqualTo(ClientLaw.EXCHANGES);
  }

  @Test
  void anEarlyEndIsAHalfCloseThatTheClientHasToSee() {
    client(Kind.CONNECTED).sent("abc").answered("AB").server(Kind.END).client(Kind.END);

    assertThat(script.script().steps())
        .containsExactly(
            new ServerStep.Read(3), new ServerStep.Answer(2), new ServerStep.HalfClose());
    assertThat(script.law()).isEqualTo(ClientLaw.GIVES_UP);
  }

  @Test
  void aResetARefusalAndSilenceAreKept() {
    client(Kind.CONNECTED).sent("abc").server(Kind.RESET);
    assertThat(script.script().steps())
        .containsExactly(new ServerStep.Read(3), new ServerStep.Reset());
    assertThat(script.law()).isEqualTo(ClientLaw.GIVES_UP);

    TapServerScriptTest refused = new TapServerScriptTest();
    refused.client(Kind.CONNECTED).server(Kind.REFUSED);
    assertThat(refused.script.script().refuses()).isTrue();
    assertThat(refused.script.law()).isEqualTo(ClientLaw.GIVES_UP);

    TapServerScriptTest silent = new TapServerScriptTest();
    silent.client(Kind.CONNECTED).sent("abc").client(Kind.RESET);
    assertThat(silent.script.script().steps()).isEmpty();
    assertThat(silent.script.law()).isEqualTo(ClientLaw.TIRES);
  }

  @Test
  void fromTheFirstWrongByteOnAllIsSentAsItWas() {
    client(Kind.CONNECTED).sent("abc").answered("Abc").answered("d");

    assertThat(script.script().steps())
        .containsExactly(new ServerStep.Read(3), new ServerStep.Answer(1), sends("bc"), sends("d"));
    assertThat(script.law()).isEqualTo(ClientLaw.OBSERVED);
  }

  @Test
  void whatComesBehindTheEchoMustDoNoHarm() {
    client(Kind.CONNECTED).sent("abc").answered("ABC\n");

    assertThat(script.script().steps())
        .containsExactly(new ServerStep.Read(3), new ServerStep.Answer(3), sends("\n"));
    assertThat(script.law()).isEqualTo(ClientLaw.UNHARMED);
  }

  @Test
  void ofSeveralConnectionsTheOneOnWhichMostWasSaidIsKept() {
    event(0, Side.CLIENT, Kind.CONNECTED, "").event(0, Side.CLIENT, Kind.END, "");
    event(1, Side.CLIENT, Kind.CONNECTED, "").event(1, Side.CLIENT, Kind.DATA, "abc");
    event(1, Side.SERVER, Kind.DATA, "ABC");

    assertThat(message()).isEqualTo("abc");
    assertThat(script.connections()).isEqualTo(2);
    assertThat(script.isCut()).isFalse();
  }

  @Test
  void aScriptHasBounds() {
    client(Kind.CONNECTED);
    for (int i = 0; i < 10_000; i++) {
      sent("a").answered("A");
    }

    assertThat(script.isCut()).isTrue();
    assertThat(script.script().steps()).hasSizeLessThan(20_000);
  }
}
