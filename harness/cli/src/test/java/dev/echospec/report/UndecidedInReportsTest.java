package dev.echospec.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.result.FailureText;
import dev.echospec.result.ResultsFile;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A run that had no time for every MUST is no success in any report, and the cases are named. */
class UndecidedInReportsTest {
  private static final String UNTRIED = "stream/large";

  private final RunResult result =
      Samples.run(
          Samples.result("close/reset", Verdict.INFO, "closes at once"),
          Samples.result(UNTRIED, Verdict.SKIP, "time was up before this case could be tried"));
  private final FailureText failures =
      new FailureText(result.profile().oracle(), result.target(), Optional.empty());

  @Test
  void onTheConsole() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ConsoleReport(Console.of(new PrintStream(out, true, UTF_8)), failures, List.of(), false)
        .summary(result, Optional.empty());

    assertThat(out.toString(UTF_8))
        .contains("SKIP  time was up before this case could be tried:\n      " + UNTRIED)
        .endsWith(
            "UNDECIDED: nothing failed, but time was up before 1 MUST case was tried to the end:"
                + " localhost:10000\n");
  }

  @Test
  void onTheBadge() {
    assertThat(Badge.of(result)).isEqualTo(new Badge("echospec", "undecided", Badge.Colour.GREY));
  }

  @Test
  void inTap() {
    assertThat(Tap.write(result, failures))
        .endsWith("Bail out! time was up before all was tried: " + UNTRIED + "\n");
  }

  @Test
  void inJUnitXml() {
    assertThat(JUnitXml.write(result, failures))
        .contains("errors=\"1\"")
        .containsPattern("<error [^>]*UNDECIDED[^>]*" + UNTRIED);
  }

  @Test
  void inJson() {
    assertThat(ResultsFile.of(result, true).text()).contains("\"verdict\": \"UNDECIDED\"");
  }

  @Test
  void inAWorkflowOfGitHub() {
    assertThat(GitHubAnnotations.of(result, failures).lines())
        .first()
        .asString()
        .startsWith("::error")
        .contains("Not tried to the end: " + UNTRIED);
  }
}
