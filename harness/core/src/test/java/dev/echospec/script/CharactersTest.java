package dev.echospec.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CharactersTest {
  @Property(tries = 500)
  void whatIsEncodedIsText(@ForAll String text) {
    // Lone surrogates are encoded as a question mark.
    assertThat(Characters.isText(text.getBytes(UTF_8))).isTrue();
  }

  @Property(tries = 500)
  void textIsWhatSurvivesDecodingAndEncoding(@ForAll @Size(max = 6) byte[] bytes) {
    boolean survives = java.util.Arrays.equals(new String(bytes, UTF_8).getBytes(UTF_8), bytes);

    assertThat(Characters.isText(bytes)).isEqualTo(survives);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c3",
        "80",
        "61c3",
        "a9c3",
        "e4b8",
        "f09f98",
        "c0af",
        "c1bf",
        "e08080",
        "f08080af",
        "eda080",
        "edbfbf",
        "f4908080",
        "f8888080",
        "fe",
        "ff",
        "c3c3a9"
      })
  void whatIsBrokenIsNoText(String hex) {
    assertThat(Characters.isText(HexFormat.of().parseHex(hex))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "00", "7f", "c280", "dfbf", "e0a080", "efbfbf", "f0908080", "f48fbfbf"})
  void theEdgesOfEachLengthAreText(String hex) {
    assertThat(Characters.isText(HexFormat.of().parseHex(hex))).isTrue();
  }

  @Test
  void allThatIsPickedIsTextOfOneOrMoreBytes() {
    SplittableRandom random = new SplittableRandom(1);
    int ascii = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] picked = Characters.pick(random);
      assertThat(picked).isNotEmpty();
      assertThat(Characters.isText(picked)).isTrue();
      ascii += picked.length == 1 ? 1 : 0;
    }

    assertThat(ascii).isBetween(1500, 2500);
  }
}
