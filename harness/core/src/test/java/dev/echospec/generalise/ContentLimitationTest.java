package dev.echospec.generalise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.script.Alphabet;
import dev.echospec.script.Characters;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.ScriptArbitraries;
import dev.echospec.script.Step;
import java.io.ByteArrayOutputStream;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ContentLimitationTest {
  private static final Byte END = '\n';

  @Property(tries = 200)
  void noByteOfTheSetIsLeft(
      @ForAll @Size(max = 6) List<byte[]> writes,
      @ForAll @Size(max = 40) List<@IntRange(max = 255) Integer> bad) {
    BitSet bytes = new BitSet();
    bad.forEach(bytes::set);
    // The server must be able to take something.
    bytes.clear('A');
    Script script = script(writes);

    Script fitted = ContentLimitation.ofBytes(bytes).fit(script);

    assertThat(sent(fitted)).hasSameSizeAs(sent(script));
    for (byte b : sent(fitted)) {
      assertThat(bytes.get(b & 0xff)).isFalse();
    }
    assertThat(lengths(fitted)).isEqualTo(lengths(script));
  }

  @Property(tries = 200)
  void whatIsLeftIsUtf8(@ForAll @Size(max = 6) List<byte[]> writes) {
    Script fitted = ContentLimitation.ofMalformedText().fit(script(writes));

    assertThat(Characters.isText(sent(fitted))).isTrue();
    assertThat(lengths(fitted)).isEqualTo(lengths(script(writes)));
    assertThat(ContentLimitation.ofMalformedText().fit(fitted)).isSameAs(fitted);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void whatIsWaitedForEndsALine(@ForAll("scripts") Script script) {
    Script fitted = ContentLimitation.ofUnfinishedLines().fit(script);

    Map<Integer, Byte> last = new HashMap<>();
    for (Step step : fitted.steps()) {
      if (step instanceof Step.Send send && send.payload().length() > 0) {
        last.put(send.connection(), send.payload().byteAt(send.payload().length() - 1));
      } else if (step instanceof Step.Close || step instanceof Step.Reset) {
        last.remove(((Step.OnConnection) step).connection());
      } else if (step instanceof Step.Read || step instanceof Step.HalfClose) {
        assertThat(last.getOrDefault(((Step.OnConnection) step).connection(), END)).isEqualTo(END);
      }
    }
    assertThat(last.values()).allMatch(END::equals);
    assertThat(ContentLimitation.ofUnfinishedLines().fit(fitted)).isSameAs(fitted);
    assertThat(withoutSends(fitted)).isEqualTo(withoutSends(script));
  }

  @Provide
  Arbitrary<Script> scripts() {
    return ScriptArbitraries.scripts();
  }

  private static List<Step> withoutSends(Script script) {
    return script.steps().stream().filter(step -> !(step instanceof Step.Send)).toList();
  }

  @Test
  void onlyTheLastWriteBeforeAWaitGetsALineEnd() {
    Script script =
        Script.of(
            new Step.Connect(0),
            new Step.Send(0, Payload.of("a")),
            new Step.Send(0, Payload.of("b")),
            new Step.Read(0, Step.EVERYTHING),
            new Step.Send(0, Payload.of("c\n")),
            new Step.Read(0, Step.EVERYTHING),
            new Step.HalfClose(0));

    assertThat(ContentLimitation.ofUnfinishedLines().fit(script).sent(0))
        .containsExactly(Payload.of("a"), Payload.of("b\n"), Payload.of("c\n"));
  }

  @Test
  void aGeneratedStreamGrowsUpToALineEndOrGetsOne() {
    Script any = Script.conversation(new Payload.Generated(7, 100_000, Alphabet.ANY));
    Script capitals = Script.conversation(new Payload.Generated(7, 100_000, Alphabet.CAPITALS));

    List<Payload> longer = ContentLimitation.ofUnfinishedLines().fit(any).sent(0);
    assertThat(longer).singleElement().isInstanceOf(Payload.Generated.class);
    assertThat(longer.get(0).byteAt(longer.get(0).length() - 1)).isEqualTo(END);
    assertThat(ContentLimitation.ofUnfinishedLines().fit(capitals).sent(0))
        .containsExactly(capitals.sent(0).get(0), Payload.of("\n"));
  }

  @Test
  void aCharacterThatLiesAcrossWritesIsNotTextInEither() {
    Script whole = script(List.of(new byte[] {(byte) 0xc3, (byte) 0xa9}));
    Script cut = script(List.of(new byte[] {(byte) 0xc3}, new byte[] {(byte) 0xa9}));

    assertThat(ContentLimitation.ofMalformedText().fit(whole)).isSameAs(whole);
    assertThat(sent(ContentLimitation.ofMalformedText().fit(cut))).containsExactly('a', 'a');
  }

  @Test
  void aWriteThatAReadMayCutIsAscii() {
    Script script = script(List.of("aaaaaaaaaaaaaaaé".getBytes(UTF_8)));

    assertThat(sent(ContentLimitation.ofMalformedText().fit(script))).containsOnly('a');
  }

  @Test
  void aGeneratedPayloadGetsAnAlphabetThatTheServerTakes() {
    Script script = Script.conversation(new Payload.Generated(7, 100_000, Alphabet.ANY));
    BitSet letters = new BitSet();
    letters.set('a', 'z' + 1);

    assertThat(ContentLimitation.ofMalformedText().fit(script).sent(0))
        .containsExactly(new Payload.Generated(7, 100_000, Alphabet.ASCII));
    assertThat(ContentLimitation.ofBytes(letters).fit(script).sent(0))
        .containsExactly(new Payload.Generated(7, 100_000, Alphabet.CAPITALS));
  }

  private static Script script(List<byte[]> writes) {
    return Script.conversation(writes.stream().map(Payload::of).toArray(Payload[]::new));
  }

  private static List<Long> lengths(Script script) {
    return script.sent(0).stream().map(Payload::length).toList();
  }

  private static byte[] sent(Script script) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Step step : script.steps()) {
      if (step instanceof Step.Send send) {
        all.writeBytes(send.payload().period());
      }
    }
    return all.toByteArray();
  }
}
