package dev.echospec.client.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputMatchTest {
  private static int found(String echo, String output) {
    return new OutputMatch(echo.getBytes(UTF_8), output.getBytes(UTF_8)).found();
  }

  @Test
  void theTutorialsDialogueMatches() {
    String output =
        """
        Подключено к localhost порт 10000
        Отправка: the message is longer than a read
        Получено: THE MESSAGE IS L
        Получено: ONGER THAN A REA
        Получено: D
        Закрываем сокет
        """;
    String echo = "THE MESSAGE IS LONGER THAN A READ";

    assertThat(found(echo, output)).isEqualTo(echo.length());
  }

  @ParameterizedTest
  @CsvSource({
    "ABC, 'ABC'",
    "ABC, 'got: ABC.'",
    "ABC, 'A|B|C'",
    "ABC, 'A, then: B, then: C'",
    "ABC, 'A\nB\nC\n'",
    "ABC, 'got A\n\ngot BC\n'",
    "'A\nB', 'A\n\nB\n'",
    "'A\nB', 'got A\n\ngot B\n'",
    "GOT, 'GOT G\nGOT O\nGOT T\n'",
    "'', ''"
  })
  void isThere(String echo, String output) {
    assertThat(found(echo, output)).isEqualTo(echo.length());
  }

  @ParameterizedTest
  @CsvSource({
    "ABC, '', 0",
    "ABC, 'AB', 2",
    "ABC, 'abc', 0",
    "ABC, 'ACB', 2",
    "ABC, 'A-B+C', 2",
    "ABC, 'A\na line\na line\na line\na line\na line\na line\nBC', 1",
    "HELLO, 'HE\uFFFD\nLO\n', 3"
  })
  void isNotThere(String echo, String output, int found) {
    assertThat(found(echo, output)).isEqualTo(found);
  }

  @Test
  void aLargeDialogueIsFoundQuicklyEnough() {
    StringBuilder echo = new StringBuilder();
    StringBuilder output = new StringBuilder();
    for (int i = 0; i < 6250; i++) {
      String piece = String.format("%08d%08d", i, i * 7);
      echo.append(piece);
      output.append("received ").append(piece).append('\n');
    }

    assertThat(found(echo.toString(), output.toString())).isEqualTo(echo.length());
  }
}
