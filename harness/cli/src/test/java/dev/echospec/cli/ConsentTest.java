package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.option.Consent;
import dev.echospec.server.AddressTarget;
import dev.echospec.server.Target;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A heavy load for a server of others needs their consent. The addresses are of the blocks for
 * documentation, and every command here is refused: nothing is sent.
 */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ConsentTest {
  private static final String STRANGER = "192.0.2.1:7";

  @TempDir private Path folder;

  @Test
  void verifyNamesTheCasesAndTheWaysOut() {
    Path report = folder.resolve("report");

    Kit.Ended ended = Kit.run("verify", STRANGER, "--report", report.toString());

    Kit.complains(
        ended,
        2,
        "192.0.2.1:7 (192.0.2.1) is neither this machine nor in a private network",
        "concurrent/many",
        "disconnect/storm",
        "leave them out (--exclude",
        "--yes-this-is-mine");
    assertThat(report).doesNotExist();
    Kit.complains(Kit.run("verify", "[2001:db8::1]:7", "--thorough"), 2, "--yes-this-is-mine");
    Kit.complains(Kit.run("verify", "restarted:" + STRANGER), 2, "--yes-this-is-mine");
  }

  @Test
  void whatIsLightNeedsNone() {
    Target stranger = new AddressTarget("192.0.2.1", 7, Duration.ofSeconds(1));

    assertThat(
            Consent.objection(
                stranger,
                Profile.CONCURRENT,
                Catalogue.cases().stream().filter(info -> !info.rule().heavy()).toList()))
        .isEmpty();
    // Cases of another profile are not run.
    assertThat(
            Consent.objection(
                stranger, Profile.SEQUENTIAL, Catalogue.find("concurrent/many").stream().toList()))
        .isEmpty();
    assertThat(
            Consent.objection(
                stranger, Profile.CONCURRENT, Catalogue.find("concurrent/many").stream().toList()))
        .hasValueSatisfying(objection -> assertThat(objection).contains("concurrent/many opens"));
  }

  @Test
  void serversOfOnesOwnNeedNone() {
    for (String host : new String[] {"127.0.0.1", "::1", "10.1.2.3", "fd00::1"}) {
      Target target = new AddressTarget(host, 7, Duration.ofSeconds(1));

      assertThat(Consent.objection(target, Profile.CONCURRENT, Catalogue.cases())).isEmpty();
    }
  }

  @Test
  void replayCountsTheConnectionsOfItsScript() throws IOException {
    Path many = script(129);

    Kit.complains(
        Kit.run("replay", many.toString(), STRANGER),
        2,
        "the conversation opens 129 connections, more than 128",
        "--yes-this-is-mine");
    assertThat(Kit.run("replay", many.toString()).status()).isZero();
  }

  private Path script(int connections) throws IOException {
    String steps =
        IntStream.range(0, connections)
            .mapToObj(c -> "{\"do\": \"connect\", \"on\": " + c + "}")
            .collect(Collectors.joining(","));
    return Files.writeString(folder.resolve("script.json"), "{\"steps\": [" + steps + "]}");
  }

  @Test
  void compareRefusesBeforeAnyMemberRuns() throws IOException {
    Path started = folder.resolve("started");
    Path fleet =
        Files.writeString(
            folder.resolve("fleet.yaml"),
            "fleet:\n- name: mine\n  command: [touch, "
                + started
                + "]\n- name: theirs\n  target: "
                + STRANGER
                + "\n");
    Path report = folder.resolve("report");

    Kit.complains(
        Kit.run("compare", fleet.toString(), "--report", report.toString()),
        2,
        "member theirs: 192.0.2.1:7",
        "--yes-this-is-mine");
    assertThat(started).doesNotExist();
    assertThat(report).doesNotExist();
  }
}
