package dev.echospec.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Oracle;
import dev.echospec.result.CaseResult;
import dev.echospec.result.FailureText;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class GitHubAnnotationsTest {
  private final FailureText failures =
      new FailureText(Oracle.UPPER, "localhost:10000", Optional.of(Path.of("target", "echospec")));

  @Provide
  Arbitrary<String> hostile() {
    return Samples.hostile();
  }

  @Test
  void theVerdictThenWhatIsNotAsItShouldBe() {
    RunResult run =
        Samples.with(
            Samples.run(
                Samples.result("stream/segmentation", Verdict.FAIL, Samples.cutCharacter("")),
                Samples.known("stream/large", "100% known, issue 12"),
                Samples.result("close/reset", Verdict.INCONCLUSIVE, "late once")),
            Optional.empty(),
            List.of(Samples.surprise("close/*", "passes now")),
            List.of());

    assertThat(GitHubAnnotations.of(run, failures).lines())
        .containsExactly(
            "::error title=echospec::DOES NOT CONFORM to the profile concurrent: localhost:10000"
                + "%0A3 cases: 2 failed (1 known), 1 inconclusive (seed 42, 1 min 01 s)."
                + "%0AFailed: stream/segmentation",
            "::error file=known.yaml,line=3,title=echospec%3A close/* is not as expected"
                + "::passes now",
            "::error title=echospec%3A stream/segmentation fails::"
                + "The echo depends only on the bytes sent, never on how they were cut into writes."
                + "%0Athe server reset the connection after 15 of the 17 bytes it owed"
                + "%0AAgain: ./echospec replay target/echospec/stream-segmentation.json"
                + " localhost:10000",
            "::notice title=echospec%3A stream/large fails%2C as is known::"
                + "A large echo is whole."
                + "%0Athe server reset the connection after 15 of the 17 bytes it owed"
                + "%0AKnown failure: 100%25 known, issue 12 (known.yaml line 3)"
                + "%0AAgain: ./echospec replay target/echospec/stream-large.json localhost:10000",
            "::warning title=echospec%3A close/reset is inconclusive::"
                + "What a reset leads to.%0Alate once");
  }

  @Test
  void aFaultIsToldOnceWithItsCases() {
    List<String> lines = GitHubAnnotations.of(Samples.grouped("no"), failures).lines();

    assertThat(lines)
        .extracting(line -> line.replaceAll("(::.*?::).*", "$1"))
        .containsExactly(
            "::error title=echospec::",
            "::error title=echospec%3A fault 1%3A stream/segmentation and 2 other cases fail::",
            "::error title=echospec%3A fault 2%3A close/reset fails::");
    assertThat(lines.get(1))
        .contains(
            "%0Athe server reset the connection after 15 of the 17 bytes it owed"
                + "%0AWhat does it: 17 bytes or more do it, 16 do not"
                + "%0AWhat does it: any second byte does it"
                + "%0ALikely cause: ")
        .contains("%0AFails: stream/interactive, stream/segmentation, close/orderly%0AAgain: ");
  }

  @Test
  void aFaultOfAShouldIsAWarningAndAKnownOneANotice() {
    CaseResult warned =
        Samples.result("close/orderly", Verdict.WARN, Samples.cutCharacter("")).of(1);
    RunResult run =
        Samples.run(warned, warned, Samples.known("stream/large", "issue 12").of(2), warned.of(3));

    assertThat(GitHubAnnotations.of(run, failures).lines())
        .extracting(line -> line.replaceAll("(::.*?::).*", "$1"))
        .containsExactly(
            "::notice title=echospec::",
            "::warning title=echospec%3A fault 1%3A close/orderly and 1 other case are warned of::",
            "::warning title=echospec%3A fault 3%3A close/orderly is warned of::",
            "::notice title=echospec%3A stream/large fails%2C as is known::");
  }

  @Test
  void aServerThatConformsIsNotedOnly() {
    RunResult run = Samples.run(Samples.result("stream/large", Verdict.PASS, (String) null));

    assertThat(GitHubAnnotations.of(run, failures).lines())
        .containsExactly(
            "::notice title=echospec::CONFORMS to the profile concurrent: localhost:10000"
                + "%0A1 case: 1 passed (seed 42, 1 min 01 s).");
  }

  @Test
  void thereAreNoMoreThanAreShownAndTheVerdictIsAmongThem() {
    CaseResult failed =
        Samples.result("stream/segmentation", Verdict.FAIL, Samples.cutCharacter(""));
    List<String> lines =
        GitHubAnnotations.of(
                Samples.run(Collections.nCopies(30, failed).toArray(CaseResult[]::new)), failures)
            .lines();

    assertThat(lines).hasSize(WorkflowCommands.MOST).allMatch(line -> line.startsWith("::error "));
    assertThat(lines.get(0)).contains("DOES NOT CONFORM", "30 failed");
  }

  @Property(tries = 300)
  void anyTextOfAFaultStaysInItsCommand(@ForAll("hostile") String text) {
    List<String> lines = GitHubAnnotations.of(Samples.grouped(text), failures).lines();

    assertThat(WorkflowLog.commands(String.join("\n", lines) + "\n")).hasSameSizeAs(lines);
  }

  @Property(tries = 300)
  void anyTextStaysInItsCommand(@ForAll("hostile") String text) {
    RunResult run = Samples.saying(text);
    List<String> lines = GitHubAnnotations.of(run, failures).lines();

    List<WorkflowLog.Command> commands = WorkflowLog.commands(String.join("\n", lines) + "\n");
    assertThat(commands).hasSameSizeAs(lines);
    assertThat(commands)
        .allSatisfy(
            command -> {
              assertThat(command.name()).isIn("error", "warning", "notice");
              assertThat(command.properties())
                  .matches("(file=known.yaml,line=3,)?title=echospec.*")
                  .doesNotContain("##[");
              assertThat(command.data().replace("\n", "").codePoints())
                  .noneMatch(Character::isISOControl);
            });
    assertThat(lines)
        .filteredOn(line -> line.startsWith("::notice title="))
        .hasSize(1)
        .allMatch(line -> line.indexOf("::", 2) == line.indexOf("known::") + "known".length());
    assertThat(commands)
        .anyMatch(
            command ->
                command.properties().contains("close/reset fails")
                    && command.data().contains("\n" + FailureText.bounded("came " + text) + "\n"));
  }
}
