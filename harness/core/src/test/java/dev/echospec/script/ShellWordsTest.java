package dev.echospec.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordsTest {
  @Test
  void onlyWhatAShellWouldChangeIsQuoted() {
    assertThat(ShellWords.line(List.of("./a-b", "{port}", "--x={host}:{port}", "é", "", "it's")))
        .isEqualTo("./a-b {port} --x={host}:{port} 'é' '' 'it'\\''s'");
    assertThat(ShellWords.quoted("{a,b}")).isEqualTo("'{a,b}'");
    assertThat(ShellWords.quoted("compose:compose.yml#echo")).isEqualTo("compose:compose.yml#echo");
    assertThat(ShellWords.quoted("#echo")).isEqualTo("'#echo'");
  }

  @Test
  void aWordCanBeVeryLong() {
    String word = "abc/".repeat(100_000);

    assertThat(ShellWords.quoted(word)).isEqualTo(word);
  }

  @Test
  void splitsAsAShellDoes() {
    assertThat(ShellWords.split("  python3 server.py\t--port 7 "))
        .containsExactly("python3", "server.py", "--port", "7");
    assertThat(ShellWords.split("sh -c 'echo \"a b\" > \\x'"))
        .containsExactly("sh", "-c", "echo \"a b\" > \\x");
    assertThat(ShellWords.split("a\\ b \"c \\\" d\" '' e'f'g"))
        .containsExactly("a b", "c \" d", "", "efg");
    assertThat(ShellWords.split(" ")).isEmpty();
  }

  @Test
  void refusesAQuoteThatIsNotClosed() {
    assertThatThrownBy(() -> ShellWords.split("sh -c 'exit"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("quote is not closed");
  }

  @Test
  void splitsWhatItJoined() {
    for (String word :
        List.of("plain", "", "two words", "it's", "\"", "\\", "$HOME", "#", "a#b", "*", "é\n")) {
      List<String> words = List.of("before", word, "after");
      assertThat(ShellWords.split(ShellWords.line(words))).isEqualTo(words);
    }
  }
}
