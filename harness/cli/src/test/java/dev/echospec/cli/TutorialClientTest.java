package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The tutorial's own client, in Python: with its fixed text and a fixed port, and with arguments.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TutorialClientTest {
  @TempDir private Path folder;

  @BeforeEach
  void thereIsPython() {
    Tutorial.needsPython();
  }

  @Test
  void bothOfItsFaultsAreFoundWithTheirShortestScriptAndCause() throws Exception {
    Kit.Ended ended =
        client(
            List.of(
                "--case", "client/output", "--case", "client/early-end", "--case", "client/ends"),
            "implementations/clients/python-tutorial/client.py",
            "{host}",
            "{port}",
            "{message}");

    assertThat(ended.status()).as(ended::toString).isEqualTo(ExitCode.DOES_NOT_CONFORM);
    JsonNode results = Kit.results(folder.resolve("report"));
    JsonNode output = Kit.result(results, "client/output");
    assertThat(output.at("/diagnosis/cause").stringValue()).isEqualTo("client-decodes-each-read");
    assertThat(output.at("/diagnosis/confidence").stringValue()).isEqualTo("likely");
    assertThat(output.get("replaysFailed").intValue()).isEqualTo(3);
    JsonNode earlyEnd = Kit.result(results, "client/early-end");
    assertThat(earlyEnd.at("/diagnosis/cause").stringValue()).isEqualTo("client-spins-at-the-end");
    assertThat(ended.out())
        .as("a character that is cut, and a letter; an end behind one byte or none")
        .containsPattern("is told to send \"[^\"]{2,3}\"\n *server: +answers [12] bytes?\n")
        .containsPattern("is told to send \"a?\"\n *server: +ends its side\n")
        .contains("2 faults:");
  }

  /** What it cannot be told is skipped with the reason. */
  @Test
  void withItsFixedTextAndPortItSpinsAtAnEarlyEnd() throws Exception {
    String port = String.valueOf(Kit.freePort());
    String program =
        Files.readString(Kit.project().resolve("implementations/python-tutorial/client.py"));
    Path client = folder.resolve("client.py");
    // Its own port would be in TIME_WAIT for the tests of the server.
    Files.writeString(client, program.replace("10000", port));

    Kit.Ended ended =
        client(
            List.of(
                "--sends",
                "Hello World!",
                "--port",
                port,
                "--case",
                "client/early-end",
                "--case",
                "client/sends",
                "--case",
                "client/address"),
            client.toString());

    assertThat(ended.status()).as(ended::toString).isEqualTo(ExitCode.DOES_NOT_CONFORM);
    JsonNode results = Kit.results(folder.resolve("report"));
    assertThat(Kit.idsWith("PASS", results)).containsExactly("client/sends");
    assertThat(Kit.idsWith("FAIL", results)).containsExactly("client/early-end");
    assertThat(Kit.text(Kit.result(results, "client/address"), "reason"))
        .isEqualTo("the client is not told its host: see {host}");
  }

  private Kit.Ended client(List<String> options, String program, String... words) {
    Stream<String> command =
        Stream.concat(
            Stream.of("--", Tutorial.PYTHON, Kit.project().resolve(program).toString()),
            Stream.of(words));
    return Kit.run(
        Stream.of(
                Stream.of("client", "--seed", "1", "--report", folder.resolve("report").toString()),
                options.stream(),
                command)
            .flatMap(all -> all)
            .toArray(String[]::new));
  }
}
