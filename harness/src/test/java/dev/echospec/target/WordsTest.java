package dev.echospec.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A command as a line. */
class WordsTest {
  @Test
  void splitsAsAShellDoes() {
    assertThat(Words.split("  python3 server.py\t--port 7 "))
        .containsExactly("python3", "server.py", "--port", "7");
    assertThat(Words.split("sh -c 'echo \"a b\" > \\x'"))
        .containsExactly("sh", "-c", "echo \"a b\" > \\x");
    assertThat(Words.split("a\\ b \"c \\\" d\" '' e'f'g"))
        .containsExactly("a b", "c \" d", "", "efg");
    assertThat(Words.split(" ")).isEmpty();
  }

  @Test
  void refusesAQuoteThatIsNotClosed() {
    assertThatThrownBy(() -> Words.split("sh -c 'exit"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("quote is not closed");
  }

  @Test
  void splitsWhatItJoined() {
    for (String word :
        List.of("plain", "", "two words", "it's", "\"", "\\", "$HOME", "#", "a#b", "*", "é\n")) {
      List<String> words = List.of("before", word, "after");
      assertThat(Words.split(Words.joined(words))).isEqualTo(words);
    }
  }

  @Test
  void quotesOnlyWhatNeedsIt() {
    assertThat(Words.quoted("compose:compose.yml#echo")).isEqualTo("compose:compose.yml#echo");
    assertThat(Words.quoted("#echo")).isEqualTo("'#echo'");
    assertThat(Words.quoted("it's")).isEqualTo("'it'\\''s'");
  }
}
