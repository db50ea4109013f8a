package dev.echospec.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Oracle;
import dev.echospec.result.CaseResult;
import dev.echospec.result.FailureText;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GitHubSummaryTest {
  private static final int ROOM = 1 << 20;

  private final FailureText failures =
      new FailureText(Oracle.UPPER, "localhost:10000", Optional.of(Path.of("target", "echospec")));

  @Provide
  Arbitrary<String> hostile() {
    return Samples.hostile();
  }

  @Test
  void aServerThatConforms() {
    RunResult run = Samples.run(Samples.result("stream/large", Verdict.PASS, (String) null));

    assertThat(GitHubSummary.write(run, failures, ROOM))
        .isEqualTo(
            """

            ## echospec: CONFORMS

            <p><code>CONFORMS to the profile concurrent: localhost:10000</code></p>

            1 case: 1 passed (seed 42, 1 min 01 s).
            """);
  }

  @Test
  void aServerThatDoesNot() {
    RunResult run =
        Samples.with(
            Samples.run(
                Samples.result("stream/segmentation", Verdict.FAIL, Samples.cutCharacter("<b>")),
                Samples.result("close/reset", Verdict.INCONCLUSIVE, "late & slow")),
            Optional.empty(),
            List.of(Samples.surprise("close/*", "passes now")),
            List.of("short of ports"));

    assertThat(GitHubSummary.write(run, failures, ROOM))
        .isEqualTo(
            """

            ## echospec: DOES NOT CONFORM

            <p><code>DOES NOT CONFORM to the profile concurrent: localhost:10000</code></p>
            <p>Note: <code>short of ports</code></p>

            2 cases: 1 failed, 1 inconclusive (seed 42, 1 min 01 s).

            <table>
            <tr><th>case</th><th>level</th><th>verdict</th><th>what is wrong</th></tr>
            <tr><td><code>stream/segmentation</code></td><td>MUST</td><td>FAIL</td>\
            <td><code>the server reset the connection after 15 of the 17 bytes it owed</code></td></tr>
            <tr><td><code>close/reset</code></td><td>INFO</td><td>INCONCLUSIVE</td>\
            <td><code>late &amp; slow</code></td></tr>
            </table>

            ### Surprises

            <ul>
            <li><code>known.yaml line 3, close/*: passes now</code></li>
            </ul>

            ### What was seen

            <details>
            <summary>FAIL <code>stream/segmentation</code></summary>

            <pre>
            FAIL  stream/segmentation          MUST   found after 37 tries, shrunk from 412 bytes to 17, 3 of 3 replays fail
                  The echo depends only on the bytes sent, never on how they were cut into writes.

                  connect
                  send    61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 c3 a9      &quot;aaaaaaaaaaaaaaaé&quot;
                  expect  41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 c3 a9      &quot;AAAAAAAAAAAAAAAé&quot;
                  got     41 41 41 41 41 41 41 41 41 41 41 41 41 41 41      &quot;AAAAAAAAAAAAAAA&quot; then RESET (server exited with status 1)
                                                                       ^ first difference at byte 15
                  The server reset the connection after 15 of the 17 bytes it owed.
                  The server exited with status 1.
                  stderr: &lt;b&gt;
                  Again:  ./echospec replay target/echospec/stream-segmentation.json localhost:10000
            </pre>

            </details>
            """);
  }

  @Test
  void aFaultIsToldOnceAndItsOtherCasesNameIt() {
    String summary = GitHubSummary.write(Samples.grouped("<b>"), failures, ROOM);

    assertThat(summary)
        .contains(
            "<tr><td><code>stream/interactive</code></td><td>MUST</td><td>FAIL</td>"
                + "<td><code>fault 1, see stream/segmentation</code></td></tr>\n",
            "<td><code>fault 1: the server reset the connection after 15 of the 17 bytes it owed"
                + "</code></td></tr>\n",
            "<tr><td><code>close/orderly</code></td><td>SHOULD</td><td>WARN</td>"
                + "<td><code>fault 1, see stream/segmentation</code></td></tr>\n",
            "\n### Not tried\n\n<ul>\n<li><code>bytes from 80 to ff, in stream/large</code></li>\n",
            "<br>It explains: <code>fault 1</code></li>\n",
            "\n<summary>fault 1: FAIL <code>stream/segmentation and 2 other cases</code></summary>\n",
            "\n<summary>fault 2: FAIL <code>close/reset</code></summary>\n")
        .containsOnlyOnce("\n      The server exited with status 1.\n");
    assertThat(summary.split("<details>", -1)).hasSize(3);
  }

  @Property(tries = 300)
  void anyTextStaysText(@ForAll("hostile") String text) {
    assertThat(ours(GitHubSummary.write(Samples.grouped(text), failures, ROOM)))
        .isEqualTo(ours(GitHubSummary.write(Samples.grouped("x"), failures, ROOM)));
    RunResult run = Samples.saying(text);
    String summary = GitHubSummary.write(run, failures, ROOM);

    assertThat(ours(summary))
        .isEqualTo(ours(GitHubSummary.write(Samples.saying("x"), failures, ROOM)));
    assertThat(summary)
        .contains(
            "<td><code>" + XmlText.escaped(FailureText.bounded("came " + text)) + "</code></td>");
  }

  /** What is left of a summary without the text in its raw HTML: tags, and all that is Markdown. */
  private static String ours(String summary) {
    StringBuilder left = new StringBuilder();
    boolean printed = false;
    for (String line : summary.split("\n", -1)) {
      printed &= !line.equals("</pre>");
      if (!printed) {
        left.append(line.startsWith("<") ? line.replaceAll(">[^<>]*", ">") : line).append('\n');
      } else {
        assertThat(line).doesNotContain("<", ">");
      }
      printed |= line.equals("<pre>");
    }
    return left.toString();
  }

  @Test
  void ofManyFailuresThereAreAsManyAsThereIsRoomFor() {
    CaseResult failed =
        Samples.result("stream/segmentation", Verdict.FAIL, Samples.cutCharacter("é".repeat(150)));
    RunResult run = Samples.run(Collections.nCopies(60, failed).toArray(CaseResult[]::new));

    String summary = GitHubSummary.write(run, failures, 40_000);

    assertThat(summary.getBytes(UTF_8).length).isBetween(35_000, 40_000);
    assertThat(summary)
        .contains("60 failed", "</table>", "<details>")
        .endsWith("</details>\n\nThere was no room for more: the rest is in the report.\n");
  }

  @Property(tries = 300)
  void itIsNeverLongerThanItMayBe(@ForAll @IntRange(min = -1000, max = 9000) int room) {
    String summary = GitHubSummary.write(Samples.saying("é<>&"), failures, room);

    assertThat(summary.getBytes(UTF_8).length).isLessThanOrEqualTo(Math.max(0, room));
    assertThat(summary.split("<pre>", -1)).hasSameSizeAs(summary.split("</pre>", -1));
  }
}
