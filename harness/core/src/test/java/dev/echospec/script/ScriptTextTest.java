package dev.echospec.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ScriptTextTest {
  @Provide
  Arbitrary<Script> scripts() {
    return ScriptArbitraries.scripts();
  }

  @Test
  void isALineAStep() {
    Script script =
        Script.of(
            new Step.Connect(0),
            new Step.Send(0, Payload.of("aaé")),
            new Step.Send(0, Payload.of("")),
            new Step.Send(0, Payload.of("abcdefghijklmnopqrstuvwxyz")),
            new Step.Send(0, new Payload.Generated(7, 67108864, Alphabet.ANY)),
            new Step.Read(0, 1),
            new Step.Read(0, Step.EVERYTHING),
            new Step.StopReading(0),
            new Step.Pause(20),
            new Step.ResumeReading(0),
            new Step.HalfClose(0),
            new Step.ReadToEnd(0));

    assertThat(ScriptText.lines(script))
        .containsExactly(
            "connect",
            "send    61 61 c3 a9      \"aaé\"",
            "send    nothing",
            "send    61 62 63 64 65 66 67 68 69 6a 6b 6c 6d 6e 6f 70 ... 77 78 79 7a  (26 bytes)",
            "send    67108864 bytes generated (any, seed 7): "
                + ScriptText.hex(new Payload.Generated(7, 16, Alphabet.ANY).period())
                + " ...",
            "read    1 byte",
            "read    all that is owed",
            "stop reading",
            "pause   20 ms",
            "resume reading",
            "half-close",
            "read to the end");
  }

  @Test
  void namesTheConnectionWhereThereAreSeveral() {
    Script script =
        Script.of(
            new Step.Connect(0),
            new Step.Connect(10),
            new Step.Pause(1),
            new Step.Reset(0),
            new Step.Close(10));

    assertThat(ScriptText.lines(script))
        .containsExactly(
            "#0  connect", "#10 connect", "    pause   1 ms", "#0  reset", "#10 close");
  }

  @Test
  void nothingThatATerminalObeysIsShownAsItIs() {
    assertThat(beside("ab\n\u001b[2J")).isEqualTo("\"ab\\n\\x1b[2J\"");
    assertThat(beside("abcdef\u202e")).isEqualTo("\"abcdef\\u202e\"");
    assertThat(beside("e\u0301bc")).isEqualTo("\"e\\u0301bc\"");
    assertThat(beside("ab\u05d0")).isEqualTo("\"ab\\u05d0\"");
    assertThat(beside("😀 \"\\")).isEqualTo("\"😀 \\\"\\\\\"");
    assertThat(ScriptText.textBeside(new byte[] {'a', 'b', (byte) 0xc3})).endsWith("\"ab\\xc3\"");
    assertThat(ScriptText.harmless("a\u009b\t\ufeff\udb40\udc41\"b\ud800"))
        .isEqualTo("a\\u009b\\t\\ufeff\\U000e0041\"b\\ud800");
  }

  @Test
  void whatIsNoTextHasNoneBeside() {
    assertThat(ScriptText.textBeside(new byte[] {1, 2, 'a'})).isEmpty();
    assertThat(ScriptText.textBeside(new byte[0])).isEmpty();
  }

  @Test
  void nothingThatARunnerOfWorkflowsObeysIsShownAsItIs() {
    assertThat(ScriptText.harmless("a ##[error]b ###[")).isEqualTo("a \\x23#[error]b #\\x23#[");
    assertThat(beside("##[add-mask]e")).isEqualTo("\"\\x23#[add-mask]e\"");
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void linesAreShortAndPlain(@ForAll("scripts") Script script) {
    assertThat(ScriptText.lines(script))
        .hasSameSizeAs(script.steps())
        .allSatisfy(
            line -> {
              assertThat(line.length()).isLessThan(250);
              assertThat(line.codePoints())
                  .noneMatch(c -> Character.isISOControl(c))
                  .noneMatch(c -> Character.getType(c) == Character.FORMAT);
            });
  }

  private static String beside(String text) {
    return ScriptText.textBeside(text.getBytes(UTF_8)).strip();
  }
}
