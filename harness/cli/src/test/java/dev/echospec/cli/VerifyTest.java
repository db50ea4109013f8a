package dev.echospec.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.echospec.script.JsonText;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooMain;
import dev.echospec.zoo.ZooServer;
import java.io.IOException;
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
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;

/** Runs against good and bad servers, from the command line to the report folder. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class VerifyTest {
  /** Fails in two of these four, in the same tries each time. */
  private static final String FAULTY = "UpperCasesLatin1";

  private static final List<String> FOUR =
      List.of(
          "--case",
          "transform/b*",
          "--case",
          "transform/every-byte",
          "--case",
          "close/em*",
          "--seed",
          "11",
          "--verbose");

  /** Not possible with a server in this process. */
  private static final List<String> SKIPPED =
      List.of("close/releases", "flow/bounded-memory", "endurance/memory");

  @TempDir private Path folder;

  @Test
  void theEmbeddedServerConforms() throws Exception {
    Kit.Ended ended = Kit.run(options("--tries", "10", "--seed", "5"));

    assertThat(ended.status()).as(ended::toString).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .contains("CONFORMS to the profile concurrent: embedded", "seed 5", "Report: " + folder)
        .doesNotContain("\u001b");
    assertThat(Kit.files(folder)).containsExactlyElementsOf(Kit.REPORT);
    JsonNode results = Kit.results(folder);
    assertThat(names(results))
        .containsExactlyInAnyOrder(
            "format",
            "echospec",
            "target",
            "profile",
            "verdict",
            "complete",
            "seed",
            "started",
            "millis",
            "portWaitMillis",
            "facts",
            "counts",
            "error",
            "notes",
            "surprises",
            "diagnoses",
            "shard",
            "faults",
            "cases");
    assertThat(Kit.text(results, "format")).isEqualTo("results/2");
    assertThat(Kit.text(results, "target")).isEqualTo("embedded");
    assertThat(Kit.text(results, "profile")).isEqualTo("concurrent");
    assertThat(Kit.text(results, "verdict")).isEqualTo("CONFORMS");
    assertThat(results.get("complete").booleanValue()).isTrue();
    assertThat(results.get("seed").longValue()).isEqualTo(5);
    assertThat(results.get("error").isNull()).isTrue();
    assertThat(names(results.get("facts")))
        .containsExactlyInAnyOrder(
            "answers", "sequential", "roundTripMillis", "patienceMillis", "boundMillis");
    assertThat(Kit.cases(results).map(one -> Kit.text(one, "id")))
        .containsExactlyElementsOf(Catalogue.cases().stream().map(CaseInfo::id).toList());
    assertThat(Kit.cases(results))
        .allSatisfy(
            one -> {
              assertThat(names(one))
                  .containsExactlyInAnyOrder(
                      "id",
                      "level",
                      "rule",
                      "verdict",
                      "tries",
                      "millis",
                      "reason",
                      "figures",
                      "violation",
                      "script",
                      "fault",
                      "avoids");
              assertThat(one.get("violation").isNull()).isTrue();
              assertThat(one.get("script").isNull()).isTrue();
            });
    assertThat(Kit.idsWith("SKIP", results))
        .contains("close/releases", "flow/bounded-memory", "endurance/memory")
        .allMatch(id -> SKIPPED.contains(id) || id.startsWith("sequential/"));
    assertThat(Kit.idsWith("INFO", results))
        .containsExactly(
            "flow/write-before-read",
            "behaviour/end",
            "behaviour/idle",
            "behaviour/read-size",
            "behaviour/round-trips",
            "behaviour/throughput");
    assertThat(
            List.of(
                Kit.idsWith("PASS", results),
                Kit.idsWith("SKIP", results),
                Kit.idsWith("INFO", results)))
        .flatMap(ids -> ids)
        .hasSize(Catalogue.cases().size());
    Document junit = junit(Files.readString(folder.resolve("TEST-echospec.xml")));
    assertThat(junit.getElementsByTagName("testcase").getLength())
        .isEqualTo(Catalogue.cases().size());
    assertThat(junit.getElementsByTagName("failure").getLength()).isZero();
    assertNothingIsLeft();
  }

  @Test
  void aFaultyServerThatIsRunning() throws Exception {
    try (ZooServer server = Zoo.start(Zoo.named(FAULTY).type())) {
      Kit.Ended ended = Kit.run(options(FOUR, "127.0.0.1:" + server.port()));

      failsAsItShould(ended, "127.0.0.1:" + server.port());
    }
  }

  @Test
  void aFaultyServerAsACommandThatIsToldItsPort() throws Exception {
    List<String> command = Kit.java(ZooMain.class, FAULTY, "{port}");

    Kit.Ended ended = Kit.run(command, options(FOUR).toArray(String[]::new));

    failsAsItShould(ended, "-- ");
    assertThat(Kit.targets(FAULTY)).isEmpty();
  }

  @Test
  void aFaultyServerAsACommandOnItsOwnPort() throws Exception {
    String port = Integer.toString(Kit.freePort());
    List<String> command = Kit.java(ZooMain.class, FAULTY, port);

    Kit.Ended ended = Kit.run(command, options(FOUR, "--port", port).toArray(String[]::new));

    failsAsItShould(ended, "-- ");
    assertThat(Kit.targets(FAULTY)).isEmpty();
    assertThat(Kit.isFree(Integer.parseInt(port))).as("the port is free at once").isTrue();
  }

  /** The console, results.json, the JUnit XML and the failure files tell the same story. */
  private void failsAsItShould(Kit.Ended ended, String target) throws Exception {
    assertThat(ended.status()).as(ended::toString).isEqualTo(1);
    JsonNode results = Kit.results(folder);
    List<String> failed = Kit.idsWith("FAIL", results);
    assertThat(Kit.text(results, "verdict")).isEqualTo("DOES_NOT_CONFORM");
    assertThat(Kit.text(results, "target")).startsWith(target);
    assertThat(results.get("complete").booleanValue()).isTrue();
    assertThat(failed).containsExactly("transform/binary", "transform/every-byte");
    assertThat(results.at("/counts/FAIL").intValue()).isEqualTo(failed.size());
    List<String> lines = ended.out().lines().toList();
    assertThat(lines.stream().filter(line -> line.startsWith("FAIL  ")).map(VerifyTest::id))
        .containsExactlyElementsOf(failed);
    assertThat(lines.stream().filter(line -> line.startsWith("PASS  ")).map(VerifyTest::id))
        .containsExactlyElementsOf(Kit.idsWith("PASS", results));
    assertThat(results.get("faults")).isNotEmpty();
    for (JsonNode fault : results.get("faults")) {
      String cases =
          fault.get("cases").valueStream().map(JsonNode::stringValue).collect(joining(", "));
      assertThat(lines).contains("      Fails:  " + cases);
      assertThat(failed).contains(Kit.text(fault, "shownBy"));
      assertThat(ended.out())
          .contains(
              "Again:  ./echospec replay "
                  + folder.resolve(Kit.text(fault, "script"))
                  + " "
                  + target);
    }
    assertThat(ended.out()).contains("DOES NOT CONFORM to the profile concurrent: " + target);
    List<String> files = new ArrayList<>(Kit.REPORT);
    for (String id : failed) {
      JsonNode one = Kit.result(results, id);
      files.add(Kit.text(one, "script"));
      assertThat(Kit.text(one, "script")).isEqualTo(id.replace('/', '-') + ".json");
      assertThat(Kit.text(one.get("violation"), "message")).isNotBlank();
      assertThat(one.get("foundAfter").intValue()).isPositive();
      assertThat(one.get("replaysFailed").intValue())
          .isPositive()
          .isEqualTo(one.get("replays").intValue());
    }
    assertThat(Kit.files(folder)).containsExactlyInAnyOrderElementsOf(files);
    Document junit = junit(Files.readString(folder.resolve("TEST-echospec.xml")));
    NodeList failures = junit.getElementsByTagName("failure");
    List<String> named = new ArrayList<>();
    for (int i = 0; i < failures.getLength(); i++) {
      named.add(
          failures.item(i).getParentNode().getAttributes().getNamedItem("name").getNodeValue());
    }
    assertThat(named).containsExactlyElementsOf(failed);
    assertNothingIsLeft();
  }

  @Test
  void aRunEndsAfterTheFirstFaultAndSaysWhatWasLeft() throws Exception {
    try (ZooServer server = Zoo.start(Zoo.named(FAULTY).type())) {
      Kit.Ended ended = Kit.run(options(FOUR, "--fail-fast", "127.0.0.1:" + server.port()));

      String why = "the run ended after 1 fault, as --fail-fast asks";
      JsonNode results = Kit.results(folder);
      assertThat(ended.status()).as(ended::toString).isEqualTo(1);
      assertThat(Kit.text(results, "verdict")).isEqualTo("DOES_NOT_CONFORM");
      assertThat(results.get("complete").booleanValue()).isTrue();
      assertThat(results.get("error").isNull()).isTrue();
      assertThat(Kit.idsWith("FAIL", results)).containsExactly("transform/binary");
      assertThat(Kit.idsWith("SKIP", results))
          .containsExactly("transform/every-byte", "close/empty");
      assertThat(Kit.text(Kit.result(results, "close/empty"), "reason")).isEqualTo(why);
      assertThat(ended.out())
          .contains("\nSKIP  " + why + ":\n      transform/every-byte, close/empty\n")
          .contains("\n1 fault:\n   1  ")
          .doesNotContain("Error: ", "stopped");
    }
  }

  @Test
  void aRunWithFewerFaultsThanItMayHaveRunsToItsEnd() throws Exception {
    try (ZooServer server = Zoo.start(Zoo.named(FAULTY).type())) {
      String target = "127.0.0.1:" + server.port();
      Kit.Ended ended = Kit.run(options(FOUR, "--max-failures", "3", target));

      assertThat(ended.status()).as(ended::toString).isEqualTo(1);
      assertThat(ended.out()).doesNotContain("--max-failures");
      assertThat(Kit.idsWith("SKIP", Kit.results(folder))).isEmpty();
    }
  }

  @Test
  void aServerThatConformsIsTriedToTheEndWithEitherOption() throws Exception {
    Kit.Ended ended = Kit.run(options("--case", "transform/a*", "--fail-fast"));

    assertThat(ended.status()).as(ended::toString).isZero();
    assertThat(ended.out()).contains("transform   1 case: 1 passed, ", "\nCONFORMS to ");
  }

  private static String id(String line) {
    return line.split(" +")[1];
  }

  @Test
  void aSeedRepeatsARun() throws Exception {
    List<List<Object>> seen = new ArrayList<>();
    for (String seed : List.of("11", "11")) {
      try (ZooServer server = Zoo.start(Zoo.named("SwapsPairs").type())) {
        Kit.run(options("--case", "transform/order", "--seed", seed, "127.0.0.1:" + server.port()));
      }
      JsonNode failure = JsonText.parse(Files.readString(folder.resolve("transform-order.json")));
      JsonNode one = Kit.result(Kit.results(folder), "transform/order");
      String headline = Files.readString(folder.resolve("TEST-echospec.xml"));
      seen.add(
          List.of(
              one.get("tries"),
              one.get("foundAfter"),
              failure.get("script"),
              headline.replaceAll("(?s).*?(shrunk from [0-9]+ bytes).*", "$1")));
    }

    assertThat(seen.get(1)).isEqualTo(seen.get(0));
  }

  @Test
  void jsonIsAllThatIsPrinted() throws Exception {
    Kit.Ended ended = Kit.run(options("--case", "transform/order", "--format", "json"));

    assertThat(ended.status()).isZero();
    JsonNode printed = JsonText.parse(ended.out());
    assertThat(printed).isEqualTo(Kit.results(folder));
    assertThat(ended.err()).contains("transform   1 case: 1 passed, ");
  }

  @Test
  void tapIsAllThatIsPrinted() throws Exception {
    Kit.Ended ended = Kit.run(options("--case", "transform/order", "--format", "tap"));

    assertThat(ended.status()).isZero();
    assertThat(ended.out())
        .isEqualTo(Files.readString(folder.resolve("results.tap")))
        .startsWith("TAP version 14\n")
        .contains("\n1..1\nok 1 - transform/order\n");
    assertThat(ended.err()).contains("transform   1 case: 1 passed, ");
  }

  @Test
  void tapBailsOutOfATargetThatIsNotThere() throws Exception {
    String target = "127.0.0.1:" + Kit.freePort();
    Kit.Ended ended = Kit.run(options("--format", "tap", target));

    assertThat(ended.status()).isEqualTo(3);
    assertThat(ended.out())
        .startsWith("TAP version 14\n")
        .contains("\n1..0\n", "\nBail out! ")
        .doesNotContain("ok 1");
    assertThat(folder.resolve("badge.svg")).content().contains("echospec: error");
  }

  @Test
  void junitIsAllThatIsPrinted() throws Exception {
    try (ZooServer server = Zoo.start(Zoo.named("LowerCases").type())) {
      Kit.Ended ended =
          Kit.run(
              options("--case", "transform/a*", "--format", "JUnit", "127.0.0.1:" + server.port()));

      assertThat(ended.status()).isEqualTo(1);
      assertThat(junit(ended.out()).getElementsByTagName("failure").getLength()).isEqualTo(1);
      assertThat(ended.out().strip())
          .isEqualTo(Files.readString(folder.resolve("TEST-echospec.xml")).strip());
    }
  }

  @Test
  void jsonIsPrintedAlsoWhenThereIsNoTarget() throws Exception {
    Kit.Ended ended = Kit.run(options("--format", "json", "127.0.0.1:" + Kit.freePort()));

    Kit.complains(ended, 3, "Nobody listens");
    JsonNode printed = JsonText.parse(ended.out());
    assertThat(Kit.text(printed, "verdict")).isEqualTo("ERROR");
    assertThat(Kit.text(printed, "error")).startsWith("Nobody listens");
  }

  @Test
  void whereEverythingIsSkippedNothingIsSaidOfTheServer() throws Exception {
    Kit.Ended ended = Kit.run(options("--case", "close/releases"));

    assertThat(ended.status()).as(ended::toString).isEqualTo(2);
    assertThat(ended.out()).contains("SKIP  descriptors", "ERROR, nothing can be said");
    assertThat(Kit.text(Kit.results(folder), "verdict")).isEqualTo("ERROR");
  }

  @Test
  void theProfileDecidesWhatIsOwed() throws Exception {
    try (ZooServer server = Zoo.start(Zoo.named("LowerCases").type())) {
      String target = "127.0.0.1:" + server.port();
      Kit.Ended identity =
          Kit.run(options("--case", "stream/coalesced*", "--profile", "rfc862", target));
      Kit.Ended upper =
          Kit.run(options("--case", "stream/coalesced*", "--profile", "sequential", target));
      Kit.Ended former =
          Kit.run(options("--case", "stream/coalesced*", "--profile", "seed", target));

      assertThat(identity.status()).as(identity::toString).isZero();
      assertThat(upper.status()).as(upper::toString).isEqualTo(1);
      assertThat(former.status()).as(former::toString).isEqualTo(1);
      assertThat(Kit.text(Kit.results(folder), "profile")).isEqualTo("sequential");
    }
    assertThat(Kit.run(options("--case", "transform/every*", "--profile", "RFC862")).status())
        .isZero();
  }

  @Test
  void whatAnEarlierRunLeftIsRemoved() throws Exception {
    Path mine = Files.writeString(folder.resolve("notes.json"), "{}");
    try (ZooServer server = Zoo.start(Zoo.named("LowerCases").type())) {
      Kit.run(options("--case", "transform/a*", "127.0.0.1:" + server.port()));
    }
    assertThat(folder.resolve("transform-ascii-letters.json")).exists();

    Kit.run(options("--case", "transform/a*"));

    assertThat(folder.resolve("transform-ascii-letters.json")).doesNotExist();
    assertThat(mine).exists();
  }

  private List<String> options(String... rest) {
    return options(List.of(), rest);
  }

  private List<String> options(List<String> first, String... rest) {
    List<String> args = new ArrayList<>(List.of("verify", "--report", folder.toString()));
    args.addAll(first);
    args.addAll(List.of(rest));
    return args;
  }

  private static List<String> names(JsonNode object) {
    return List.copyOf(object.propertyNames());
  }

  private static Document junit(String xml) throws Exception {
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(VerifyTest.class.getResource("/dev/echospec/report/junit.xsd"))
        .newValidator()
        .validate(new StreamSource(new StringReader(xml)));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static void assertNothingIsLeft() throws IOException {
    await().untilAsserted(() -> assertThat(Kit.threads()).isEmpty());
    assertThat(Path.of(".jqwik-database")).doesNotExist();
  }
}
