package dev.echospec.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.result.CaseResult;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.script.JsonText;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;

class BadgeTest {
  private static final CaseResult PASSED =
      Samples.result("stream/large", Verdict.PASS, (String) null);
  private static final CaseResult KNOWN = Samples.known("stream/segmentation", "issue 12");

  @Provide
  Arbitrary<String> hostile() {
    return Samples.hostile();
  }

  @Test
  void saysWhatTheRunSays() {
    RunResult fine = Samples.run(PASSED);
    assertThat(Badge.of(fine)).isEqualTo(badge("conforms", Badge.Colour.GREEN));
    assertThat(Badge.of(Samples.run(PASSED, KNOWN)))
        .isEqualTo(badge("1 known failure", Badge.Colour.YELLOW));
    assertThat(Badge.of(Samples.run(PASSED, KNOWN, KNOWN)))
        .isEqualTo(badge("2 known failures", Badge.Colour.YELLOW));
    assertThat(
            Badge.of(
                Samples.with(
                    fine, Optional.empty(), List.of(Samples.surprise("a/b", "-")), List.of())))
        .isEqualTo(badge("not as expected", Badge.Colour.ORANGE));
    assertThat(Badge.of(Samples.run(""))).isEqualTo(badge("does not conform", Badge.Colour.RED));
    assertThat(Badge.of(Samples.with(fine, Optional.of("gone"), List.of(), List.of())))
        .isEqualTo(badge("error", Badge.Colour.GREY));
  }

  private static Badge badge(String message, Badge.Colour colour) {
    return new Badge("echospec", message, colour);
  }

  @Test
  void isAPictureThatIsReadOutToo() {
    assertThat(badge("conforms", Badge.Colour.GREEN).svg())
        .isEqualTo(
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="127" height="20" role="img" \
            aria-label="echospec: conforms">
              <title>echospec: conforms</title>
              <rect width="127" height="20" rx="3" fill="#444"/>
              <path d="M63 0h61a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-61z" fill="#1a7f37"/>
              <g fill="#fff" font-family="Verdana,Geneva,'DejaVu Sans',sans-serif" \
            font-size="11" aria-hidden="true">
                <text x="6" y="14" textLength="50.8" lengthAdjust="spacingAndGlyphs">echospec</text>
                <text x="69" y="14" textLength="51.0" lengthAdjust="spacingAndGlyphs">conforms</text>
              </g>
            </svg>
            """);
  }

  @Test
  void isWhatShieldsReads() throws Exception {
    JsonNode json = JsonText.parse(badge("does not conform", Badge.Colour.RED).shields());

    assertThat(json.toString())
        .isEqualTo(
            "{\"schemaVersion\":1,\"label\":\"echospec\",\"message\":\"does not conform\","
                + "\"color\":\"red\"}");
  }

  @Property(tries = 300)
  void anyTextFits(@ForAll("hostile") String label, @ForAll("hostile") String message)
      throws Exception {
    Badge badge = new Badge(label, message, Badge.Colour.RED);
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(badge.svg())));

    Element svg = document.getDocumentElement();
    String said = XmlText.oneLine(label) + ": " + XmlText.oneLine(message);
    assertThat(svg.getAttribute("aria-label")).isEqualTo(said);
    assertThat(document.getElementsByTagName("title").item(0).getTextContent()).isEqualTo(said);
    assertThat(document.getElementsByTagName("*").getLength()).isEqualTo(7);
    Element left = (Element) document.getElementsByTagName("text").item(0);
    Element right = (Element) document.getElementsByTagName("text").item(1);
    assertThat(left.getTextContent()).isEqualTo(XmlText.oneLine(label));
    assertThat(right.getTextContent()).isEqualTo(XmlText.oneLine(message));
    assertThat(number(left, "x") + number(left, "textLength")).isLessThan(number(right, "x") - 10);
    assertThat(number(right, "x") + number(right, "textLength"))
        .isLessThan(number(svg, "width") - 5);
    JsonNode json = JsonText.parse(badge.shields());
    assertThat(json.get("schemaVersion").intValue()).isEqualTo(1);
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }
}
