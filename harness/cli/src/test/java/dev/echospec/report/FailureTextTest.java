package dev.echospec.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Event;
import dev.echospec.play.Received;
import dev.echospec.play.Transcript;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.FailureText;
import dev.echospec.result.Fault;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailureTextTest {
  private final FailureText text =
      new FailureText(
          Oracle.UPPER, "-- python3 server.py", Optional.of(Path.of("target", "echospec")));

  @Test
  void readsLikeTheDesign() {
    Failure failure = Samples.cutCharacter("Traceback\n\nUnicodeDecodeError: \u001b[31mbad\n");

    assertThat(text.lines(Samples.result("stream/segmentation", Verdict.FAIL, failure)))
        .containsExactly(
            "FAIL  stream/segmentation          MUST   found after 37 tries,"
                + " shrunk from 412 bytes to 17, 3 of 3 replays fail",
            "      The echo depends only on the bytes sent, never on how they were cut into"
                + " writes.",
            "",
            "      connect",
            "      send    61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 c3 a9"
                + "      \"aaaaaaaaaaaaaaaé\"",
            "      expect  41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 c3 a9"
                + "      \"AAAAAAAAAAAAAAAé\"",
            "      got     41 41 41 41 41 41 41 41 41 41 41 41 41 41 41"
                + "      \"AAAAAAAAAAAAAAA\" then RESET (server exited with status 1)",
            "                                                           ^ first difference at byte"
                + " 15",
            "      The server reset the connection after 15 of the 17 bytes it owed.",
            "      The server exited with status 1.",
            "      stderr: Traceback",
            "      stderr: UnicodeDecodeError: \\x1b[31mbad",
            "      Again:  ./echospec replay target/echospec/stream-segmentation.json --"
                + " python3 server.py");
  }

  @Test
  void theWordsOfTheMarkStandBeforeItWhereTheTerminalHasNoRoomBehind() {
    assertThat(text.within(80).lines(Samples.cutCharacter("")))
        .contains(" ".repeat(31) + "first difference at byte 15 ^")
        .noneMatch(line -> line.contains("^ first"));
  }

  @Test
  void aFaultHasItsNumberAndWhatElseShowsIt() {
    Fault fault = Samples.grouped("no").faults().get(0);

    List<String> lines = text.lines(fault.shownBy());

    assertThat(lines.get(0))
        .isEqualTo(
            "FAIL  stream/segmentation          MUST   fault 1, found after 37 tries,"
                + " shrunk from 412 bytes to 17, 3 of 3 replays fail");
    assertThat(lines)
        .containsSequence(
            "      The server reset the connection after 15 of the 17 bytes it owed.",
            "      What does it:  17 bytes or more do it, 16 do not",
            "                     any second byte does it",
            "      Likely cause: the server decodes each read as UTF-8 by itself; a character was"
                + " cut in two at a 16-byte read.");
  }

  @Test
  void anotherCaseOfAFaultNamesItAndHasItsText() {
    RunResult run = Samples.grouped("no");
    CaseResult other = run.cases().get(0);
    Fault fault = run.faults().get(0);

    List<String> lines = text.lines(other, Optional.of(fault));

    assertThat(lines)
        .startsWith(
            "FAIL  stream/interactive           MUST   fault 1, see stream/segmentation",
            "      A byte is answered at once.",
            "      The server lost no.",
            "")
        .endsWith(text.lines(fault.shownBy()).toArray(String[]::new));
    assertThat(text.lines(fault.shownBy(), Optional.of(fault)))
        .isEqualTo(text.lines(fault.shownBy()));
    assertThat(text.lines(run.cases().get(2), Optional.empty()))
        .isEqualTo(text.lines(run.cases().get(2)));
  }

  @Test
  void showsAWindowOfALargeStream() {
    Payload payload = new Payload.Generated(7, 10L << 30, Alphabet.ANY);
    long at = 5_000_000_000L;
    Script script = Script.conversation(payload);
    Failure failure =
        Samples.failure(
            script,
            Law.ECHO,
            Samples.seen(
                new Received(at + 100, at + 4096, at, new byte[4096]),
                new Event.Diverged(1, 0, Duration.ZERO, at, at + 100)),
            new Violation(Kind.WRONG_BYTE, 0, at, "byte 5000000000 of the echo is 00"));

    List<String> lines = lines(failure);

    String before = hex(Oracle.UPPER.owed(script, 0, at - 12, 12));
    String owed = hex(Oracle.UPPER.owed(script, 0, at, 8));
    assertThat(lines)
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("      expect  ... " + before + " " + owed)
                    .endsWith(" ... (10737418240 bytes)"))
        .contains("      got     ... " + before + " 00 00 00 00 00 00 00 00 ... (5000004096 bytes)")
        .contains(" ".repeat(14 + 4 + 36) + "^ first difference at byte 5000000000")
        .allSatisfy(line -> assertThat(line.length()).isLessThan(200));
  }

  @Test
  void tellsHowTheConnectionEnded() {
    Received whole = new Received(1, 1, 1, new byte[0]);
    Script script = Script.conversation(Payload.of("a"));
    Event silence = new Event.GaveUp(3, 0, Duration.ZERO, Duration.ofSeconds(1));

    assertThat(
            lines(
                Samples.failure(
                    script,
                    Law.ECHO_AND_CLOSE,
                    Samples.seen(whole, silence),
                    new Violation(Kind.NOT_CLOSED, 0, 1, "the server did not close"))))
        .containsSequence(
            "      expect  41      \"A\" then end of stream",
            "      got     41      \"A\" then silence for 1000 ms",
            "      The server did not close.");
    assertThat(
            lines(
                Samples.failure(
                    script,
                    Law.ECHO,
                    Samples.seen(Received.NOTHING, silence),
                    new Violation(Kind.LATE, 0, 0, "0 of 1 byte came"))))
        .containsSequence(
            "      expect  41      \"A\"",
            "      got     nothing then silence for 1000 ms",
            "              ^ first difference at byte 0");
  }

  @Test
  void showsBytesThatNobodyAskedFor() {
    assertThat(
            lines(
                Samples.failure(
                    Script.of(new Step.Connect(0), new Step.Pause(5)),
                    Law.ECHO,
                    Samples.seen(
                        new Received(0, 3, 0, new byte[] {'h', 'i', '\n'}),
                        new Event.EndOfStream(1, 0, Duration.ZERO)),
                    new Violation(Kind.UNASKED, 0, 0, "3 bytes came that are not owed"))))
        .containsSequence(
            "      expect  nothing",
            "      got     68 69 0a      \"hi\\n\"",
            "              ^ first difference at byte 0");
  }

  @Test
  void namesTheConnectionsAndStopsAtThree() {
    Script script =
        Script.of(
            new Step.Connect(0),
            new Step.Connect(1),
            new Step.Connect(2),
            new Step.Connect(3),
            new Step.Send(1, Payload.of("ab")));
    Violation[] violations = new Violation[4];
    for (int i = 0; i < 4; i++) {
      violations[i] = new Violation(Kind.WRONG_BYTE, i, 1, "byte 1 is wrong");
    }
    Transcript transcript =
        new Transcript(
            List.of(), Map.of(1, new Received(2, 2, 1, new byte[] {'x'})), Duration.ZERO);

    assertThat(lines(Samples.failure(script, Law.ECHO, transcript, violations)))
        .contains(
            "      #1 send    61 62      \"ab\"",
            "      #1 expect  41 42      \"AB\"",
            "      #1 got     41 78      \"Ax\"",
            "      #1            ^ first difference at byte 1",
            "      #1 Byte 1 is wrong.",
            "      and so on: 1 connection more")
        .doesNotContain("      #3 Byte 1 is wrong.");
  }

  @Test
  void comparesLengthsWhereOnlyTheyMatter() {
    assertThat(
            lines(
                Samples.failure(
                    Script.conversation(Payload.of("abc")),
                    Law.LENGTH,
                    Samples.seen(
                        new Received(3, 1, 0, new byte[] {'x'}),
                        new Event.EndOfStream(3, 0, Duration.ZERO)),
                    new Violation(Kind.LOST, 0, 1, "the server closed the connection"))))
        .containsSequence("      expect  3 bytes", "      got     1 byte then end of stream");
  }

  @Test
  void comparesRepliesWhereTheyMatter() {
    Script script =
        Script.of(
            new Step.Connect(0),
            new Step.Send(0, Payload.of("a")),
            new Step.Connect(1),
            new Step.Send(1, Payload.of("b")));
    Transcript transcript =
        new Transcript(
            List.of(),
            Map.of(
                0, new Received(1, 1, 0, new byte[] {'b'}),
                1, new Received(1, 1, 0, new byte[] {'c'})),
            Duration.ZERO);

    assertThat(
            lines(
                Samples.failure(
                    script,
                    Law.IDEMPOTENT,
                    transcript,
                    new Violation(Kind.LAW, 1, 0, "the echo of an echo is not that echo again"))))
        .containsSequence("      #1 expect  62      \"b\"", "      #1 got     63      \"c\"");
  }

  /** What was received is nothing that a reply which is not whole can be compared with. */
  @Test
  void comparesLengthsWhereAReplyIsNotWhole() {
    assertThat(
            lines(
                Samples.failure(
                    Script.conversation(Payload.of("abc")),
                    Law.CONCATENATION,
                    Samples.seen(
                        new Received(3, 0, 0, new byte[0]),
                        new Event.EndOfStream(3, 0, Duration.ZERO)),
                    new Violation(Kind.LOST, 0, 0, "the server closed the connection"))))
        .containsSequence("      expect  3 bytes", "      got     0 bytes then end of stream");
  }

  @Test
  void leavesOutTheMiddleOfALongScript() {
    List<Step> steps = new ArrayList<>(List.of(new Step.Connect(0)));
    for (int i = 1; i <= 1000; i++) {
      steps.add(new Step.Pause(i));
    }
    List<String> lines =
        lines(
            Samples.failure(
                new Script(steps),
                Law.ECHO,
                Samples.seen(Received.NOTHING),
                new Violation(Kind.DID_NOT_SURVIVE, 0, 0, "the server is gone")));

    assertThat(lines)
        .hasSizeLessThan(40)
        .containsSequence(
            "      pause   19 ms", "      ... 971 more steps ...", "      pause   991 ms")
        .contains("      pause   1000 ms", "      The server is gone.")
        .noneMatch(line -> line.contains("expect"));
  }

  @Test
  void aCaseWithoutAFailureHasAHeadline() {
    assertThat(FailureText.headline(Samples.result("stream/large", Verdict.PASS, (String) null)))
        .isEqualTo("PASS  stream/large                 MUST   500 tries, 1.2 s");
    assertThat(FailureText.headline(Samples.result("close/reset", Verdict.INFO, "closes \u0007")))
        .isEqualTo("INFO  close/reset                  INFO   500 tries, 1.2 s: closes \\x07");
  }

  @Test
  void theCommandCanBePastedIntoAShell() {
    assertThat(FailureText.replay("my report/it's.json", "localhost:7"))
        .isEqualTo("./echospec replay 'my report/it'\\''s.json' localhost:7");
    assertThat(FailureText.replay("a.json", "")).isEqualTo("./echospec replay a.json");
  }

  private List<String> lines(Failure failure) {
    return text.lines(Samples.result("stream/large", Verdict.FAIL, failure));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes);
  }
}
