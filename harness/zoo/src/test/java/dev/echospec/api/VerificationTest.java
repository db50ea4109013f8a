package dev.echospec.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echospec.result.ResultsFile;
import dev.echospec.result.RunResult;
import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run as a program makes it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class VerificationTest {
  @TempDir private Path folder;

  @Test
  void aCorrectServerConforms() {
    VerificationResult result =
        Verification.of("embedded")
            .cases("transform/length", "close/*")
            .exclude("close/no-early-close")
            .tries(2)
            .seed(5)
            .patience(Duration.ofSeconds(3))
            .run();

    assertThat(result.conformance()).isEqualTo(Conformance.CONFORMS);
    assertThat(result.conformance().isGreen()).isTrue();
    assertThat(result.error()).isEmpty();
    assertThat(result.seed()).isEqualTo(5);
    assertThat(result.cases())
        .extracting(CaseOutcome::id)
        .contains("transform/length", "close/empty")
        .doesNotContain("close/no-early-close", "stream/interactive");
    assertThat(result.cases())
        .filteredOn(one -> one.verdict() == Verdict.SKIP)
        .singleElement()
        .satisfies(one -> assertThat(one.id()).isEqualTo("close/releases"))
        .satisfies(one -> assertThat(one.reason()).isPresent());
  }

  @Test
  void aFaultyServerInThisProcessIsTold() throws Exception {
    AtomicReference<ZooServer> server = new AtomicReference<>();
    AtomicInteger ends = new AtomicInteger();
    Verification verification =
        Verification.ofInProcess(
                "eager",
                () -> {
                  server.set(Zoo.start(Zoo.named("UpperCasesLatin1").type()));
                  return new InetSocketAddress("127.0.0.1", server.get().port());
                },
                () -> {
                  ends.incrementAndGet();
                  server.get().close();
                })
            .cases("transform/every-byte", "close/empty")
            .tries(3)
            .report(folder);

    VerificationResult result = verification.run();

    assertThat(ends).hasValue(1);
    assertThat(result.conformance()).isEqualTo(Conformance.DOES_NOT_CONFORM);
    CaseOutcome failed = result.cases().get(0);
    assertThat(failed.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(failed.failure().orElseThrow())
        .startsWith("FAIL  transform/every-byte ")
        .contains(
            "expect", "got", "To fix it: ", "Again:  ./echospec replay " + folder, "HOST:PORT");
    assertThat(result.cases().get(1).verdict()).isEqualTo(Verdict.PASS);
    assertThat(ResultsFile.read(folder.resolve("results.json")).target())
        .isEqualTo("in-process:eager");

    Path known =
        Files.writeString(
            folder.resolve("known.yaml"),
            "known-failures: [{case: transform/*, reason: r, words: [expected]}]");
    VerificationResult expected = verification.knownFailures(known).run();

    assertThat(expected.conformance()).isEqualTo(Conformance.KNOWN_FAILURES);
    assertThat(expected.cases().get(0).known()).isTrue();
  }

  @Test
  void aServerThatCannotBeStartedIsAResult() {
    VerificationResult result =
        Verification.ofInProcess(
                "none",
                () -> {
                  throw new IOException("no database");
                },
                () -> {})
            .run();

    assertThat(result.conformance()).isEqualTo(Conformance.ERROR);
    assertThat(result.error())
        .contains("The start of the server threw java.io.IOException: no database.");
    assertThat(result.cases()).isEmpty();
  }

  @Test
  void whatMakesNoSenseIsAnArgument() {
    assertThatThrownBy(() -> Verification.of("nowhere")).hasMessageContaining("'nowhere'");
    assertThatThrownBy(() -> Verification.of("embedded").tries(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("takes a number from 1");
    assertThatThrownBy(() -> Verification.of("embedded").profile("x"))
        .hasMessageContaining("write one of");
    assertThatThrownBy(() -> Verification.of("embedded").patience(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Verification.of("embedded").cases("x/*").run())
        .hasMessageContaining("no case matches 'x/*'");
    assertThatThrownBy(() -> Verification.of("203.0.113.1:7").run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(", or call yesThisIsMine()");
    assertThatThrownBy(() -> Verification.of("embedded").knownFailures(folder).run())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theVerdictsAreThoseOfTheKit() {
    assertThat(names(Verdict.values())).isEqualTo(names(dev.echospec.result.Verdict.values()));
    assertThat(names(Conformance.values())).isEqualTo(names(RunResult.Conformance.values()));
  }

  private static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toList();
  }
}
