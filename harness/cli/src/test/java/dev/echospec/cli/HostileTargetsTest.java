package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.echospec.cli.HostileServer.Mode;
import dev.echospec.suite.Catalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Whatever the server does, the run ends inside its bound, with a verdict and a report. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class HostileTargetsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "SILENT, 500ms, answers nothing",
    "CLOSES, 4s, the server closed the connection",
    "RESETS, 4s, the server reset the connection"
  })
  void whoNeverAnswersIsBlamedOnce(Mode mode, String patience, String words) throws Exception {
    try (HostileServer server = HostileServer.start(mode)) {
      Kit.Ended ended = verify("--patience", patience, "127.0.0.1:" + server.port());

      JsonNode results = endsInTime(ended);
      assertThat(ended.status()).as(ended::toString).isEqualTo(1);
      assertThat(Kit.idsWith("FAIL", results)).hasSize(1);
      assertThat(Kit.idsWith("SKIP", results)).hasSize(Catalogue.cases().size() - 1);
      assertThat(Kit.cases(results).skip(1))
          .allMatch(
              one ->
                  Kit.text(one, "reason").equals("the server never answers")
                      || Kit.text(one, "reason").equals("not part of the profile concurrent"));
      assertThat(Kit.text(results.at("/cases/0/violation"), "message")).contains(words);
      assertThat(ended.out()).contains("DOES NOT CONFORM").containsIgnoringCase(words);
    }
  }

  @Test
  void whoNeverStopsIsNotListenedToForEver() throws Exception {
    try (HostileServer server = HostileServer.start(Mode.ENDLESS)) {
      Kit.Ended ended = verify("127.0.0.1:" + server.port());

      JsonNode results = endsInTime(ended);
      assertThat(ended.status()).as(ended::toString).isEqualTo(1);
      assertThat(Kit.idsWith("FAIL", results)).hasSizeGreaterThan(20);
      assertThat(Kit.idsWith("ERROR", results)).isEmpty();
      assertThat(Kit.text(results.at("/cases/0/violation"), "kind")).isIn("unasked", "wrong-byte");
    }
  }

  @Test
  void whoSpeaksHttpIsToldSoOnce() throws Exception {
    try (HostileServer server = HostileServer.start(Mode.HTTP)) {
      Kit.Ended ended = verify("--patience", "200ms", "127.0.0.1:" + server.port());

      JsonNode results = endsInTime(ended);
      assertThat(ended.status()).as(ended::toString).isEqualTo(1);
      assertThat(Kit.text(results.get("facts"), "answers")).startsWith("a byte and a half-close");
      assertThat(Kit.idsWith("FAIL", results)).hasSize(1);
      assertThat(Kit.idsWith("SKIP", results)).hasSize(Catalogue.cases().size() - 1);
      assertThat(ended.out())
          .contains("HTTP/1.1 400", "; the server speaks HTTP.", "SKIP  the server speaks HTTP");
    }
  }

  @Test
  void whoDripsFails() throws Exception {
    try (HostileServer server = HostileServer.start(Mode.DRIPS)) {
      Kit.Ended ended =
          verify("--patience", "200ms", "--case", "close/e*", "127.0.0.1:" + server.port());

      JsonNode results = endsInTime(ended);
      assertThat(ended.status()).as(ended::toString).isEqualTo(1);
      assertThat(Kit.idsWith("FAIL", results)).containsAnyOf("close/empty", "close/end-of-stream");
    }
  }

  @Test
  void whoDoesNotAcceptCannotBeReached() throws Exception {
    try (HostileServer server = HostileServer.start(Mode.NEVER_ACCEPTS)) {
      Kit.Ended ended = verify("--patience", "500ms", "127.0.0.1:" + server.port());

      Kit.complains(ended, 3, "127.0.0.1:" + server.port());
    }
  }

  @Test
  void whoDiesIsStartedAgainWhereItIsACommand() throws Exception {
    Kit.Ended ended =
        Kit.run(
            HostileServer.command(Mode.DIES, "{port}"),
            options("--case", "close/em*", "--case", "close/nothing*").toArray(String[]::new));

    JsonNode results = endsInTime(ended);
    assertThat(ended.status()).as(ended::toString).isEqualTo(1);
    assertThat(Kit.idsWith("SKIP", results)).isEmpty();
    // It dies of a number of clients: which case has the last of them does not matter.
    assertThat(Kit.idsWith("FAIL", results))
        .isNotEmpty()
        .allSatisfy(
            id ->
                assertThat(Kit.text(Kit.result(results, id).get("death"), "how"))
                    .isEqualTo("exited with status 7"));
  }

  @Test
  void whoDiesElsewhereIsGone() throws Exception {
    try (HostileServer server = HostileServer.start(Mode.DIES)) {
      Kit.Ended ended = verify("127.0.0.1:" + server.port());

      JsonNode results = endsInTime(ended);
      assertThat(ended.status()).as(ended::toString).isEqualTo(1);
      assertThat(Kit.idsWith("FAIL", results)).hasSize(1);
      assertThat(Kit.idsWith("SKIP", results)).hasSize(Catalogue.cases().size() - 1);
      assertThat(Kit.text(results.at("/cases/1"), "reason"))
          .contains("the server is gone", "cannot be started from here");
      assertThat(ended.out()).contains("SKIP  the server is gone");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOODS_STDERR", "IGNORES_SIGTERM", "FORKS"})
  void aNuisanceOfAProcessMayEchoWellAndIsEnded(Mode mode) throws Exception {
    int port = Kit.freePort();

    Kit.Ended ended =
        Kit.run(
            HostileServer.command(mode, Integer.toString(port)),
            options("--port", "" + port, "--tries", "20", "--case", "transform/a*")
                .toArray(String[]::new));

    JsonNode results = endsInTime(ended);
    assertThat(ended.status()).as(ended::toString).isZero();
    assertThat(Kit.idsWith("PASS", results)).hasSize(results.get("cases").size());
    assertThat(Kit.targets(Integer.toString(port))).isEmpty();
    assertThat(Kit.isFree(port)).isTrue();
  }

  private JsonNode endsInTime(Kit.Ended ended) throws Exception {
    JsonNode results = Kit.results(folder);
    assertThat(results.get("complete").booleanValue()).isTrue();
    assertThat(results.get("error").isNull()).as(ended::toString).isTrue();
    // The bound counts from when the server is up, which may take a while on a busy machine.
    long bound = results.at("/facts/boundMillis").longValue();
    assertThat(results.get("millis").longValue()).isLessThanOrEqualTo(bound + bound / 4);
    assertThat(ended.out()).contains("; ends within ");
    assertThat(ended.err()).isEmpty();
    await().untilAsserted(() -> assertThat(Kit.threads()).isEmpty());
    return results;
  }

  private Kit.Ended verify(String... rest) throws IOException {
    return Kit.run(options(rest));
  }

  private List<String> options(String... rest) {
    List<String> args = new ArrayList<>(List.of("verify", "--report", folder.toString()));
    args.addAll(List.of(rest));
    return args;
  }
}
