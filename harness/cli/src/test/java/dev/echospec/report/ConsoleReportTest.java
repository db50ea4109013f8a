package dev.echospec.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.diagnosis.Cause;
import dev.echospec.judge.Oracle;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.FailureText;
import dev.echospec.result.ResultsFile;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    return report(terminal, width, true, List.of());
  }

  /** A report that has a line for each section. */
  private ConsoleReport brief(RunResult result) {
    return report(false, 80, false, result.cases().stream().map(CaseResult::info).toList());
  }

  private ConsoleReport report(boolean terminal, int width, boolean verbose, List<CaseInfo> cases) {
    PrintStream out = new PrintStream(bytes, true, UTF_8);
    return new ConsoleReport(
        terminal ? Console.terminal(out, width, true) : Console.of(out),
        new FailureText(
            Oracle.UPPER, "localhost:10000", Optional.of(Path.of("target", "echospec"))),
        cases,
        verbose,
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
                  stream/large, close/orderly
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
    report.ready(Samples.run().facts().orElseThrow());
    bytes.reset();

    report.caseStarted(Samples.info("stream/large"), 3, 57);
    pass(200);
    report.tried(20, 500);
    pass(1000);
    report.shrinking(17);
    report.confirming(2, 3);
    report.caseEnded(Samples.result("stream/large", Verdict.PASS, (String) null));

    assertThat(printed())
        .isEqualTo(
            "\r\u001b[K[3/57] stream/large  at most 15 min 00 s left"
                + "\r\u001b[K[3/57] stream/large  20/500 tries  at most 14 min 59 s left"
                + "\r\u001b[K[3/57] stream/large  FAILS, shrinking: 17 bytes"
                + "  at most 14 min 58 s left"
                + "\r\u001b[K[3/57] stream/large  FAILS, replay 2 of 3  at most 14 min 58 s left"
                + "\r\u001b[K\u001b[32mPASS\u001b[0m"
                + "  stream/large                 MUST   500 tries, 1.2 s\n");
  }

  @Test
  void theTimeThatIsLeftOfTheBoundIsNeverLessThanNone() {
    ConsoleReport report = report(true, 80);
    report.ready(Samples.run().facts().orElseThrow());
    pass(850_000);
    bytes.reset();

    report.caseStarted(Samples.info("stream/large"), 57, 57);
    pass(60_000);
    report.tried(1, 2);

    assertThat(printed())
        .isEqualTo(
            "\r\u001b[K[57/57] stream/large  at most 50 s left"
                + "\r\u001b[K[57/57] stream/large  1/2 tries  at most 0 s left");
  }

  @Test
  void aRunThatConformsHasALineForEachSection() {
    RunResult result =
        Samples.run(
            Samples.result("stream/segmentation", Verdict.PASS, (String) null),
            Samples.result("stream/large", Verdict.PASS, (String) null),
            Samples.result("stream/interactive", Verdict.SKIP, "needs a command"),
            Samples.result("close/orderly", Verdict.SKIP, "needs a command"),
            Samples.result("close/reset", Verdict.SKIP, "needs a command"));
    ConsoleReport report = brief(result);

    play(report, result);
    report.summary(result, Optional.empty());

    assertThat(printed().substring(printed().indexOf('\n') + 1))
        .isEqualTo(
            """
            stream      3 cases: 2 passed, 1 skipped, 1000 tries, 3.7 s

            SKIP  needs a command:
                  stream/interactive, close/orderly, close/reset
            5 cases: 2 passed, 3 skipped (seed 42, 1 min 01 s)
            CONFORMS to the profile concurrent: localhost:10000
            """);
  }

  @Test
  void aSectionIsToldWhenTheLastOfItsCasesHasEndedWhereverThatStands() {
    RunResult result =
        Samples.run(
            Samples.result("stream/large", Verdict.PASS, (String) null),
            Samples.result("close/reset", Verdict.INFO, "closes at once"),
            Samples.result("stream/segmentation", Verdict.PASS, (String) null),
            Samples.result("close/orderly", Verdict.PASS, (String) null));
    ConsoleReport report = brief(result);

    play(report, Samples.run(result.cases().subList(0, 3).toArray(CaseResult[]::new)));
    assertThat(printed()).endsWith("\nstream      2 cases: 2 passed, 1000 tries, 2.5 s\n");
    bytes.reset();
    report.summary(result, Optional.empty());

    assertThat(printed())
        .as("a run that was stopped")
        .startsWith("close       1 case: 1 recorded, 500 tries, 1.2 s\n\n4 cases: ");
  }

  @Test
  void whatFailsIsWholeWithoutALineForEachCase() {
    RunResult result = Samples.run("late");
    ConsoleReport report = brief(result);

    play(report, result);

    assertThat(printed())
        .contains("\nFAIL  stream/segmentation          MUST   found after 37 tries")
        .contains("\n      got     41 41")
        .contains("\nINCONCLUSIVE  stream/large ", "\nERROR  stream/large ")
        .doesNotContain("PASS", "INFO");
  }

  @Test
  void aFaultIsToldOnceAndEachFurtherCaseIsALine() {
    RunResult result = Samples.grouped("no");
    ConsoleReport report = brief(result);

    play(report, result);

    assertThat(printed().lines().skip(1))
        .containsExactly(
            "",
            "FAIL  stream/interactive           MUST   fault 1, found after 1 try, 20 bytes",
            "      A byte is answered at once.",
            "",
            "      connect",
            "      send    " + "61 ".repeat(20) + "     \"" + "a".repeat(20) + '"',
            "      expect  " + "41 ".repeat(20) + "     \"" + "A".repeat(20) + '"',
            "      got     nothing then end of stream",
            "              ^ first difference at byte 0",
            "      The server lost no.",
            "      Again:  ./echospec replay target/echospec/stream-interactive.json"
                + " localhost:10000",
            "",
            "FAIL  stream/segmentation          MUST   fault 1, see stream/interactive",
            "stream      3 cases: 1 passed, 2 failed, 574 tries, 3.7 s",
            "WARN  close/orderly                SHOULD fault 1, see stream/interactive",
            "",
            "FAIL  close/reset                  INFO   fault 2, found after 1 try, 1 byte",
            "      What a reset leads to.",
            "",
            "      connect",
            "      send    61      \"a\"",
            "      expect  41      \"A\"",
            "      got     nothing then end of stream",
            "              ^ first difference at byte 0",
            "      The server lost the only byte.",
            "      Again:  ./echospec replay target/echospec/close-reset.json localhost:10000",
            "",
            "close       2 cases: 1 failed, 1 warned, 74 tries, 2.5 s");
  }

  @Test
  void whatBreaksInACaseThatOnlyRecordsIsALine() {
    CaseResult recorded =
        Samples.result("close/reset", Verdict.INFO, Samples.lost(1, "the server lost it"));

    brief(Samples.run(recorded)).caseEnded(recorded);

    assertThat(printed())
        .isEqualTo(
            """
            INFO  close/reset                  INFO   found after 1 try, 1 byte: The server lost it.
            close       1 case: 1 recorded, 37 tries, 1.2 s
            """);
  }

  @Test
  void theEndListsFaultsWithTheShortestConversationAndWhatWasNotTried() {
    RunResult result = Samples.grouped("no");
    ConsoleReport report = brief(result);
    play(report, result);
    bytes.reset();

    report.summary(result, Optional.of(Path.of("target", "echospec")));

    assertThat(printed())
        .isEqualTo(
            """

            Not tried, because the faults that it shows were known by then:
                  bytes from 80 to ff, in stream/large
                  a half-close, in stream/large
            5 cases: 1 passed, 3 failed, 1 warned (seed 42, 1 min 01 s)
            2 faults:
               1  The server reset the connection after 15 of the 17 bytes it owed.
                  Fails:  stream/interactive, stream/segmentation, close/orderly (SHOULD)
                  Shortest in stream/segmentation: 17 bytes
                  What does it:  17 bytes or more do it, 16 do not
                                 any second byte does it
                  Likely cause: the server decodes each read as UTF-8 by itself; a character was cut in two at a 16-byte read.
                  To fix it: FIX
                  Again:  ./echospec replay target/echospec/stream-segmentation.json localhost:10000
               2  The server lost the only byte.
                  Fails:  close/reset
                  Again:  ./echospec replay target/echospec/close-reset.json localhost:10000
            The evidence is too thin to name a cause of: fault 2
            DOES NOT CONFORM to the profile concurrent: localhost:10000
            Report: target/echospec
            """
                .replace("FIX", Cause.DECODES_EACH_READ.fix()));
  }

  @Test
  void aCauseThatStandsInTheTextOfAFaultIsNotToldAgain() {
    RunResult grouped = Samples.grouped("no");
    CaseResult shown = grouped.cases().get(1);
    RunResult result = Samples.run(shown);
    ConsoleReport report = brief(result);

    play(report, result);
    report.summary(result, Optional.empty());

    assertThat(printed())
        .containsOnlyOnce("Likely cause: ")
        .containsOnlyOnce("To fix it: ")
        .containsOnlyOnce("What does it:  ")
        .doesNotContain("too thin");
  }

  @Test
  void aKnownFailureIsALineAndItsFaultIsWholeAtTheFirstCaseThatIsNotKnown() {
    CaseResult known = Samples.known("stream/large", "issue 12").of(1);
    CaseResult other = Samples.known("stream/interactive", "issue 12").of(2);
    CaseResult failed =
        Samples.result("stream/segmentation", Verdict.FAIL, Samples.cutCharacter("")).of(1);
    RunResult result = Samples.run(known, other, failed);
    ConsoleReport report = brief(result);

    play(report, result);
    report.summary(result, Optional.empty());

    assertThat(printed())
        .contains("\nKNOWN  stream/large                 MUST   fault 1, found after 37 tries")
        .contains("\nFAIL  stream/segmentation          MUST   fault 1, found after 37 tries")
        .contains("\n      Fails:  stream/large (known), stream/segmentation\n")
        .contains("\n      Fails:  stream/interactive (known)\nThe evidence")
        .contains("\nThe evidence is too thin to name a cause of: fault 1\n");
  }

  /** As many failing cases as the tutorial's server has, of as many faults. */
  @Test
  void aServerWithFewFaultsIsToldInFewLines() {
    List<CaseInfo> cases = Catalogue.cases();
    List<CaseResult> results = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      Failure failure = Samples.grouped("a line of stderr\n".repeat(20)).faults().get(0).failure();
      CaseResult one =
          new CaseResult(
              cases.get(i),
              i < 31 ? Verdict.FAIL : Verdict.PASS,
              200,
              Duration.ofSeconds(1),
              i < 31 ? Optional.of(failure) : Optional.empty(),
              Optional.empty());
      results.add(i < 31 ? one.of(1 + i % 2) : one);
    }
    RunResult result = Samples.run(results.toArray(CaseResult[]::new));
    ConsoleReport report = report(false, 80, false, cases);

    play(report, result);
    report.summary(result, Optional.of(Path.of("target", "echospec")));

    assertThat(printed().lines().filter(line -> line.contains("the 17 bytes")))
        .as("twice in the text of a fault, twice at the end")
        .hasSize(4);
    assertThat(printed().lines().filter(line -> line.matches("FAIL .*fault [12], see .*")))
        .hasSize(29);
    assertThat(printed().lines()).hasSizeLessThan(120);
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
  void namesAndWordsAreNotBrokenAtTheEdgeOfTheTerminal() {
    RunResult result = Samples.grouped("a connection");
    ConsoleReport report = report(true, 56, false, List.of());

    play(report, result);
    report.summary(result, Optional.of(Path.of("target", "echospec")));

    assertThat(printed().replaceAll("\u001b\\[[0-9]*[mK]|\r", ""))
        .contains(
            """
                  What does it:  17 bytes or more do it, 16 do not
                                 any second byte does it
                  Likely cause: the server decodes each read as
                    UTF-8 by itself; a character was cut in two at a
                    16-byte read.
            """,
            """
               1  The server reset the connection after 15 of the 17
                  bytes it owed.
                  Fails:  stream/interactive, stream/segmentation,
                          close/orderly (SHOULD)
                  Shortest in stream/segmentation: 17 bytes
            """,
            """
            Not tried, because the faults that it shows were known
              by then:
                  bytes from 80 to ff, in stream/large
            """);
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
    play(report, Samples.grouped(text));
    report.summary(result, Optional.of(Path.of("target", "echospec")));
    report.summary(Samples.grouped(text), Optional.empty());

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
