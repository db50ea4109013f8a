package dev.echospec.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandWordsTest {
  @Test
  void areManyAndNoneTwice() {
    assertThat(CommandWords.all()).hasSizeGreaterThan(150).doesNotHaveDuplicates();
    assertThat(CommandWords.all())
        .allSatisfy(word -> assertThat(word).isEqualTo(word.toLowerCase(Locale.ROOT)))
        .allSatisfy(word -> assertThat(word).matches("\\S+"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"STOP", "quit\r\n", "Bye\n", " ehlo ", "\\q", "/quit", "shutdown"})
  void areKnownInAnyCaseAndWithALineEnd(String text) {
    assertThat(CommandWords.isOne(text.getBytes(UTF_8))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "a", "stopp", "quit now", "\u00e9"})
  void areNotOtherWords(String text) {
    assertThat(CommandWords.isOne(text.getBytes(UTF_8))).isFalse();
  }
}
