package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooMain;
import dev.echospec.zoo.ZooServer;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;

/** Known failures, from the command line to the reports. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ExpectTest {
  /** Answers in lower case: fails transform/ascii-letters, passes close/empty. */
  private static final String FAULTY = "LowerCases";

  private static final String LETTERS =
      """
      known-failures:
        - case: transform/ascii-letters
          reason: answers in lower case (issue 12)
          words: [byte 0, "'A'"]
      """;

  @TempDir private Path folder;

  private Kit.Ended verify(String known, String... options) throws Exception {
    try (ZooServer server = Zoo.start(Zoo.named(FAULTY).type())) {
      List<String> args =
          new ArrayList<>(List.of("verify", "--report", report().toString(), "--tries", "20"));
      Path file = Files.writeString(folder.resolve("known.yaml"), known);
      args.addAll(List.of("--expect", file.toString(), "127.0.0.1:" + server.port()));
      args.addAll(List.of(options));
      return Kit.run(args);
    }
  }

  private static final String[] TWO = {"--case", "transform/ascii*", "--case", "close/empty"};

  private static String entry(String file) {
    return file.substring(file.indexOf('\n') + 1);
  }

  private Path report() {
    return folder.resolve("report");
  }

  private String known() {
    return folder.resolve("known.yaml").toString();
  }

  @Test
  void aKnownFailureDoesNotFailTheRun() throws Exception {
    Kit.Ended ended = verify(LETTERS, TWO);

    assertThat(ended.status()).as(ended::toString).isZero();
    assertThat(ended.out())
        .containsPattern(
            "\nKNOWN  transform/ascii-letters .*: answers in lower case \\(issue 12\\)\n")
        .contains("2 cases: 1 passed, 1 failed (1 known)")
        .contains("\n1 fault:\n   1  Byte 0 of the echo")
        .contains("\n      Fails:  transform/ascii-letters (known)\nCONFORMS but")
        .contains("\nCONFORMS but for 1 known failure to the profile concurrent: 127.0.0.1:")
        .doesNotContain("\nCONFORMS to", "Surprises", "\nFAIL");
    JsonNode results = Kit.results(report());
    assertThat(Kit.text(results, "verdict")).isEqualTo("KNOWN_FAILURES");
    assertThat(results.at("/counts/FAIL").intValue()).isEqualTo(1);
    assertThat(results.get("surprises")).isEmpty();
    JsonNode failed = Kit.result(results, "transform/ascii-letters");
    assertThat(Kit.text(failed, "verdict")).isEqualTo("FAIL");
    JsonNode known = failed.get("known");
    assertThat(known.get("expected").booleanValue()).isTrue();
    assertThat(Kit.text(known, "reason")).isEqualTo("answers in lower case (issue 12)");
    assertThat(Kit.text(known, "file")).isEqualTo(known());
    assertThat(known.get("line").intValue()).isEqualTo(2);
    assertThat(known.get("missing")).isEmpty();
    Document junit = junit();
    assertThat(junit.getDocumentElement().getAttribute("failures")).isEqualTo("0");
    assertThat(suite(junit).getAttribute("skipped")).isEqualTo("1");
    assertThat(elements(junit, "skipped").get(0).getAttribute("message"))
        .isEqualTo("Known failure: answers in lower case (issue 12) (" + known() + " line 2)");
    assertThat(elements(junit, "system-out").get(0).getTextContent()).contains("send ", "Again:");
    assertThat(report().resolve("transform-ascii-letters.json")).exists();
  }

  @Test
  void anotherFailureInTheSameCaseDoes() throws Exception {
    Kit.Ended ended = verify(LETTERS.replace("byte 0", "UnicodeDecodeError"), TWO);

    assertThat(ended.status()).as(ended::toString).isEqualTo(1);
    assertThat(ended.out())
        .contains("\nFAIL  transform/ascii-letters")
        .contains(
            "      Not the failure that "
                + known()
                + " line 2 knows: it does not say 'UnicodeDecodeError'\n")
        .contains("\nDOES NOT CONFORM to the profile concurrent: ");
    JsonNode known = Kit.result(Kit.results(report()), "transform/ascii-letters").get("known");
    assertThat(known.get("expected").booleanValue()).isFalse();
    assertThat(known.at("/missing/0").stringValue()).isEqualTo("UnicodeDecodeError");
    assertThat(elements(junit(), "failure")).hasSize(1);
  }

  @Test
  void whatPassesAllTheSameIsASurpriseAndFailsTheRun() throws Exception {
    String known = LETTERS + entry(LETTERS).replace("transform/ascii-letters", "close/empty");

    Kit.Ended ended = verify(known, TWO);

    String surprise = known() + " line 5, close/empty: it passes now: remove the entry";
    assertThat(ended.status()).as(ended::toString).isEqualTo(1);
    assertThat(ended.out())
        .contains("\nSurprises:\n      " + surprise + "\n")
        .contains("\nNOT AS EXPECTED: ")
        .doesNotContain("CONFORM");
    JsonNode results = Kit.results(report());
    assertThat(Kit.text(results, "verdict")).isEqualTo("NOT_AS_EXPECTED");
    assertThat(results.get("surprises")).hasSize(1);
    JsonNode first = results.at("/surprises/0");
    assertThat(Kit.text(first, "kind")).isEqualTo("PASSES");
    assertThat(Kit.text(first, "case")).isEqualTo("close/empty");
    assertThat(Kit.text(first, "file")).isEqualTo(known());
    assertThat(first.get("line").intValue()).isEqualTo(5);
    assertThat(Kit.text(first, "message")).isEqualTo("it passes now: remove the entry");
    Document junit = junit();
    assertThat(suite(junit).getAttribute("failures")).isEqualTo("1");
    assertThat(suite(junit).getAttribute("tests")).isEqualTo("3");
    assertThat(elements(junit, "testcase")).hasSize(3);
    assertThat(elements(junit, "failure").get(0).getTextContent()).isEqualTo(surprise);
  }

  @Test
  void anEntryThatHasExpiredExcusesNothing() throws Exception {
    String old = LETTERS + "    until: 2001-01-01\n";

    Kit.Ended ended = verify(old, TWO);

    assertThat(ended.status()).as(ended::toString).isEqualTo(1);
    assertThat(ended.out())
        .contains("\nFAIL  transform/ascii-letters", "but only until 2001-01-01")
        .contains("this was to be fixed by 2001-01-01: fix the server, or set a later date");
    assertThat(verify(old.replace("2001", "9999"), TWO).status()).isZero();
  }

  @Test
  void aPatternOfNoCaseIsASurprise() throws Exception {
    Kit.Ended ended = verify(LETTERS.replace("ascii-letters", "letters"), "--case", "close/empty");

    assertThat(ended.status()).as(ended::toString).isEqualTo(1);
    assertThat(ended.out()).contains("transform/letters: there is no such case: correct the id");
  }

  @Test
  void whatIsNotSelectedIsNoSurprise() throws Exception {
    String wide = LETTERS.replace("ascii-letters", "*");

    Kit.Ended outside = verify(LETTERS, "--case", "close/empty");
    Kit.Ended inPart = verify(wide, "--case", "transform/idempotent");
    Kit.Ended sharded =
        verify(
            LETTERS,
            "--case",
            "transform/a*",
            "--case",
            "close/empty",
            "--shard",
            "2/2",
            "--seed",
            "1");

    for (Kit.Ended ended : List.of(outside, inPart, sharded)) {
      assertThat(ended.status()).as(ended::toString).isZero();
      assertThat(ended.out()).contains("\nCONFORMS to the profile").doesNotContain("Surprises");
    }
  }

  @Test
  void aFailureThatEndsTheRunIsNotExcused() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("known.yaml"),
            "known-failures:\n  - case: '*'\n    reason: r\n    words: [answers]\n");
    Kit.Ended silent =
        Kit.run(
            HostileServer.command(HostileServer.Mode.SILENT, "{port}"),
            "verify",
            "--report",
            report().toString(),
            "--patience",
            "300ms",
            "--case",
            "close/*",
            "--expect",
            file.toString());

    assertThat(silent.status()).as(silent::toString).isEqualTo(1);
    assertThat(silent.out()).contains("DOES NOT CONFORM").doesNotContain("KNOWN");
  }

  @Test
  void everyFormatKnowsOfIt() throws Exception {
    for (String format : List.of("json", "junit")) {
      Kit.Ended ended = verify(LETTERS, "--case", "transform/ascii*", "--format", format);

      assertThat(ended.status()).as(ended::toString).isZero();
      assertThat(ended.out()).contains("nown", "answers in lower case (issue 12)");
      assertThat(ended.err()).contains("CONFORMS but for 1 known failure");
    }
  }

  @Test
  void aFileThatMakesNoSenseIsWrongUsage() throws Exception {
    Kit.complains(
        verify(LETTERS.replace("reason", "raeson")),
        2,
        known() + ", line 3 column 5: an entry has no 'raeson'");
    Kit.complains(
        Kit.run("verify", "--expect", folder.resolve("none.yaml").toString()),
        2,
        "none.yaml: no such file or directory");
    assertThat(report()).doesNotExist();
  }

  @Test
  void alsoOfACommand() throws Exception {
    Path file = Files.writeString(folder.resolve("known.yaml"), LETTERS);

    Kit.Ended ended =
        Kit.run(
            Kit.java(ZooMain.class, FAULTY, "{port}"),
            "verify",
            "--report",
            report().toString(),
            "--seed",
            "11",
            "--case",
            "transform/ascii*",
            "--expect",
            file.toString());

    assertThat(ended.status()).as(ended::toString).isZero();
  }

  private Document junit() throws Exception {
    String xml = Files.readString(report().resolve("TEST-echospec.xml"));
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(ExpectTest.class.getResource("/dev/echospec/report/junit.xsd"))
        .newValidator()
        .validate(new StreamSource(new StringReader(xml)));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static Element suite(Document junit) {
    return elements(junit, "testsuite").get(0);
  }

  private static List<Element> elements(Document document, String name) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < document.getElementsByTagName(name).getLength(); i++) {
      elements.add((Element) document.getElementsByTagName(name).item(i));
    }
    return elements;
  }
}
