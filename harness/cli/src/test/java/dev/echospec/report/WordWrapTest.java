package dev.echospec.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WordWrapTest {
  private static String wrapped(int columns, Line line) {
    return WordWrap.lines(line, columns).stream()
        .map(text -> Line.painted(text, false) + "\n")
        .collect(Collectors.joining());
  }

  private static String wrapped(int columns, String text) {
    return wrapped(columns, Line.of(text));
  }

  @Test
  void whatFitsStaysAsItIs() {
    assertThat(wrapped(20, "a  b               c")).isEqualTo("a  b               c\n");
    assertThat(wrapped(20, "")).isEqualTo("\n");
  }

  @Test
  void proseGoesOnTwoColumnsIn() {
    assertThat(wrapped(30, "      The server exited with status 1 for no reason."))
        .isEqualTo(
            """
                  The server exited with
                    status 1 for no
                    reason.
            """);
  }

  @Test
  void whatHasColumnsGoesOnBelowTheLastThatLeavesRoom() {
    String line = "FAIL  stream/large                 MUST   found after 37 tries, 3 of 3 fail";

    assertThat(wrapped(72, line))
        .isEqualTo(
            """
            FAIL  stream/large                 MUST   found after 37 tries, 3 of 3
                                                      fail
            """);
    assertThat(wrapped(50, line))
        .isEqualTo(
            """
            FAIL  stream/large                 MUST   found
                  after 37 tries, 3 of 3 fail
            """);
  }

  @Test
  void bytesAreTornBetweenBytesAndStandBelowBytes() {
    assertThat(wrapped(30, "      send    61 62 63 64 65 66 67 68      \"abcdefgh\""))
        .isEqualTo(
            """
                  send    61 62 63 64 65
                          66 67 68
                          "abcdefgh"
            """);
  }

  @Test
  void aWordThatIsWiderThanALineIsTornButNotAPath() {
    assertThat(wrapped(20, "  stderr: " + "x".repeat(30)))
        .isEqualTo("  stderr: xxxxxxxxxx\n    xxxxxxxxxxxxxxxx\n    xxxx\n");
    assertThat(wrapped(20, "  see https://example.org/a/long/path now"))
        .isEqualTo("  see\n    https://example.org/a/long/path\n    now\n");
  }

  @Test
  void aCommandCanStillBeCopied() {
    assertThat(
            wrapped(
                30,
                Line.command("      Again:  ", "./echospec replay x.json -- sh -c 'exec  a b c'")))
        .isEqualTo(
            """
                  Again:  ./echospec \\
                          replay x.json \\
                          -- sh -c \\
                          'exec  a b c'
            """);
  }

  @Test
  void wideCharactersTakeTwoColumnsAndColoursNone() {
    assertThat(wrapped(20, "日本語 日本語 日本語")).isEqualTo("日本語 日本語 日本語\n");
    assertThat(wrapped(20, "日本語 日本語 日本語 日本語")).isEqualTo("日本語 日本語 日本語\n  日本語\n");
    assertThat(wrapped(20, Line.of("").and(Line.Colour.RED, "FAIL").and("  0123456789abcd")))
        .isEqualTo("FAIL  0123456789abcd\n");
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("ab/ '日é").ofMaxLength(200);
  }

  @Property(tries = 500)
  void nothingIsLostAndOnlyPathsAreWider(
      @ForAll("texts") String text, @ForAll @IntRange(min = 20, max = 90) int columns) {
    List<String> lines = WordWrap.lines(Line.of(text), columns);

    assertThat(String.join("", lines).replace(" ", "")).isEqualTo(text.replace(" ", ""));
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(WordWrap.width(line.stripTrailing()) <= columns || line.contains("/"))
                    .as(line)
                    .isTrue());
  }
}
