package dev.echospec.generalise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.script.Alphabet;
import dev.echospec.script.Characters;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.io.ByteArrayOutputStream;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ContentLimitationTest {
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
