package dev.echospec.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Oracle;
import dev.echospec.result.CaseResult;
import dev.echospec.result.FailureText;
import dev.echospec.result.ResultsFile;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ConsoleReportTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicLong clock = new AtomicLong();

  private ConsoleReport report(boolean terminal, int width) {
    PrintStream out = new PrintStream(bytes, true, UTF_8);
    return new ConsoleReport(
        terminal ? Console.terminal(out, width, true) : Console.of(out),
        new FailureText(
            Oracle.UPPER, "localhost:10000", Optional.of(Path.of("target", "echospec"))),
        clock::get);
  }

  private String printed() {
    return bytes.toString(UTF_8);
  }

  @Test
  void whatIsWaitedForIsSaidAtOnce() {
    report(false, 80).waiting("port 10000 is still in TIME_WAIT: it is waited for");

    assertThat(printed())
        .isEqualTo("Waiting: port 10000 is still in TIME_WAIT: it is waited for.\n");
  }

  @Test
  void aLogHasLinesOnly() {
    ConsoleReport report = report(false, 80);
    RunResult result = Samples.run(Samples.HOSTILE);

    play(report, result);
    report.summary(result, Optional.of(Path.of("target", "echospec")));

    assertThat(printed().replace("\n", "").codePoints())
        .noneMatch(Character::isISOControl)
        .noneMatch(c -> Character.getType(c) == Character.FORMAT);
    assertThat(printed())
        .startsWith(
            "The server answers a byte, many connections at once; round trip 0.08 ms,"
                + " patience 1.0 s; ends within 15 min 00 s.\n")
        .contains("\nFAIL  stream/segmentation          MUST   found after 37 tries")
        .contains("\n      got     41 41")
        .contains("\nPASS  stream/large                 MUST   500 tries, 1.2 s\n")
        .contains("\nINCONCLUSIVE  stream/large ")
        .contains(": late once ")
        .contains("\nSKIP  the server never answers ")
        .contains("\n7 cases: 1 passed, 1 failed, 1 warned, 1 recorded, 1 skipped,")
        .contains(" 1 inconclusive, 1 in error (seed 42, 1 min 01 s)\n")
        .contains("\nFailed:\n      stream/segmentation\n")
        .contains("\nErrors:\n      stream/large\n")
        .endsWith(
            "\nDOES NOT CONFORM to the profile concurrent: localhost:10000\n"
                + "Report: target/echospec\n");
  }

  @Test
  void skipsWithTheSameReasonAreToldTogether() {
    CaseResult one = Samples.result("stream/large", Verdict.SKIP, "the server never answers");
    CaseResult two = Samples.result("close/reset", Verdict.SKIP, "needs a command");
    CaseResult three = Samples.result("close/orderly", Verdict.SKIP, "the server never answers");
    ConsoleReport report = report(false, 80);
    RunResult result = Samples.run(one, two, three);

    play(report, result);
    report.summary(result, Optional.empty());

    assertThat(printed())
        .contains(
            """
            SKIP  the server never answers:
                  stream/large
                  close/orderly
            SKIP  needs a command:
                  close/reset
            3 cases: 3 skipped (seed 42, 1 min 01 s)
            ERROR, nothing can be said of localhost:10000
            """);
  }

  @Test
  void ofLaterRoundsOnlyWhatIsNewIsTold() {
    ConsoleReport report = report(false, 80);
    CaseResult passed = Samples.result("stream/large", Verdict.PASS, (String) null);
    CaseResult late = Samples.result("stream/large", Verdict.INCONCLUSIVE, "late once");

    report.caseEnded(passed);
    report.roundStarted(2, 43, 1);
    report.caseEnded(passed);
    report.roundStarted(3, 44, 1);
    report.caseEnded(late);
    pass(31_000);
    report.roundStarted(4, 45, 1);
    report.caseEnded(late);

    assertThat(printed())
        .isEqualTo(
            """
            PASS  stream/large                 MUST   500 tries, 1.2 s
            Round 2, seed 43: 1 case
            INCONCLUSIVE  stream/large                 MUST   500 tries, 1.2 s: late once
            Round 4, seed 45: 1 case
            """);
  }

  @Test
  void aTerminalHasOneLineThatChanges() {
    ConsoleReport report = report(true, 80);

    report.caseStarted(Samples.info("stream/large"), 3, 57);
    pass(200);
    report.tried(20, 500);
    pass(1000);
    report.shrinking(17);
    report.confirming(2, 3);
    report.caseEnded(Samples.result("stream/large", Verdict.PASS, (String) null));

    assertThat(printed())
        .isEqualTo(
            "\r\u001b[K[3/57] stream/large  0 ms"
                + "\r\u001b[K[3/57] stream/large  20/500 tries  200 ms"
                + "\r\u001b[K[3/57] stream/large  FAILS, shrinking: 17 bytes  1.2 s"
                + "\r\u001b[K[3/57] stream/large  FAILS, replay 2 of 3  1.2 s"
                + "\r\u001b[K\u001b[32mPASS\u001b[0m"
                + "  stream/large                 MUST   500 tries, 1.2 s\n");
  }

  @Test
  void theLineThatChangesIsNotWrittenForEveryTry() {
    ConsoleReport report = report(true, 80);
    report.caseStarted(Samples.info("stream/large"), 3, 57);
    bytes.reset();

    for (int i = 1; i <= 1000; i++) {
      pass(1);
      report.tried(i, 1000);
    }

    assertThat(printed().split("\r")).hasSize(11);
  }

  @Test
  void theLineThatChangesFitsIntoTheTerminal() {
    report(true, 20).caseStarted(Samples.info("stream/segmentation"), 3, 57);

    assertThat(printed()).isEqualTo("\r\u001b[K[3/57] stream/segme");
  }

  @Test
  void whatIsWiderThanTheTerminalGoesOnBelowWithAnIndentation() {
    CaseResult failed =
        Samples.result("stream/segmentation", Verdict.FAIL, Samples.cutCharacter("Error: bad"));
    ConsoleReport report = report(true, 50);
    RunResult result = Samples.run(failed);

    play(report, result);
    report.summary(result, Optional.of(Path.of("target", "echospec")));

    assertThat(printed())
        .contains(
            """
                  send    61 61 61 61 61 61 61 61 61 61 61 61
                          61 61 61 c3 a9
                          "aaaaaaaaaaaaaaaé"
            """,
            """
                  The server reset the connection after 15 of
                    the 17 bytes it owed.
            """,
            """
                  Again:  ./echospec replay \\
                          target/echospec/stream-segmentation.json \\
                          localhost:10000
            """);
    assertThat(printed().replaceAll("\u001b\\[[0-9]*[mK]", "").split("[\n\r]"))
        .filteredOn(line -> !line.contains("/"))
        .allMatch(line -> line.length() <= 50);
  }

  @Test
  void aRunThatCouldNotBeginSaysWhy() {
    RunResult empty = Samples.run();
    RunResult result =
        new RunResult(
            empty.version(),
            empty.target(),
            empty.profile(),
            empty.seed(),
            empty.started(),
            empty.took(),
            Optional.empty(),
            empty.cases(),
            Optional.of("nobody listens"));

    report(false, 80).summary(result, Optional.empty());

    assertThat(printed())
        .contains("\n0 cases (seed 42, 1 min 01 s)\nError: nobody listens\n")
        .endsWith("ERROR, nothing can be said of localhost:10000\n");
  }

  private void play(ConsoleReport report, RunResult result) {
    report.ready(result.facts().orElseThrow());
    for (CaseResult one : result.cases()) {
      report.caseStarted(one.info(), 1, result.cases().size());
      report.tried(1, 100);
      report.caseEnded(one);
    }
  }

  private void pass(int millis) {
    clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Property(tries = 100)
  void nothingThatTheServerSaysIsACommandToAWorkflow(@ForAll("hostile") String text) {
    bytes.reset();
    ConsoleReport report = report(false, 80);
    RunResult result = Samples.saying(text);

    play(report, result);
    report.summary(result, Optional.of(Path.of("target", "echospec")));

    assertThat(WorkflowLog.commands(printed())).isEmpty();
    assertThat(WorkflowLog.commands(ResultsFile.of(result, true).text())).isEmpty();
    assertThat(
            WorkflowLog.commands(
                JUnitXml.write(result, new FailureText(Oracle.UPPER, text, Optional.empty()))))
        .isEmpty();
  }

  @Provide
  Arbitrary<String> hostile() {
    return Samples.hostile();
  }
}
