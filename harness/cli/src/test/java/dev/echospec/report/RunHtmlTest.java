package dev.echospec.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.result.CaseResult;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.suite.Catalogue;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RunHtmlTest {
  private static final int MIB = 1 << 20;

  /** What begins an element or ends it, or could be taken for it. */
  private static final Pattern TAG = Pattern.compile("<([^ >\n]*)");

  private static final Set<String> ELEMENTS =
      TAG.matcher(FaultyRun.page(FaultyRun.saying("said")))
          .results()
          .map(found -> found.group(1))
          .collect(Collectors.toSet());

  @Test
  void hasTheVerdictTheFactsAndTheCounts() {
    String html = FaultyRun.page(FaultyRun.saying("said"));

    assertThat(html)
        .contains(
            "<title>DOES NOT CONFORM: -- ./server --port {port} said</title>",
            "<span class=\"stand stand-does-not-conform\">DOES NOT CONFORM</span>",
            "to the profile concurrent: -- ./server --port {port} said",
            "<b>7</b> fail",
            "<b>1</b> inconclusive",
            "<span>seed 42</span>",
            "<span>2026-01-02T03:04:05Z</span>",
            "<dt>Answers</dt><dd>a byte</dd>",
            "<dt>Round trip</dt><dd>0.08 ms</dd>",
            "<dt>Surprise</dt><dd>known.yaml line 3, close/*: it passes said</dd>",
            "<dt>Note</dt><dd>this machine was short of ports for a while said.</dd>")
        .doesNotContain("had not come to its end");
  }

  @Test
  void eachFaultIsThereOnceWithAllThatIsKnownOfIt() {
    String html = FaultyRun.page(FaultyRun.saying("said"));

    assertThat(html)
        .contains(
            "<h2 id=\"faults\">5 faults</h2>",
            "<li value=\"1\"><a href=\"#fault-1\">the server reset the connection after 15 of the"
                + " 17 bytes it owed</a> <small class=\"aside\">3 cases</small></li>",
            "Shown by transform/utf8-text; found after 37 tries; shrunk from 412 to 17 bytes; 3 of"
                + " 3 replays fail.",
            "<dt>Likely cause</dt>",
            "<dt>To fix it</dt>",
            "<dt>The server</dt><dd>exited with status 1</dd>",
            "<li>every byte from 80 to ff does it, 00 to 7f do not said.</li>",
            "<dt>Cases that fail of it</dt>",
            "<li><a href=\"#case-stream/segmentation\">stream/segmentation</a></li>",
            "UnicodeDecodeError said\n",
            "<span class=\"at\">                                                     ^ first",
            "./echospec replay target/echospec/transform-utf8-text.json -- ./server --port {port}",
            "<a href=\"transform-utf8-text.json\">Failure file</a>");
    assertThat(html.split("<article id=\"fault-", -1)).hasSize(6);
    assertThat(html.split("<svg ", -1)).hasSize(6);
  }

  @Test
  void eachCaseIsThereWithItsFaultAndWhatItKeptClearOf() {
    String html = FaultyRun.page(FaultyRun.saying("said"));

    Catalogue.cases()
        .forEach(info -> assertThat(html).contains("<tr id=\"case-" + info.id() + "\">"));
    assertThat(row(html, "stream/segmentation"))
        .contains("class=\"v fail\"", ">37</td>", ">1.2 s</td>", "<a href=\"#fault-1\">fault 1</a>")
        .doesNotContain("after 15 of the 17");
    assertThat(row(html, "flow/large"))
        .contains("class=\"v pass\"", "Kept clear of bytes from 80 to ff, half-closes said.");
    assertThat(row(html, "endurance/memory"))
        .contains("class=\"v skip\"", "nothing can be counted said");
    assertThat(row(html, "close/empty"))
        .contains("class=\"v inconclusive\"", "did not end the stream", "late once, and not again")
        .doesNotContain("#fault-");
  }

  private static String row(String html, String id) {
    int start = html.indexOf("<tr id=\"case-" + id + "\">");
    return html.substring(start, html.indexOf("</tr>", start));
  }

  @Test
  void thePictureIsATableToo() {
    String html = FaultyRun.page(FaultyRun.saying(""));
    String crossed = article(html, 3);

    assertThat(crossed)
        .contains(
            "role=\"img\"",
            "<title>Conversation of fault 3: byte 10 of the echo is 42 'B'</title>",
            "Wrong: 11 bytes; expected … 41 41 41 41 41 41 …  AAAAAA; got … 41 41 41 42 41 41 …",
            "<summary>The same as a table</summary>",
            "<th scope=\"col\">connection</th>",
            "<td>#1</td>",
            "<b>wrong:</b> 11 bytes</td>",
            "pause for 250 ms");
    assertThat(article(html, 4)).doesNotContain("<th scope=\"col\">connection</th>");
    assertThat(article(html, 5)).contains("56 more connections are not drawn.", "left out");
  }

  private static String article(String html, int number) {
    int start = html.indexOf("<article id=\"fault-" + number + "\"");
    return html.substring(start, html.indexOf("</article>", start));
  }

  @Test
  void aRunThatWasCutShortSaysSo() {
    assertThat(FaultyRun.page(FaultyRun.saying(""), false)).contains("had not come to its end");
    RunResult none =
        Samples.with(Samples.run(), Optional.of("nobody listens there"), List.of(), List.of());
    assertThat(FaultyRun.page(none, false))
        .contains("No case has ended.", "<dt>Error</dt><dd>nobody listens there</dd>")
        .doesNotContain("id=\"faults\"");
  }

  @Test
  void aKnownFailureIsAFaultThatIsKnown() {
    CaseResult known = Samples.known("stream/segmentation", "it is so").of(1);

    String html =
        FaultyRun.page(
            Samples.run(known, Samples.result("stream/large", Verdict.PASS, (String) null)));

    assertThat(html)
        .contains(
            "CONFORMS but for 1 known failure",
            "stand-fails-as-expected",
            "<h2 id=\"faults\">One fault</h2>",
            "class=\"v known\">Fault 1</span>",
            "<b>1</b> known");
  }

  @Test
  void needsNothingFromElsewhereAndHasNoScript() throws Exception {
    String html = FaultyRun.page(FaultyRun.saying("said"));

    assertThat(html)
        .doesNotContain("http://", "https://", "src=", "url(", "@import", "srcset", "<iframe")
        .doesNotContain("<script", "script-src", "unsafe-inline", " style=")
        .doesNotContainPattern(" on[a-z]+=\"");
    Matcher style = Pattern.compile("(?s)<style>(.*?)</style>").matcher(html);
    assertThat(style.find()).isTrue();
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(UTF_8));
    assertThat(html.replace("&#39;", "'"))
        .contains("default-src 'none';")
        .contains("style-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
  }

  @Test
  void nothingThatAServerSaysIsMarkup() {
    String hostile =
        "</svg></title><script>x()</script><img src=x onerror=x()> \" ' ` ${7*7} &amp;";

    String html = FaultyRun.page(FaultyRun.saying(hostile));

    assertThat(html)
        .contains("&lt;script&gt;x()&lt;/script&gt;", "&lt;img src=x", "${7*7} &amp;amp;")
        .doesNotContain("<img", "<script");
    assertThat(html.split("</svg>", -1)).hasSize(6);
  }

  @Test
  void whatIsNotPlainlyVisibleIsEscaped() {
    assertThat(FaultyRun.page(FaultyRun.saying(Samples.HOSTILE)))
        .contains("\\x00\\x1b[2J ]]&gt; &lt;b a=")
        .doesNotContain("\u0000", "\u001b", "\u202e", "\u009b", "\u2028", "\ud800", "\ufffe");
    assertThat(FaultyRun.page(Samples.saying(Samples.HOSTILE)))
        .doesNotContain("\u0000", "\u001b", "\u202e", "\u009b", "\u2028", "\ud800", "\ufffe");
  }

  @Provide
  Arbitrary<String> hostile() {
    return Samples.hostile();
  }

  @Property(tries = 60)
  void noTextOfAServerLeavesItsPlace(@ForAll("hostile") String text) {
    String html = FaultyRun.page(FaultyRun.saying(text));

    assertThat(TAG.matcher(html).results().map(found -> found.group(1)))
        .as("elements")
        .allMatch(ELEMENTS::contains);
    assertThat(html.codePoints().filter(c -> c < ' ' && c != '\n')).isEmpty();
    assertThat(html.split("<article ", -1)).hasSize(6);
  }

  @Test
  void isBoundedHoweverMuchTheServerSays() {
    String million = "<&".repeat(MIB / 2);

    assertThat(FaultyRun.page(FaultyRun.saying(million)).getBytes(UTF_8).length).isLessThan(MIB);
    assertThat(FaultyRun.page(FaultyRun.saying("")).getBytes(UTF_8).length).isLessThan(MIB / 4);
  }
}
