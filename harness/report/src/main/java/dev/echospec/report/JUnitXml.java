package dev.echospec.report;

import dev.echospec.option.CasePage;
import dev.echospec.result.CaseResult;
import dev.echospec.result.FailureText;
import dev.echospec.result.RunResult;
import dev.echospec.result.RunResult.Conformance;
import dev.echospec.result.StaleExpectation;
import dev.echospec.result.Verdict;
import dev.echospec.script.ScriptText;
import java.io.StringWriter;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A run in the XML that continuous integration servers read test results from. */
public final class JUnitXml {
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final XMLStreamWriter xml;
  private final RunResult result;
  private final FailureText failures;
  private final CasePage pages;

  private JUnitXml(XMLStreamWriter xml, RunResult result, FailureText failures, CasePage pages) {
    this.xml = xml;
    this.result = result;
    this.failures = failures;
    this.pages = pages;
  }

  /**
   * Returns the text of the document.
   *
   * @param result of a run
   * @param failures how a failure is printed
   */
  public static String write(RunResult result, FailureText failures) {
    return write(result, failures, CasePage.ofSystem());
  }

  /** Returns the same with the addresses of the pages of a site. */
  static String write(RunResult result, FailureText failures, CasePage pages) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      new JUnitXml(xml, result, failures, pages).document();
      xml.close();
    } catch (XMLStreamException e) {
      // A string can always be written to.
      throw new IllegalStateException(e);
    }
    // What has to be escaped can only stand between tags or in the value of an attribute.
    return ScriptText.escaped(text.append('\n').toString(), c -> "&#" + c + ";");
  }

  private void document() throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    open("\n", "testsuites");
    counts();
    open("\n  ", "testsuite");
    counts();
    attribute("skipped", skipped());
    attribute("timestamp", SECOND.format(result.started()));
    // The name of this machine does not belong in a report.
    attribute("hostname", "localhost");
    properties();
    for (CaseResult one : result.cases()) {
      testCase(one);
    }
    for (StaleExpectation surprise : result.surprises()) {
      open("\n    ", "testcase");
      attribute("name", surprise.entry().glob());
      attribute("classname", "echospec.known-failures");
      attribute("time", seconds(Duration.ZERO));
      told(
          "failure",
          surprise.kind().name(),
          surprise.message(),
          ScriptText.harmless(surprise.inWords()));
      xml.writeEndElement();
    }
    Optional<String> error = error();
    if (error.isPresent()) {
      open("\n    ", "testcase");
      attribute("name", "run");
      attribute("classname", "echospec");
      attribute("time", seconds(Duration.ZERO));
      told("error", "run", error.get(), ScriptText.harmless(error.get()));
      xml.writeEndElement();
    }
    close("\n  ");
    close("\n");
    xml.writeEndDocument();
  }

  /** Why the run as a whole is no success though no case may have failed, if so. */
  private Optional<String> error() {
    return result
        .error()
        .or(
            () ->
                result.conformance() == Conformance.UNDECIDED
                    ? Optional.of(
                        Outcome.of(result).line() + ": " + String.join(", ", result.undecided()))
                    : Optional.empty());
  }

  private void counts() throws XMLStreamException {
    int inError = error().isPresent() ? 1 : 0;
    int surprises = result.surprises().size();
    attribute("name", "echospec");
    attribute("tests", result.cases().size() + surprises + inError);
    attribute("failures", result.count(Verdict.FAIL) - known() + surprises);
    attribute("errors", result.count(Verdict.ERROR) + inError);
    attribute("time", seconds(result.took()));
  }

  private long skipped() {
    return result.count(Verdict.SKIP) + result.count(Verdict.INCONCLUSIVE) + known();
  }

  private long known() {
    return result.countExpected(Verdict.FAIL);
  }

  private void properties() throws XMLStreamException {
    open("\n    ", "properties");
    property("echospec.version", result.version());
    property("target", result.target());
    property("profile", result.profile().id());
    property("seed", String.valueOf(result.seed()));
    property("verdict", result.conformance().name());
    for (String note : result.notes()) {
      property("note", note);
    }
    for (String line : result.notTried()) {
      property("not-tried", line);
    }
    close("\n    ");
  }

  private void property(String name, String value) throws XMLStreamException {
    xml.writeCharacters("\n      ");
    xml.writeEmptyElement("property");
    attribute("name", name);
    attribute("value", value);
  }

  private void testCase(CaseResult one) throws XMLStreamException {
    open("\n    ", "testcase");
    attribute("name", one.info().id());
    attribute("classname", "echospec." + one.info().section());
    attribute("time", seconds(one.took()));
    String reason = one.reason().orElse("");
    String printed =
        String.join("\n", failures.lines(one, result.faultOf(one)))
            + (one.failure().isPresent() ? about(one) : "");
    switch (one.verdict()) {
      case PASS -> {}
      case FAIL -> {
        if (one.isExpected()) {
          skipped(one.known().orElseThrow().inWords());
          output(printed);
        } else {
          told("failure", kind(one), message(one), printed);
        }
      }
      case ERROR -> told("error", "ERROR", reason, printed);
      case SKIP -> skipped(reason);
      case INCONCLUSIVE -> {
        skipped("inconclusive: " + (reason.isEmpty() ? message(one) : reason));
        output(printed);
      }
      case WARN, INFO -> output(printed);
    }
    xml.writeEndElement();
  }

  private String about(CaseResult one) {
    return "\n" + FailureText.INDENT + "About:  " + ScriptText.harmless(pages.about(one.info()));
  }

  private void skipped(String why) throws XMLStreamException {
    xml.writeEmptyElement("skipped");
    attribute("message", why);
  }

  private static String kind(CaseResult one) {
    return one.failure().map(f -> f.sight().violations().get(0).kind().name()).orElse("FAIL");
  }

  private static String message(CaseResult one) {
    return one.failure()
        .map(
            failure ->
                failure.sight().violations().get(0).message()
                    + failure.diagnosis().map(why -> ". " + why.line()).orElse(""))
        .or(one::reason)
        .orElse("");
  }

  private void told(String element, String type, String message, String body)
      throws XMLStreamException {
    xml.writeStartElement(element);
    attribute("message", message);
    attribute("type", type);
    xml.writeCharacters(XmlText.of(body));
    xml.writeEndElement();
  }

  private void output(String text) throws XMLStreamException {
    xml.writeStartElement("system-out");
    xml.writeCharacters(XmlText.of(text));
    xml.writeEndElement();
  }

  private void open(String before, String element) throws XMLStreamException {
    xml.writeCharacters(before);
    xml.writeStartElement(element);
  }

  private void close(String before) throws XMLStreamException {
    xml.writeCharacters(before);
    xml.writeEndElement();
  }

  private void attribute(String name, long value) throws XMLStreamException {
    attribute(name, String.valueOf(value));
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, XmlText.oneLine(value));
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1000.0);
  }
}
