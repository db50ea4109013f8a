package dev.echospec.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.compare.CellResult;
import dev.echospec.compare.ConformanceLevel;
import dev.echospec.result.Verdict;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ComparisonHtmlTest {
  private static final int MIB = 1 << 20;

  @Test
  void hasAllThatTheComparisonHas() {
    String html =
        ComparisonHtml.write(Comparisons.of(Comparisons.four("said"), Comparisons.change()));

    assertThat(html)
        .contains(
            "<b>1</b> does not conform",
            "Changed since 2026-01-01T00:00:00Z",
            ">broken</b> go, close/empty: was PASS, is FAIL",
            "<th scope=\"col\" data-name=\"python-tutorial\">",
            "<span class=\"stand stand-not-run\">not run</span>",
            "<tr data-case=\"transform/length\"><th scope=\"row\"><span class=\"of\">transform/</span>length",
            "As many bytes out as in.",
            "<button type=\"button\" class=\"v pass\">pass <small>200× 1.5 s</small></button>",
            "class=\"v fail\">fail <small>37× 1.5 s</small>",
            "class=\"v known\">known ",
            "class=\"v inconclusive\">inconclusive ",
            "<article id=\"python-tutorial/transform/length\" class=\"broken\">",
            "<dt>Wrong</dt><dd>the server reset the connection said</dd>",
            "<dt>Likely cause</dt><dd>it decodes said</dd>",
            "<dt>Known</dt><dd>it is so said</dd>",
            "<dt>taken</dt><dd>9.0 MiB</dd>",
            "Found after 37 tries; 3 of 3 replays fail.",
            "send    61\n<span class=\"got\">got     41said</span>\n",
            "Error said\n",
            "./echospec replay x.json -- python3 server.py</pre>",
            "<a href=\"members/b/transform-length.json\">",
            "Nobody listens there.",
            "<li>connections: many at once</li>");
  }

  @Test
  void leavesOutWhatTheComparisonDoesNotHave() {
    String html = ComparisonHtml.write(Comparisons.of(List.of(Comparisons.fine("a"))));

    assertThat(html)
        .contains("<b>1</b> conforms")
        .doesNotContain("Changed since", "class=\"broken\"", "Interrupted", "<option>fail");
  }

  @Test
  void onPaperNothingIsHeadedFailuresWhereThereIsNone() {
    assertThat(ComparisonHtml.write(Comparisons.of(List.of(Comparisons.fine("a")))))
        .contains("<section id=\"details\" class=\"minor\" aria-labelledby");
    assertThat(ComparisonHtml.write(Comparisons.of(Comparisons.four(""))))
        .contains("<section id=\"details\" aria-labelledby");
  }

  @Test
  void oneTryIsATry() {
    CellResult once =
        new CellResult(
            Comparisons.entry(
                "transform/length",
                Verdict.SKIP,
                1,
                0,
                Optional.of("it is not possible"),
                Optional.empty(),
                null),
            List.of(),
            Optional.empty(),
            Optional.empty());

    assertThat(
            ComparisonHtml.write(
                Comparisons.of(List.of(Comparisons.member("a", ConformanceLevel.CONFORMS, once)))))
        .contains(" 1 try, 0 ms</p>")
        .doesNotContain("1 tries");
  }

  @Test
  void nobodyRanIsAPageToo() {
    String html =
        ComparisonHtml.write(
            Comparisons.of(List.of(Comparisons.member("away", ConformanceLevel.NOT_RUN))));

    assertThat(html)
        .contains("Nobody listens there.", "did not run")
        .doesNotContain("id=\"alike\"", "id=\"behaviours\"");
  }

  @Test
  void needsNothingFromElsewhere() {
    assertThat(ComparisonHtml.write(LargeComparison.saying("said")))
        .doesNotContain("http://", "https://", "src=", "url(", "@import", "srcset", "<iframe")
        .contains("content=\"default-src &#39;none&#39;;")
        .doesNotContain("unsafe-inline")
        .doesNotContainPattern(" on[a-z]+=\"")
        .doesNotContain(" style=");
  }

  @Test
  void theDigestsInThePolicyAreThoseOfTheScriptAndTheStyleSheet() throws Exception {
    String html = ComparisonHtml.write(LargeComparison.saying("said"));

    for (String element : List.of("script", "style")) {
      Matcher inner = Pattern.compile("(?s)<" + element + ">(.*?)</" + element + ">").matcher(html);
      assertThat(inner.find()).isTrue();
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(inner.group(1).getBytes(UTF_8));
      assertThat(html.replace("&#39;", "'"))
          .contains(element + "-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
      assertThat(inner.find()).as("another " + element).isFalse();
    }
  }

  @Test
  void nothingThatAServerSaysIsMarkup() {
    String hostile =
        "</pre></template></script><script>x()</script><img src=x onerror=x()> \" ' ` ${7*7} &amp;";

    String html =
        ComparisonHtml.write(Comparisons.of(Comparisons.four(hostile), Comparisons.change()));

    assertThat(html)
        .contains("&lt;script&gt;x()&lt;/script&gt;", "&lt;img src=x", "${7*7} &amp;amp;")
        .doesNotContain("<img", "<script>x");
  }

  @Test
  void whatIsNotPlainlyVisibleIsEscaped() {
    String html = ComparisonHtml.write(Comparisons.of(Comparisons.four(Samples.HOSTILE)));

    assertThat(html)
        .contains("\\x00\\x1b[2J ]]&gt; &lt;b a=")
        .doesNotContain("\u0000", "\u001b", "\u202e", "\u009b", "\u2028", "\ud800", "\ufffe");
  }

  @Test
  void ofManyFailuresEachMemberHasTheSameNumberOfPictures() {
    String some = ComparisonHtml.write(LargeComparison.saying("said"));
    String all = ComparisonHtml.write(LargeComparison.allBroken("said"));

    assertThat(some.split("<svg ", -1).length - 1).isBetween(20, 34);
    assertThat(some).contains("<title>Conversation of ", "The same as a table");
    // 17 members are broken, and two pictures of each fit.
    assertThat(all.split("<svg ", -1).length - 1).isEqualTo(34);
    assertThat(ComparisonHtml.write(Comparisons.of(Comparisons.four("")))).doesNotContain("<svg");
  }

  @Test
  void isOfAModestSizeForALargeFleet() {
    assertThat(bytes(ComparisonHtml.write(LargeComparison.saying("said")))).isLessThan(2 * MIB);
    // A thousand failures, of which 34 have a picture of some 5 kB.
    assertThat(bytes(ComparisonHtml.write(LargeComparison.allBroken("said"))))
        .isLessThan(9 * MIB / 4);
  }

  @Test
  void isBoundedHoweverMuchTheServersSay() {
    String million = "<&".repeat(MIB / 2);
    assertThat(bytes(ComparisonHtml.write(Comparisons.of(Comparisons.four(million)))))
        .isLessThan(MIB);
    assertThat(bytes(ComparisonHtml.write(LargeComparison.allBroken(million.substring(0, 4096)))))
        .isLessThan(6 * MIB);
  }

  private static int bytes(String text) {
    return text.getBytes(UTF_8).length;
  }
}
