package dev.echospec.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.compare.Comparison;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ComparisonTextTest {
  private static List<String> lines(Comparison comparison) {
    return new ComparisonText(comparison, 80).lines().stream().map(Line::toString).toList();
  }

  @Test
  void saysWhoConformsAndWhereTheyDiffer() {
    assertThat(String.join("\n", lines(Comparisons.of(Comparisons.four(""), Comparisons.change()))))
        .isEqualTo(
            """
            case              1  2     3      4
            transform/length  .  FAIL  known
            close/empty       .  warn  ?

            . passes   - skipped   known: fails as expected   ? late once   blank: did not run

            The other 1 case is fine with all that ran.

            Left open by the rules:
              member             connections   taken
              1 go               many at once  9.0 MiB
              2 python-tutorial  many at once
              3 node             many at once
              4 away

            Changed since 2026-01-01T00:00:00Z:
              broken go, close/empty: was PASS, is FAIL

            1 go               conforms: 1 min 01 s
            2 python-tutorial  DOES NOT CONFORM: 1 failed, 1 warned, 1 min 01 s
            3 node             fails as expected: 1 known, 1 inconclusive, 1 min 01 s
            4 away             NOT RUN
                  Nobody listens there.

            4 members: 1 conforms; 1 fails as expected; 1 does not conform; 1 not run
            3 cases, seed 42, 1 min 15 s""");
  }

  @Test
  void manyMembersDoNotMakeTheTablesWider() {
    List<String> lines = lines(Comparisons.of(Comparisons.many()));

    assertThat(lines)
        .filteredOn(line -> line.startsWith("case ") || line.startsWith("transform/length"))
        .hasSizeGreaterThanOrEqualTo(4)
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    String heads =
        String.join(" ", lines.stream().filter(line -> line.startsWith("case ")).toList());
    for (int i = 1; i <= 23; i++) {
      assertThat(heads.split("[ ]+")).contains(Integer.toString(i));
    }
  }

  @Test
  void whereAllIsFineThereIsNoTable() {
    List<String> lines =
        lines(Comparisons.of(List.of(Comparisons.fine("a"), Comparisons.fine("b"))));

    assertThat(lines)
        .contains("3 cases are fine with all that ran.", "  a, b")
        .noneMatch(line -> line.startsWith("case "));
    assertThat(lines.get(lines.size() - 2)).isEqualTo("2 members: 2 conform");
  }

  private static String printed(Comparison comparison, Function<PrintStream, Console> console) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Console out = console.apply(new PrintStream(bytes, true, UTF_8));
    new ComparisonText(comparison, 80).lines().forEach(out::line);
    return bytes.toString(UTF_8);
  }

  @Test
  void coloursAreOnlyThereWhereTheyAreWanted() {
    Comparison comparison = Comparisons.of(Comparisons.four(Samples.HOSTILE));

    assertThat(printed(comparison, Console::of)).doesNotContain("\u001b");
    assertThat(printed(comparison, to -> Console.terminal(to, 80, true)))
        .contains("\u001b[31mFAIL\u001b[0m", "\u001b[31mDOES NOT CONFORM\u001b[0m")
        .doesNotContain("\u001b[2J");
  }
}
