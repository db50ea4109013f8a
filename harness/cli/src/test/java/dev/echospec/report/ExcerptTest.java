package dev.echospec.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.result.Excerpt;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExcerptTest {
  @Test
  void whatFitsIsWhole() {
    assertThat(Excerpt.of("ab", 2)).isEqualTo("ab");
    assertThat(Excerpt.ends(List.of("a", "b"), 100)).containsExactly("a", "b");
    assertThat(Excerpt.tail("a\nb\n", 100)).containsExactly("a", "b");
  }

  @Test
  void whatIsTooLongIsCut() {
    assertThat(Excerpt.of("abc", 2)).isEqualTo("ab ...");
    assertThat(Excerpt.of("\u0000\u0000", 4)).isEqualTo("\\x00 ...");
  }

  @Test
  void ofAConversationBothEndsAreKept() {
    List<String> lines = List.of("a", "b", "c", "d", "e");

    assertThat(Excerpt.ends(lines, 10)).isEqualTo(lines);
    assertThat(Excerpt.ends(lines, 8)).containsExactly("a", "b", "... (1 line)", "d", "e");
    assertThat(Excerpt.ends(lines, 6)).containsExactly("a", "... (2 lines)", "d", "e");
    assertThat(Excerpt.ends(lines, 1)).containsExactly("... (4 lines)", "e");
  }

  @Test
  void ofALogTheEndIsKept() {
    assertThat(Excerpt.tail("a\nb\ncccc", 7)).containsExactly("...", "b", "cccc");
    assertThat(Excerpt.tail("a\nb\nc", 1)).containsExactly("...", "c");
  }

  @Test
  void isBoundedHoweverLongTheText() {
    String million = "x\u202e".repeat(1 << 19);

    assertThat(Excerpt.of(million, 600)).hasSizeLessThan(610).doesNotContain("\u202e");
    assertThat(String.join("\n", Excerpt.tail(million, 600))).hasSizeLessThan(1100);
    assertThat(String.join("\n", Excerpt.ends(Collections.nCopies(1000, million), 600)))
        .hasSizeLessThan(1100);
  }
}
