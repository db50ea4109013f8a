package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The tutorial's own server, in Python, on its fixed port, which it binds without SO_REUSEADDR. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TutorialServerTest {
  private static final Path SERVER =
      Kit.project().resolve("implementations/python-tutorial/server.py");

  @TempDir private Path folder;

  @BeforeEach
  void thereIsPythonAndThePortIsFree() {
    Tutorial.needsPython();
    Tutorial.needsItsPort();
  }

  @Test
  void itsFaultsAreFoundAndTheRunReachesItsEnd() throws Exception {
    Kit.Ended ended =
        Kit.run(
            List.of(Tutorial.PYTHON, SERVER.toString()),
            Stream.concat(
                    Stream.of("verify", "--profile", "sequential", "--report", folder.toString()),
                    Stream.of(
                            "transform/ascii-letters",
                            "transform/invalid-utf8",
                            "stream/split-character",
                            "close/empty")
                        .flatMap(id -> Stream.of("--case", id)))
                .toArray(String[]::new));

    JsonNode results = Kit.results(folder);
    assertThat(ended.status()).as(ended::toString).isEqualTo(1);
    assertThat(results.at("/facts/sequential").booleanValue()).isTrue();
    assertThat(Kit.idsWith("PASS", results))
        .containsExactly("transform/ascii-letters", "close/empty");
    assertThat(Kit.idsWith("FAIL", results))
        .containsExactly("transform/invalid-utf8", "stream/split-character");
    assertThat(bytesSent(ended, "transform/invalid-utf8")).isEqualTo(1);
    assertThat(bytesSent(ended, "stream/split-character")).isLessThanOrEqualTo(17);
    for (String id : Kit.idsWith("FAIL", results)) {
      JsonNode one = Kit.result(results, id);
      assertThat(one.get("replaysFailed").intValue()).as(id).isEqualTo(3);
      assertThat(Kit.text(one.get("death"), "how")).isEqualTo("exited with status 1");
      assertThat(Kit.text(one.get("death"), "lastWords")).contains("UnicodeDecodeError");
    }
    assertThat(Kit.result(results, "transform/invalid-utf8").at("/diagnosis/cause").stringValue())
        .isEqualTo("strict-utf8");
    assertThat(ended.out())
        .contains(
            "Likely cause: the server decodes each read as UTF-8 by itself; a character was cut in"
                + " two at a 16-byte read; ");
    assertThat(ended.out()).contains("stderr: UnicodeDecodeError: 'utf-8' codec can't decode byte");
    assertThat(Kit.targets("python-tutorial")).isEmpty();
    assertThat(Kit.isFree(Tutorial.PORT)).as("the port is free at once").isTrue();
  }

  /** It dies some hundred times, and its port is in TIME_WAIT after some of these. */
  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void everyCaseOfItsProfileIsTriedAndItsPortIsNotWaitedFor() throws Exception {
    Kit.Ended ended =
        Kit.run(
            List.of(Tutorial.PYTHON, SERVER.toString()),
            "verify",
            "--profile",
            "sequential",
            // A patience of the user's own keeps the whole bound, on a machine that gets busy
            // after the server was met.
            "--patience",
            "2s",
            "--report",
            folder.toString());

    JsonNode results = Kit.results(folder);
    assertThat(ended.status()).as(ended::toString).isEqualTo(1);
    assertThat(results.get("portWaitMillis").longValue()).as(ended::toString).isZero();
    assertThat(ended.out()).doesNotContain("TIME_WAIT", "the server is gone");
    assertThat(
            Kit.cases(results)
                .filter(one -> Kit.text(one, "verdict").equals("SKIP"))
                .filter(one -> !Kit.text(one, "reason").startsWith("not part of the profile"))
                .map(one -> Kit.text(one, "id") + ": " + Kit.text(one, "reason")))
        .as("cases of the profile that were not tried")
        .isEmpty();
    assertThat(Kit.isFree(Tutorial.PORT)).as("the port is free at once").isTrue();
  }

  /** The size of the shrunk script, from the headline. */
  private static int bytesSent(Kit.Ended ended, String id) {
    Optional<String> headline =
        ended.out().lines().filter(line -> line.matches("FAIL +" + id + " .*")).findFirst();
    assertThat(headline).as(ended::toString).isPresent();
    return Integer.parseInt(
        headline
            .get()
            .replaceAll(".*shrunk from [0-9]+ bytes? to ([0-9]+).*", "$1")
            .replaceAll(".*, ([0-9]+) bytes?, .*", "$1"));
  }
}
