package dev.echospec.tap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.script.JsonText;
import dev.echospec.script.Script;
import dev.echospec.script.ScriptJson;
import dev.echospec.script.ScriptText;
import dev.echospec.tap.TapEvent.Kind;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the clients did becomes a script. */
class TapScriptTest {
  private static final TapEvent.Ends ENDS =
      new TapEvent.Ends(
          new InetSocketAddress("127.0.0.1", 50000), new InetSocketAddress("127.0.0.1", 7));

  private final TapScript script = new TapScript();
  private long millis;

  private TapScriptTest client(Kind kind) {
    return event(0, Side.CLIENT, kind, "");
  }

  private TapScriptTest server(Kind kind) {
    return event(0, Side.SERVER, kind, "");
  }

  private TapScriptTest sent(String text) {
    return event(0, Side.CLIENT, Kind.DATA, text);
  }

  private TapScriptTest got(String text) {
    return event(0, Side.SERVER, Kind.DATA, text);
  }

  private TapScriptTest after(int pause) {
    millis += pause;
    return this;
  }

  private TapScriptTest event(int connection, Side side, Kind kind, String text) {
    script.happened(
        new TapEvent(
            connection, Duration.ofMillis(millis), side, kind, text.getBytes(US_ASCII), ENDS));
    return this;
  }

  private List<String> lines() {
    return ScriptText.lines(script.script()).stream()
        .map(line -> line.replaceAll("  +\".*", "").replaceAll(" +", " ").strip())
        .toList();
  }

  @Test
  void aDialogueKeepsItsWritesReadsAndPauses() {
    client(Kind.CONNECTED).sent("ab").after(500).got("AB").after(300).sent("c").got("C");
    client(Kind.END).after(40).server(Kind.END);

    assertThat(lines())
        .containsExactly(
            "connect",
            "send 61 62",
            "read 2 bytes",
            "pause 300 ms",
            "send 63",
            "read 1 byte",
            "half-close",
            "read to the end");
  }

  @Test
  void aServerThatEndsFirstMustHaveSentAllThatItOwes() {
    client(Kind.CONNECTED).sent("abc").got("A").server(Kind.END).client(Kind.END);

    assertThat(lines())
        .containsExactly(
            "connect", "send 61 62 63", "read all that is owed", "pause 250 ms", "close");
  }

  @Test
  void aResetOfEitherSideIsTheLastStep() {
    client(Kind.CONNECTED).sent("a").client(Kind.RESET);
    event(1, Side.CLIENT, Kind.CONNECTED, "").event(1, Side.SERVER, Kind.RESET, "");

    assertThat(lines())
        .containsExactly(
            "#0 connect",
            "#0 send 61",
            "#0 reset",
            "#1 connect",
            "#1 read all that is owed",
            "pause 250 ms",
            "#1 close");
  }

  @Test
  void aServerThatResetsAfterTheHalfCloseIsReadToItsEnd() {
    client(Kind.CONNECTED).client(Kind.END).server(Kind.RESET);

    assertThat(lines()).containsExactly("connect", "half-close", "read to the end");
  }

  @Test
  void aClientThatDoesNotReadStopsReading() {
    client(Kind.CONNECTED).sent("a").got("A").client(Kind.STOPPED_READING).got("A");
    sent("b").after(1000).client(Kind.RESUMED_READING).client(Kind.END).server(Kind.END);

    assertThat(lines())
        .containsExactly(
            "connect",
            "send 61",
            "read 1 byte",
            "stop reading",
            "send 62",
            "pause 1000 ms",
            "resume reading",
            "read 1 byte",
            "half-close",
            "read to the end");
  }

  @Test
  void aStoppedClientWhoseServerEndsReadsAgain() {
    client(Kind.CONNECTED).client(Kind.STOPPED_READING).client(Kind.END).server(Kind.END);

    assertThat(lines())
        .containsExactly(
            "connect", "stop reading", "half-close", "resume reading", "read to the end");
  }

  @Test
  void theTimeBetweenTwoConversationsIsNoPause() {
    client(Kind.CONNECTED).client(Kind.RESET).after(60_000);
    event(1, Side.CLIENT, Kind.CONNECTED, "");

    assertThat(lines()).containsExactly("#0 connect", "#0 reset", "#1 connect");
  }

  @Test
  void aClientThatWasRefusedIsGone() {
    client(Kind.CONNECTED).server(Kind.REFUSED);

    assertThat(lines()).containsExactly("connect", "close");
  }

  @Test
  void tooMuchIsCutAndWhatIsLeftCanBeRead() throws Exception {
    String block = "x".repeat(64 * 1024);
    client(Kind.CONNECTED);
    for (int i = 0; i < 100; i++) {
      sent(block).got(block);
    }

    assertThat(script.isCut()).isTrue();
    Script cut = script.script();
    String text = ScriptJson.write(cut);
    assertThat(text.length()).isBetween(JsonText.LONGEST / 4, JsonText.LONGEST);
    assertThat(ScriptJson.read(text)).isEqualTo(cut);
  }

  @Test
  void manySmallWritesAreCutToo() throws Exception {
    client(Kind.CONNECTED);
    for (int i = 0; i < 60_000; i++) {
      sent("x").got("X");
    }

    assertThat(script.isCut()).isTrue();
    assertThat(ScriptJson.read(ScriptJson.write(script.script()))).isEqualTo(script.script());
  }
}
