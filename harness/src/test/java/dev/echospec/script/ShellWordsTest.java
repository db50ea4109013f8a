package dev.echospec.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordsTest {
  @Test
  void onlyWhatAShellWouldChangeIsQuoted() {
    assertThat(ShellWords.line(List.of("./a-b", "{port}", "--x={host}:{port}", "é", "", "it's")))
        .isEqualTo("./a-b {port} --x={host}:{port} 'é' '' 'it'\\''s'");
    assertThat(ShellWords.quoted("{a,b}")).isEqualTo("'{a,b}'");
  }

  @Test
  void aWordCanBeVeryLong() {
    String word = "abc/".repeat(100_000);

    assertThat(ShellWords.quoted(word)).isEqualTo(word);
  }
}
