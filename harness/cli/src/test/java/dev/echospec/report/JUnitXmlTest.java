package dev.echospec.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Oracle;
import dev.echospec.result.FailureText;
import dev.echospec.result.RunResult;
import dev.echospec.suite.Profile;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class JUnitXmlTest {
  private final FailureText failures =
      new FailureText(Oracle.UPPER, "localhost:10000", Optional.empty());

  @Test
  void everyVerdictIsValidWhateverTheServerSaid() throws Exception {
    Document document = parsed(Samples.run(Samples.HOSTILE));

    Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
    assertThat(suite.getAttribute("tests")).isEqualTo("7");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getAttribute("errors")).isEqualTo("1");
    assertThat(suite.getAttribute("skipped")).isEqualTo("2");
    assertThat(suite.getAttribute("time")).isEqualTo("61.234");
    assertThat(suite.getAttribute("timestamp")).isEqualTo("2026-01-02T03:04:05");
    List<Element> cases = elements(document, "testcase");
    assertThat(cases)
        .extracting(one -> children(one))
        .containsExactly(
            List.of("failure"),
            List.of(),
            List.of("system-out"),
            List.of("system-out"),
            List.of("skipped"),
            List.of("skipped", "system-out"),
            List.of("error"));
    assertThat(cases.get(0).getAttribute("name")).isEqualTo("stream/segmentation");
    assertThat(cases.get(0).getAttribute("classname")).isEqualTo("echospec.stream");
  }

  @Test
  void aFailureCarriesAllThatIsPrinted() throws Exception {
    Document document = parsed(Samples.run("]]> & <x>"));

    Element failure = elements(document, "failure").get(0);
    assertThat(failure.getAttribute("message"))
        .isEqualTo("the server reset the connection after 15 of the 17 bytes it owed");
    assertThat(failure.getAttribute("type")).isEqualTo("LOST");
    assertThat(failure.getTextContent())
        .startsWith("FAIL  stream/segmentation")
        .contains("\n      expect  41 41")
        .contains("stderr: Error: ]]> & <x>");
  }

  @Test
  void eachFailingCaseIsAFailedTestWithTheTextOfItsFault() throws Exception {
    Document document = parsed(Samples.grouped("no"));

    List<Element> failed = elements(document, "failure");
    assertThat(failed)
        .extracting(one -> ((Element) one.getParentNode()).getAttribute("name"))
        .containsExactly("stream/interactive", "stream/segmentation", "close/reset");
    assertThat(failed)
        .extracting(one -> one.getAttribute("message"))
        .satisfiesExactly(
            message -> assertThat(message).isEqualTo("the server lost no"),
            message -> assertThat(message).startsWith("the server reset the connection after 15"),
            message -> assertThat(message).isEqualTo("the server lost the only byte"));
    String fault = failed.get(1).getTextContent();
    assertThat(fault)
        .startsWith("FAIL  stream/segmentation          MUST   fault 1, found after")
        .contains("\n      What does it:  17 bytes or more do it, 16 do not\n");
    assertThat(failed.get(0).getTextContent())
        .startsWith("FAIL  stream/interactive           MUST   fault 1, see stream/segmentation\n")
        .contains("\n" + fault.substring(0, fault.indexOf("\n      About:  ")))
        .endsWith("\n      About:  ./echospec explain stream/interactive");
    assertThat(failed.get(2).getTextContent()).contains("fault 2").doesNotContain("fault 1");
    assertThat(elements(document, "property"))
        .filteredOn(one -> one.getAttribute("name").equals("not-tried"))
        .extracting(one -> one.getAttribute("value"))
        .containsExactly("bytes from 80 to ff, in stream/large", "a half-close, in stream/large");
  }

  @Test
  void aRunThatCouldNotBeginIsAnError() throws Exception {
    RunResult result =
        new RunResult(
            "1.2.3",
            "-- nothing",
            Profile.SEQUENTIAL,
            1,
            Instant.EPOCH,
            Duration.ZERO,
            Optional.empty(),
            List.of(),
            Optional.of("no such program: nothing"));

    Document document = parsed(result);

    assertThat(document.getDocumentElement().getAttribute("errors")).isEqualTo("1");
    assertThat(elements(document, "error").get(0).getAttribute("message"))
        .isEqualTo("no such program: nothing");
  }

  @Property(tries = 300)
  void anyTextCanBeInIt(@ForAll String text) throws Exception {
    parsed(Samples.run(text));
    parsed(Samples.grouped(text));
  }

  private Document parsed(RunResult result) throws Exception {
    String xml = JUnitXml.write(result, failures);
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(getClass().getResource("junit.xsd"))
        .newValidator()
        .validate(new StreamSource(new StringReader(xml)));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static List<Element> elements(Document document, String name) {
    NodeList found = document.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  private static List<String> children(Element element) {
    List<String> names = new ArrayList<>();
    NodeList children = element.getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      names.add(children.item(i).getNodeName());
    }
    return names;
  }
}
