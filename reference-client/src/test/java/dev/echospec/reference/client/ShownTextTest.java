package dev.echospec.reference.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ShownTextTest {

  @Test
  void aCutCharacterAppearsWithThePieceThatCompletesIt() {
    byte[] bytes = "aé中😀z".getBytes(UTF_8);
    for (int cut = 0; cut <= bytes.length; cut++) {
      ShownText text = new ShownText();
      String first = text.next(bytes, cut, false);
      byte[] rest = Arrays.copyOfRange(bytes, cut, bytes.length);
      assertThat(first + text.next(rest, rest.length, true)).isEqualTo("aé中😀z");
      assertThat(first).doesNotContain("\uFFFD");
    }
  }

  @Test
  void oneByteAtATimeIsReadableToo() {
    byte[] bytes = "é😀".getBytes(UTF_8);
    ShownText text = new ShownText();
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < bytes.length; i++) {
      shown.append(text.next(new byte[] {bytes[i]}, 1, i == bytes.length - 1)).append('|');
    }
    assertThat(shown).hasToString("|é||||😀|");
  }

  @Test
  void anIncompleteEndIsReplaced() {
    assertThat(new ShownText().next(new byte[] {'a', (byte) 0xc3}, 2, true)).isEqualTo("a\uFFFD");
    ShownText text = new ShownText();
    assertThat(text.next(new byte[] {(byte) 0xf0, (byte) 0x9f}, 2, false)).isEmpty();
    assertThat(text.next(new byte[] {'a'}, 1, true)).isEqualTo("\uFFFDa");
  }

  @Test
  void controlCharactersCannotReachATerminal() {
    byte[] bytes = "\0\u001b[2J\u009b\u007f\t\r\n".getBytes(UTF_8);
    assertThat(new ShownText().next(bytes, bytes.length, true))
        .isEqualTo("\uFFFD\uFFFD[2J\uFFFD\uFFFD\t\r\n");
  }

  @Test
  void anyBytesInAnyPiecesAreShownAsTheirWhole() {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      String whole = new ShownText().next(bytes, bytes.length, true);
      ShownText text = new ShownText();
      StringBuilder shown = new StringBuilder();
      int at = 0;
      while (at < bytes.length) {
        byte[] piece =
            Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(5)));
        at += piece.length;
        shown.append(text.next(piece, piece.length, at == bytes.length));
      }
      assertThat(shown).hasToString(whole);
    }
  }
}
