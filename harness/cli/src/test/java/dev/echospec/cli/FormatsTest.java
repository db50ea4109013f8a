package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.report.Schemas;
import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What real runs leave is what the JSON Schemas of docs/ say. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FormatsTest {
  @TempDir private Path folder;

  @Test
  void aRunThatConforms() throws Exception {
    Kit.Ended ended =
        Kit.run("verify", "--report", folder.toString(), "--tries", "3", "--case", "behaviour/e*");

    assertThat(ended.status()).as(ended::toString).isZero();
    holds("results", "results.json");
  }

  @Test
  void aRunThatFailsInKnownAndOtherWays() throws Exception {
    Path known =
        Files.writeString(
            folder.resolve("known.yaml"),
            """
            known-failures:
            - {case: transform/ascii-letters, reason: lower case, words: [no such words]}
            - {case: close/empty, reason: passes, words: [x]}
            """);
    try (ZooServer server = Zoo.start(Zoo.named("LowerCases").type())) {
      Kit.Ended ended =
          Kit.run(
              "verify",
              "--report",
              folder.toString(),
              "--tries",
              "5",
              "--case",
              "transform/ascii*",
              "--case",
              "close/empty",
              "--expect",
              known.toString(),
              "127.0.0.1:" + server.port());
      assertThat(ended.status()).as(ended::toString).isEqualTo(1);
    }
    assertThat(Files.readString(folder.resolve("results.json")))
        .contains("\"no such words\"", "\"PASSES\"");
    holds("results", "results.json");
    holds("failure", "transform-ascii-letters.json");
  }

  @Test
  void aComparison() throws Exception {
    Path fleet =
        Files.writeString(
            folder.resolve("fleet.yaml"),
            """
            fleet:
            - {name: reference, target: embedded}
            - {name: away, command: [no-such-program, "{port}"]}
            """);

    Kit.Ended ended =
        Kit.run(
            "compare",
            fleet.toString(),
            "--report",
            folder.toString(),
            "--tries",
            "3",
            "--case",
            "transform/a*");

    assertThat(ended.status()).as(ended::toString).isEqualTo(3);
    holds("comparison", "results.json");
    holds("results", "members/reference/results.json");
  }

  private void holds(String schema, String file) throws Exception {
    assertThat(Schemas.errors(schema, Files.readString(folder.resolve(file)))).isEmpty();
  }
}
