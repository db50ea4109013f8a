package dev.echospec.expect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.echospec.file.YamlText;
import dev.echospec.result.KnownFailure;
import dev.echospec.script.Malformed;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KnownFailuresFileTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;

  @Test
  void everyPropertyIsRead() throws Malformed {
    String text =
        """
        # What the first release does not do yet.
        known-failures:
          - case: transform/utf8-text
            reason: >
              decodes each read
              as UTF-8 (issue 12)
            words: [UnicodeDecodeError, "status 1"]
            until: 2027-01-31
          - reason: "12"
            words:
              - 'it''s late'
            case: close/*
        """;

    assertThat(KnownFailuresFile.parse("known.yaml", text))
        .containsExactly(
            new KnownFailure(
                "transform/utf8-text",
                "decodes each read as UTF-8 (issue 12)",
                List.of("UnicodeDecodeError", "status 1"),
                Optional.of(LocalDate.of(2027, 1, 31)),
                3),
            new KnownFailure("close/*", "12", List.of("it's late"), Optional.empty(), 9));
  }

  @Test
  void nothingMayBeKnown() throws Malformed {
    assertThat(KnownFailuresFile.parse("known.yaml", "known-failures: []\n")).isEmpty();
  }

  @Test
  void theClockTellsTheDay() throws Exception {
    Path file = Files.writeString(folder.resolve("known.yaml"), "known-failures: []");

    assertThat(KnownFailuresFile.read(file, CLOCK))
        .isEqualTo(new KnownFailures(file.toString(), List.of(), LocalDate.of(2026, 11, 22)));
  }

  record Wrong(String text, int line, int column, String words) {}

  private static Wrong wrong(String text, int line, int column, String words) {
    return new Wrong(text, line, column, words);
  }

  private static Wrong entry(String rest, int line, int column, String words) {
    return wrong("known-failures:\n  - case: close/empty\n    " + rest + "\n", line, column, words);
  }

  static List<Wrong> wrongs() {
    String whole = "known-failures:\n  - case: close/empty\n    reason: r\n    words: [w]\n";
    return List.of(
        wrong("", 1, 1, "there is nothing in it: write known-failures: []"),
        wrong("# soon\n", 1, 1, "there is nothing in it"),
        wrong("- case: close/empty\n", 1, 1, "must begin with known-failures:"),
        wrong("hello\n", 1, 1, "must begin with known-failures:"),
        wrong("{}\n", 1, 2, "must begin with known-failures:"),
        wrong("known:\n", 1, 1, "must begin with known-failures:"),
        wrong("known-failures:\n", 1, 16, "takes a list"),
        wrong("known-failures: close/empty\n", 1, 17, "takes a list"),
        wrong("known-failures:\n  case: close/empty\n", 2, 3, "takes a list"),
        wrong("known-failures:\n  - close/empty\n", 2, 5, "an entry must have case"),
        wrong("known-failures:\n  - []\n", 2, 5, "an entry must have case"),
        entry("raeson: r", 3, 5, "an entry has no 'raeson', only case, reason, words and until"),
        entry("case: close/*", 3, 5, "a second 'case'"),
        entry("reason: 12", 3, 13, "reason takes text: put it into quotes"),
        entry("reason: true", 3, 13, "reason takes text"),
        entry("reason:", 3, 12, "reason takes text"),
        entry("reason: ''", 3, 13, "reason must not be empty"),
        entry("reason: [r]", 3, 13, "reason takes text"),
        entry("words: w", 3, 12, "words takes a list"),
        entry("words: []", 3, 12, "words takes a list"),
        entry("words: [a, 404]", 3, 16, "words takes text: put it into quotes"),
        entry("words: [a, ' ']", 3, 16, "words must not be empty"),
        entry("words: [[a]]", 3, 13, "words takes text"),
        entry("words: [\"a\\nb\"]", 3, 13, "must not go over several lines"),
        entry("words: [*a]", 3, 13, "words takes text"),
        entry("until: tomorrow", 3, 12, "'tomorrow' is no date: write one such as 2027-01-31"),
        entry("until: 2027-02-30", 3, 12, "'2027-02-30' is no date"),
        entry("until: 2027", 3, 12, "until takes text"),
        entry("words: [w]", 2, 5, "the entry has no reason: add"),
        entry("reason: r", 2, 5, "the entry has no words: add"),
        entry("until: 2027-01-31", 2, 5, "the entry has no reason and words: add"),
        wrong("known-failures:\n  - reason: r\n    words: [w]\n", 2, 5, "has no case: add"),
        wrong("known-failures:\n  - case: Close/Empty\n", 2, 11, "'Close/Empty' can match no case"),
        wrong("known-failures:\n  - case: 'close/[a]'\n", 2, 11, "can match no case"),
        wrong("known-failures:\n  - case: ''\n", 2, 11, "case must not be empty"),
        wrong(whole + "more: 1\n", 5, 1, "nothing may stand beside known-failures"),
        wrong(whole + "known-failures: []\n", 5, 1, "nothing may stand beside"),
        wrong(whole + "---\nx: 1\n", 6, 1, "this is a second document"),
        wrong("known-failures: [\n", 2, 1, "this is not YAML"),
        wrong(
            "known-failures:\n  - case: a: b\n",
            2,
            12,
            "this is not YAML: mapping values are not allowed"),
        wrong("known-failures:\n\t- x\n", 2, 1, "this is not YAML"),
        wrong("known-failures: @x\n", 1, 17, "this is not YAML"),
        wrong("known-failures: \"x\n", 2, 1, "this is not YAML"),
        wrong("? [a]\n: b\n", 1, 4, "this is not YAML"),
        wrong("a: 'x\u0000y'", 1, 1, "this is not YAML"));
  }

  @ParameterizedTest
  @MethodSource("wrongs")
  void whatIsWrongIsToldWithItsPlace(Wrong wrong) {
    assertThatExceptionOfType(Malformed.class)
        .isThrownBy(() -> KnownFailuresFile.parse("known.yaml", wrong.text))
        .withMessageStartingWith(
            "known.yaml, line " + wrong.line + " column " + wrong.column + ": ")
        .withMessageContaining(wrong.words)
        .withMessageNotContaining("\n");
  }

  @Test
  void aFileThatIsNotThereOrNoTextOrTooLong() throws Exception {
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0});
    Path large = folder.resolve("large");
    try (OutputStream out = Files.newOutputStream(large)) {
      for (int i = 0; i <= YamlText.LONGEST / 1024; i++) {
        out.write("#".repeat(1023).concat("\n").getBytes());
      }
    }

    complains(folder.resolve("none.yaml"), "none.yaml: no such file");
    complains(binary, "binary: not UTF-8 text");
    complains(large, "large: too large");
    complains(folder, "directory");
  }

  @Test
  void takesAsMuchAsItSays() throws Malformed {
    String head = "known-failures:\n";
    String one = "- {case: close/*, reason: r, words: [w]}\n";
    String whole = head + one.repeat(KnownFailuresFile.MOST);
    String glob = "- {case: '%s', reason: r, words: [w]}\n";

    assertThat(KnownFailuresFile.parse("known.yaml", whole)).hasSize(KnownFailuresFile.MOST);
    refuses(whole + one, "line 1002 column 3: a list of known failures has at most 1000 entries");
    refuses(head + glob.formatted("*a".repeat(51)), "can match no case");
    refuses(head + "- {case: x, reason: '" + "r".repeat(1001) + "'", "at most 1000 characters");
    refuses(head + "- {case: x, words: [" + "w,".repeat(101) + "]", "at most 100 words");
    refuses(head + "- {case: x, words: '" + " ".repeat(400_000) + "'", "100000");
    refuses(head + "- ".repeat(100_000), "an entry must have case");
    refuses(head + "- {? {".repeat(100_000), "line 2 column ");
    refuses("known-failures: [" + "&a [x],".repeat(80_000) + "]", "an entry must have case");
    refuses("k".repeat(300) + ": []", "200");
  }

  private static void refuses(String text, String words) {
    assertThatExceptionOfType(Malformed.class)
        .isThrownBy(() -> KnownFailuresFile.parse("known.yaml", text))
        .withMessageContaining(words)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(700).doesNotContain("\n"));
  }

  private static void complains(Path file, String words) {
    assertThatExceptionOfType(Malformed.class)
        .isThrownBy(() -> KnownFailuresFile.read(file, CLOCK))
        .withMessageContaining(words)
        .withMessageNotContaining("\n");
  }

  /** A text gives entries or an error of one line, never anything else. */
  @Property(tries = 500)
  void anyTextIsReadOrRefused(@ForAll String start, @ForAll("pieces") List<String> pieces) {
    for (String text : List.of(start, String.join("", pieces))) {
      try {
        KnownFailuresFile.parse("known.yaml", text);
      } catch (Malformed e) {
        assertThat(e.getMessage()).matches("known\\.yaml, line \\d+ column \\d+: .+");
      }
    }
  }

  @net.jqwik.api.Provide
  net.jqwik.api.Arbitrary<List<String>> pieces() {
    return net.jqwik.api.Arbitraries.of(
            "known-failures:",
            "\n",
            "  ",
            "- ",
            "case: ",
            "a/b",
            "reason: r",
            "words: ",
            "[",
            "]",
            "w",
            ", ",
            "until: ",
            "2027-01-01",
            "'",
            "\"",
            "{",
            "}",
            "&a ",
            "*a",
            "!!int ",
            "|",
            "#",
            "---",
            "...",
            "%YAML 9.9",
            "<<: ",
            "? ",
            ": ")
        .list()
        .ofMaxSize(40);
  }
}
