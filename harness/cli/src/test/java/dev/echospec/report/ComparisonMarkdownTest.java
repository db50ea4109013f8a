package dev.echospec.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.compare.Changes;
import dev.echospec.compare.Comparison;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ComparisonMarkdownTest {
  @Test
  void hasTheWholeTable() {
    String markdown =
        ComparisonMarkdown.write(Comparisons.of(Comparisons.four("x"), Comparisons.change()));

    assertThat(markdown)
        .startsWith("# Comparison of echo servers\n\n4 members: 1 conforms; 1 fails as expected;")
        .contains(
            "| member | profile | conformance | passed | failed | warned | known | time |\n",
            "| `go` | concurrent | conforms | 2 | 0 | 0 | 0 | 1 min 01 s |\n",
            "| `python-tutorial` | concurrent | **does not conform** | 0 | 1 | 1 | 0 | 1 min 01 s |\n",
            "| `away` | concurrent | **not run** |  |  |  |  |  |\n",
            "- `away`: `Nobody listens there.`\n",
            "| case | level | `go` | `python-tutorial` | `node` | `away` |\n| --- | --- | --- |",
            "| `transform/length` | MUST | pass | **FAIL** | known |  |\n",
            "| `close/empty` | SHOULD | pass | **WARN** | inconclusive |  |\n",
            "| `taken` | `9.0 MiB` |  |  |  |\n",
            "- **`python-tutorial`**: breaks `transform/length`, `close/empty` (`connections: many at"
                + " once`)\n",
            "## Changed since `2026-01-01T00:00:00Z`\n\n"
                + "- **broken** `go, close/empty: was PASS, is FAIL`\n",
            "`python-tutorial`, `transform/length`: `the server reset the connection x`\n",
            "Rule: `As many bytes out as in.`\n",
            "```text\nconnect\nsend    61\ngot     41x\n```\n",
            "`Likely cause: it decodes x`\n",
            "```text\n./echospec replay x.json -- python3 server.py\n```\n");
  }

  @Test
  void nothingThatAServerSaysIsMarkup() {
    String hostile = "<script>alert(1)</script> | `a` ```` [x](http://y) **b** \u001b[2J\n# c";

    String markdown = ComparisonMarkdown.write(Comparisons.of(Comparisons.four(hostile)));

    String outside = LiveText.outsideOfCode(markdown);
    assertThat(markdown).contains("`````text\n").doesNotContain("\u001b");
    assertThat(markdown).contains("`````the server reset the connection <script>");
    assertThat(outside)
        .contains("Rule: \n")
        .doesNotContain("<script>", "`a`", "[x](http", "**b**", "\n# c");
    assertThat(outside.lines().filter(line -> line.startsWith("# "))).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void nothingThatAServerOrAFileSaysIsLive(String hostile) {
    String markdown =
        ComparisonMarkdown.write(
            Comparisons.of(
                Comparisons.saying(hostile),
                new Changes.Change(
                    Changes.Kind.BROKEN,
                    Optional.of(hostile),
                    Optional.of(hostile),
                    Optional.of(hostile),
                    Optional.of(hostile))));

    assertThat(LiveText.inMarkdown(markdown)).isEmpty();
    assertThat(LiveText.in(markdown)).isEmpty();
    assertThat(markdown.lines().filter(line -> line.startsWith("| ---"))).hasSize(3);
    assertThat(LiveText.outsideOfCode(markdown).lines().filter(line -> line.startsWith("|")))
        .filteredOn(line -> !line.contains("---"))
        .allMatch(
            line -> List.of(3, 4, 8).contains(line.replace("\\|", "").split("\\|").length - 1));
  }

  static List<String> corpus() {
    return LiveText.corpus();
  }

  @Test
  void whereNothingFailsNoFailuresAreListed() {
    assertThat(ComparisonMarkdown.write(Comparisons.of(List.of(Comparisons.fine("a")))))
        .doesNotContain("## Failures", "## Changed");
  }

  @Test
  void whereThereIsLittleRoomWholePartsAreLeftOut() {
    Comparison comparison = Comparisons.of(Comparisons.four("é"));
    String all = ComparisonMarkdown.write(comparison);
    int size = all.getBytes(UTF_8).length;

    assertThat(ComparisonMarkdown.write(comparison, size)).isEqualTo(all);
    for (int room = 0; room < size; room++) {
      String some = ComparisonMarkdown.write(comparison, room);
      assertThat(some.getBytes(UTF_8).length).isLessThanOrEqualTo(room);
      if (!some.isEmpty()) {
        assertThat(some).endsWith("\nThere was no room for more: the rest is in the report.\n");
        assertThat(some.split("<details>", -1)).hasSameSizeAs(some.split("</details>", -1));
      }
    }
    assertThat(ComparisonMarkdown.write(comparison, size - 1))
        .contains(
            "| `away` | concurrent | **not run** |", "`python-tutorial`, `transform/length`: ");
  }
}
