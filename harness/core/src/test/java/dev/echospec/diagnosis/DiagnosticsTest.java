package dev.echospec.diagnosis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.echospec.diagnosis.Diagnosis.Confidence;
import dev.echospec.diagnosis.Evidence.Answers;
import dev.echospec.diagnosis.Evidence.Death;
import dev.echospec.diagnosis.Evidence.Sighting;
import dev.echospec.diagnosis.Evidence.Trial;
import dev.echospec.judge.Judge;
import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Server;
import dev.echospec.judge.Server.End;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Excess;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Event;
import dev.echospec.play.Received;
import dev.echospec.play.Transcript;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Heuristics on hand-made evidence. */
class DiagnosticsTest {
  private static final String CASE = "transform/binary";

  @Test
  void whereNothingFailedNothingIsExplained() {
    assertThat(Diagnostics.of(evidence())).isEmpty();
    assertThat(Diagnostics.of(evidence(passed("stream/interactive")))).isEmpty();
  }

  @Test
  void everyCauseHasARule() {
    assertThat(Diagnostics.causes())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Cause.values()).filter(cause -> !cause.isOfClient()).toList());
  }

  @Test
  void aSentenceIsAClauseAndTheMendIsSentences() {
    assertThat(Cause.values())
        .allSatisfy(
            cause -> {
              assertThat(cause.sentence()).as(cause.id()).matches("[a-z].*[^.]");
              assertThat(cause.fix()).as(cause.id()).matches("[A-Z].*[.)]");
              assertThat(cause.id()).matches("[a-z0-9-]+");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "61, 61, NO_UPPER_CASE",
    "41, 61, SWAPS_CASE",
    "7a, 7a, LETTER_RANGE",
    "60, 40, LETTER_RANGE",
    "20, 00, CLEARS_BIT_FIVE",
    "ff, df, CLEARS_BIT_FIVE",
    "e9, c9, UPPER_CASES_BEYOND_ASCII",
    "ff, 7f, STRIPS_EIGHTH_BIT",
    "ff, 01, SIGNED_BYTES",
    "c3a9, c389, UNICODE_UPPER_CASE",
    "c39f, 5353, UNICODE_UPPER_CASE",
    "65cc81, c389, NORMALISES_UNICODE",
    "69, c4b0, LOCALE",
    "c3a9, 3f, QUESTION_MARKS",
    "c3a9, 3f3f, QUESTION_MARKS",
    "80, efbfbd, REPLACES_MALFORMED",
    "c080, 00, LENIENT_UTF8",
    "80, c280, ENCODES_TWICE",
    "c3a9, c383c2a9, ENCODES_TWICE",
    "00, '', NUL_TERMINATED",
    "04, '', END_OF_FILE_CHARACTER",
    "1a, '', END_OF_FILE_CHARACTER",
    "13, '', FLOW_CONTROL_BYTES",
    "08, '', LINE_EDITING",
    "ff, '', BYTE_FF",
    "80, '', DROPS_MALFORMED",
    "2573, 286e756c6c29, PRINTF",
    "5c6e, 0a, BACKSLASH_ESCAPES",
    "0d0a, 0a, LINE_ENDING_TRANSLATION",
    "0a, 0d0a, LINE_ENDING_TRANSLATION",
    "0a, '', TRIMS_LINE_ENDS",
    "0a61, 0a, FIRST_MESSAGE_OF_READ",
    "61, 410a, APPENDS_LINE_END",
    "61, 4100, APPENDS_NUL",
    "61, 413e20, PROMPT_OR_FAREWELL",
    "6131, 3141, REORDERS",
  })
  void theBytesTellTheCause(String sent, String reply, Cause cause) {
    Diagnosis diagnosis = only(fails(CASE, bytes(sent), bytes(reply)));

    assertThat(diagnosis.cause()).isEqualTo(cause);
  }

  @Test
  void aMapOfSingleBytesHasToExplainAllOfThem() {
    // For the first byte alone it could be & 0x7f.
    assertThat(Diagnostics.of(evidence(fails(CASE, bytes("ffc3a9e4"), bytes("7f99017a")))))
        .isEmpty();
  }

  @Test
  void aCharacterThatWasCutAtARead() {
    byte[] text = "aaaaaaaaaaaaaaaé".getBytes(UTF_8);
    Sighting dies =
        died(fails("x", text, new byte[0]), "exited with status 1", "UnicodeDecodeError: 'utf-8'");

    Diagnosis diagnosis = only(new Trial("stream/split-character", Optional.of(dies)));

    assertThat(diagnosis.line())
        .isEqualTo(
            "Possible cause: the server decodes each read as UTF-8 by itself; a character was cut in"
                + " two at a 16-byte read.");
  }

  @Test
  void bytesThatAreNotUtf8() {
    Sighting dies =
        died(
            fails("x", bytes("c3"), new byte[0]),
            "exited with status 1",
            "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xc3");

    Diagnosis diagnosis = only(new Trial("transform/invalid-utf8", Optional.of(dies)));

    assertThat(diagnosis.cause()).isEqualTo(Cause.STRICT_UTF8);
  }

  @Test
  void whatTheServerPrintedIsNotRepeated() {
    Sighting dies =
        died(fails("x", bytes("61"), new byte[0]), "exited with status 1", "\u001b[2J\u202e boom");

    Diagnosis diagnosis = only(new Trial(CASE, Optional.of(dies)));

    assertThat(diagnosis.cause()).isEqualTo(Cause.UNCAUGHT_ERROR);
    assertThat(diagnosis.confidence()).isEqualTo(Confidence.POSSIBLE);
    assertThat(diagnosis.line().codePoints())
        .noneMatch(Character::isISOControl)
        .noneMatch(c -> Character.getType(c) == Character.FORMAT);
    assertThat(diagnosis.line()).doesNotContain("boom");
  }

  @Test
  void aCauseIsLikelyOnceItsExperimentsCameOut() {
    Trial failed = fails(CASE, bytes("ff"), bytes("7f"));
    Evidence untested = evidence(failed);

    assertThat(Diagnostics.of(untested).get(CASE))
        .isEqualTo(new Diagnosis(Cause.STRIPS_EIGHTH_BIT, Confidence.POSSIBLE, ""));
    Question question = Diagnostics.next(untested, CASE).orElseThrow();
    Evidence tested =
        seen(untested, question, seen(question, "0041617f41"), seen(question, "0041617f41"));
    assertThat(Diagnostics.of(tested).get(CASE).line())
        .isEqualTo(
            "Likely cause: the server strips the eighth bit of each byte; 80, c1, e1 and ff come"
                + " back less 80: 2 of 2.");
    assertThat(Diagnostics.next(tested, CASE)).isEmpty();
  }

  @Test
  void aCauseThatAnExperimentRefutesIsNotNamed() {
    Evidence untested = evidence(fails(CASE, bytes("ff"), bytes("7f")));
    Question question = Diagnostics.next(untested, CASE).orElseThrow();

    assertThat(Diagnostics.of(seen(untested, question, seen(question, "80c1e1ff41")))).isEmpty();
  }

  @Test
  void anExperimentThatComesOutNowAndThenTellsNothing() {
    Evidence untested = evidence(fails(CASE, bytes("ff"), bytes("7f")));
    Question question = Diagnostics.next(untested, CASE).orElseThrow();
    Evidence tested =
        seen(untested, question, seen(question, "0041617f41"), seen(question, "80c1e1ff41"));

    assertThat(Diagnostics.of(tested).get(CASE))
        .isEqualTo(new Diagnosis(Cause.STRIPS_EIGHTH_BIT, Confidence.POSSIBLE, ""));
    assertThat(Diagnostics.next(tested, CASE)).isEmpty();
  }

  @Test
  void aNeighbourIsAskedForOnceTheFirstCauseIsRefuted() {
    // A lone 0xff could be an end of file, or malformed UTF-8.
    Evidence untested = evidence(fails(CASE, bytes("ff"), new byte[0]));
    Question ff = Diagnostics.next(untested, CASE).orElseThrow();
    Evidence tested = seen(untested, ff, seen(ff, "41ff42"));

    assertThat(Diagnostics.of(untested).get(CASE).cause()).isEqualTo(Cause.BYTE_FF);
    assertThat(Diagnostics.of(tested).get(CASE).cause()).isEqualTo(Cause.DROPS_MALFORMED);
    assertThat(Diagnostics.next(tested, CASE)).isPresent().get().isNotEqualTo(ff);
  }

  @Test
  void aCaseThatPassedSpeaksAgainstACauseThatItWouldShow() {
    Trial failed = fails("x", bytes("ff"), new byte[0]);

    assertThat(only(failed).cause()).isEqualTo(Cause.BYTE_FF);
    assertThat(Diagnostics.of(evidence(failed, passed("transform/every-byte")))).hasSize(1);
    assertThat(Diagnostics.of(evidence(failed, passed("transform/every-byte"))).get("x").cause())
        .isEqualTo(Cause.DROPS_MALFORMED);
  }

  @Test
  void oneFaultIsLikelierThanTwo() {
    // A lone 0xff could be an end of file, or malformed UTF-8.
    Trial ff = fails(CASE, bytes("ff"), new byte[0]);
    Trial malformed = fails("transform/invalid-utf8", bytes("c3"), new byte[0]);

    assertThat(only(ff).cause()).isEqualTo(Cause.BYTE_FF);
    assertThat(Diagnostics.of(evidence(ff, malformed)).values())
        .extracting(Diagnosis::cause)
        .containsOnly(Cause.DROPS_MALFORMED);
  }

  @Test
  void twoFaultsHaveTwoCauses() {
    Map<String, Diagnosis> diagnoses =
        Diagnostics.of(
            evidence(
                fails("transform/binary", bytes("ff"), bytes("7f")),
                fails("transform/length", bytes("61"), bytes("410a"))));

    assertThat(diagnoses.get("transform/binary").cause()).isEqualTo(Cause.STRIPS_EIGHTH_BIT);
    assertThat(diagnoses.get("transform/length").cause()).isEqualTo(Cause.APPENDS_LINE_END);
  }

  @Test
  void aServerThatAnswersNothingInTimeButAtTheEnd() {
    Script script = Script.of(new Step.Connect(0), new Step.Send(0, Payload.of("a")));
    Trial silent =
        trial(
            "stream/interactive",
            script,
            Server.reply(script, Oracle.UPPER, new byte[0], End.GAVE_UP, 1));

    assertThat(only(silent).cause()).isEqualTo(Cause.HOLDS_ANSWER_BACK);
    assertThat(Diagnostics.of(evidence(Answers.LINES_ONLY, false, silent)).values())
        .extracting(Diagnosis::cause)
        .containsExactly(Cause.NEEDS_LINE_END);
    assertThat(Diagnostics.of(evidence(Answers.NOTHING, false, silent)).values())
        .extracting(Diagnosis::confidence)
        .containsExactly(Confidence.POSSIBLE);
  }

  @Test
  void aServerThatClosesAtOnceAndOneThatWaits() {
    Script atOnce = Script.of(new Step.Connect(0), new Step.Send(0, Payload.of("a")));
    Script paused =
        Script.of(new Step.Connect(0), new Step.Send(0, Payload.of("a")), new Step.Pause(1500));

    assertThat(only(closed("stream/ping-pong", atOnce, 1)).cause())
        .isEqualTo(Cause.CLOSES_AFTER_MESSAGE);
    assertThat(only(closed("close/no-early-close", paused, 1200)).line())
        .isEqualTo(
            "Possible cause: the server closes a connection that is idle for a short while; here"
                + " after 1199 ms.");
  }

  @Test
  void whatHappensToAConnectionInUseTellsImpatienceFromALifetime() {
    Script paused =
        Script.of(new Step.Connect(0), new Step.Send(0, Payload.of("a")), new Step.Pause(1500));
    Trial idle = closed("lifetime/kept-idle", paused, 1200);

    assertThat(
            Diagnostics.of(evidence(idle, passed("lifetime/kept-in-use")))
                .get("lifetime/kept-idle"))
        .satisfies(
            d -> {
              assertThat(d.cause()).isEqualTo(Cause.CLOSES_WHEN_IDLE);
              assertThat(d.confidence()).isEqualTo(Diagnosis.Confidence.LIKELY);
            });
    assertThat(Diagnostics.of(evidence(idle, closed("lifetime/kept-in-use", paused, 1200))))
        .allSatisfy(
            (id, d) -> {
              assertThat(d.cause()).as(id).isEqualTo(Cause.LIMITED_LIFETIME);
              assertThat(d.confidence()).as(id).isEqualTo(Diagnosis.Confidence.LIKELY);
            });
  }

  @Test
  void aConnectionInUseThatEndsAfterAsManyMessagesAsAnotherHasNoLifetime() {
    Trial other = endedAfterFour("stream/ping-pong", List.of());
    Trial used = endedAfterFour("lifetime/kept-in-use", List.of(new Step.Pause(400)));

    assertThat(Diagnostics.of(evidence(used)).get("lifetime/kept-in-use").cause())
        .isEqualTo(Cause.LIMITED_LIFETIME);
    assertThat(Diagnostics.of(evidence(used, other)))
        .hasSize(2)
        .allSatisfy((id, d) -> assertThat(d.cause()).as(id).isEqualTo(Cause.LIMIT_PER_CONNECTION));
  }

  private static Trial endedAfterFour(String caseId, List<Step> between) {
    List<Step> steps = new ArrayList<>(List.of(new Step.Connect(0)));
    List<Event> events = new ArrayList<>(List.of(new Event.Connected(0, 0, Duration.ZERO)));
    for (int i = 1; i <= 5; i++) {
      steps.add(new Step.Send(0, Payload.of("a")));
      steps.add(new Step.Read(0, Step.EVERYTHING));
      Duration at = Duration.ofMillis(i);
      events.add(
          i < 5
              ? new Event.Got(steps.size() - 1, 0, at, i)
              : new Event.EndOfStream(steps.size() - 1, 0, at));
      steps.addAll(between);
    }
    return trial(
        caseId,
        new Script(steps),
        new Transcript(
            events, Map.of(0, new Received(5, 4, 4, new byte[0])), Duration.ofMillis(5)));
  }

  @Test
  void aClientThatWasEndedInSilenceIsNotTurnedAway() {
    assertThat(only(turnedAway(2000)).cause()).isEqualTo(Cause.CLOSES_WHEN_IDLE);
    assertThat(only(turnedAway(5)).cause()).isEqualTo(Cause.LIMIT_OF_CONNECTIONS);
  }

  @Test
  void aWordOnWhichTheServerHangsUp() {
    Script stop = Script.of(new Step.Connect(0), new Step.Send(0, Payload.of("Stop\r\n")));
    Script other = Script.of(new Step.Connect(0), new Step.Send(0, Payload.of("Stap\r\n")));

    assertThat(only(closed("stream/command-words", stop, 1)).cause()).isEqualTo(Cause.COMMAND_WORD);
    assertThat(only(closed("stream/command-words", other, 1)).cause())
        .isNotEqualTo(Cause.COMMAND_WORD);
  }

  @Test
  void theEndOfAConversation() {
    Script script = Script.conversation(Payload.of("a"));
    Script empty = Script.conversation();
    Transcript open = Server.reply(script, Oracle.UPPER, bytes("41"), End.GAVE_UP, 3);
    Transcript emptyOpen = Server.reply(empty, Oracle.UPPER, new byte[0], End.GAVE_UP, 2);
    Transcript reset = Server.reply(script, Oracle.UPPER, bytes("41"), End.RESET, 3);

    assertThat(
            Diagnostics.of(
                evidence(Answers.WITHOUT_CLOSING, false, trial("close/empty", script, open))))
        .hasEntrySatisfying(
            "close/empty", d -> assertThat(d.cause()).isEqualTo(Cause.NEVER_CLOSES));
    assertThat(only(trial("close/empty", empty, emptyOpen)).cause())
        .isEqualTo(Cause.KEEPS_EMPTY_CONNECTIONS);
    assertThat(only(trial("close/end-of-stream", script, reset)).cause())
        .isEqualTo(Cause.RESETS_INSTEAD_OF_CLOSING);
  }

  @Test
  void bytesOfAnotherConnection() {
    List<Step> begin =
        List.of(
            new Step.Connect(0),
            new Step.Send(0, Payload.of("aaaa")),
            new Step.Connect(1),
            new Step.Send(1, Payload.of("bbbb")));
    List<Step> aborted =
        List.of(
            new Step.Connect(0),
            new Step.Send(0, Payload.of("aaaa")),
            new Step.Reset(0),
            new Step.Connect(1),
            new Step.Send(1, Payload.of("bbbb")));

    assertThat(only(crossed("concurrent/isolation", new Script(begin))).cause())
        .isEqualTo(Cause.MIXES_CONNECTIONS);
    assertThat(only(crossed("disconnect/no-leftovers", new Script(aborted))).cause())
        .isEqualTo(Cause.LEFTOVERS);
  }

  @Test
  void aClientThatWasServedUntilAnotherOnesBuffersWereFull() {
    Script script =
        Script.of(
            new Step.Connect(1),
            new Step.StopReading(1),
            new Step.Send(1, new Payload.Generated(1, 24 << 20, Alphabet.ASCII)),
            new Step.Connect(2),
            new Step.Send(2, Payload.of("a")),
            new Step.Read(2, 1),
            new Step.Send(2, Payload.of("b")),
            new Step.Read(2, 1));
    Violation late = new Violation(Kind.LATE, 2, 1, "1 of 2 bytes came, then nothing moved");
    Transcript seen =
        new Transcript(
            List.of(new Event.Got(5, 2, Duration.ofMillis(1), 1)),
            Map.of(
                1,
                new Received(24 << 20, 0, 0, new byte[0]),
                2,
                new Received(2, 1, 1, new byte[0])),
            Duration.ofSeconds(1));

    Diagnosis diagnosis =
        only(new Trial("concurrent/stalled-peer", Optional.of(sighting(script, seen, late))));

    assertThat(diagnosis.cause()).isEqualTo(Cause.ONE_BLOCKS_ALL);
  }

  @Test
  void aClientThatHadLeftHoldsUpNothing() {
    Script script =
        Script.of(
            new Step.Connect(1),
            new Step.StopReading(1),
            new Step.Send(1, new Payload.Generated(1, 24 << 20, Alphabet.ASCII)),
            new Step.Close(1),
            new Step.Connect(2),
            new Step.Send(2, Payload.of("a")),
            new Step.Read(2, 1));
    Violation late = new Violation(Kind.LATE, 2, 0, "0 of 1 bytes came, then nothing moved");
    Transcript seen =
        new Transcript(
            List.of(),
            Map.of(
                1,
                new Received(24 << 20, 0, 0, new byte[0]),
                2,
                new Received(1, 0, 0, new byte[0])),
            Duration.ofSeconds(1));
    Trial trial =
        new Trial("disconnect/close-during-large-echo", Optional.of(sighting(script, seen, late)));

    assertThat(Diagnostics.of(evidence(trial)).values())
        .extracting(Diagnosis::cause)
        .doesNotContain(Cause.ONE_BLOCKS_ALL);
  }

  /** The foreign bytes arrived while the server owed nothing; they end where the echo resumes. */
  @Test
  void bytesOfAnotherConnectionBeforeTheEchoGoesOn() {
    Script script =
        Script.of(
            new Step.Connect(0),
            new Step.Connect(1),
            new Step.Send(0, Payload.of("hhhhh")),
            new Step.Send(1, Payload.of("bb")),
            new Step.Send(0, Payload.of("hhhhhhhh")));
    Transcript seen =
        new Transcript(
            List.of(
                new Event.Got(2, 0, Duration.ofMillis(1), 5),
                new Event.Diverged(3, 0, Duration.ofMillis(2), 5, 5)),
            Map.of(
                0,
                new Received(13, 14, 5, "BHHHHHHHH".getBytes(UTF_8)),
                1,
                new Received(2, 1, 1, new byte[0])),
            Duration.ofMillis(3));

    assertThat(only(trial("concurrent/independent", script, seen)).cause())
        .isEqualTo(Cause.MIXES_CONNECTIONS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ConnectionResetError: [Errno 104] | DIES_ON_RESET",
        "Error: read ECONNRESET            | DIES_ON_RESET",
        "BrokenPipeError: [Errno 32]       | DIES_ON_BROKEN_PIPE",
        "Error: write EPIPE                | DIES_ON_BROKEN_PIPE",
        "OSError: Too many open files      | RUNS_OUT",
      })
  void lastWordsTellHowItDied(String words, Cause cause) {
    Script script =
        Script.of(
            new Step.Connect(0),
            new Step.Send(0, Payload.of("a")),
            new Step.Close(0),
            new Step.Connect(1));
    Sighting sighting =
        new Sighting(
            script,
            new Transcript(List.of(), Map.of(), Duration.ZERO),
            List.of(new Violation(Kind.DID_NOT_SURVIVE, 0, 0, "the server did not survive")),
            Optional.of(new Death(true, "exited with status 1", words)),
            3,
            3,
            true);

    Diagnosis diagnosis = only(new Trial("disconnect/storm", Optional.of(sighting)));

    assertThat(diagnosis.cause()).isEqualTo(cause);
  }

  @Test
  void onlyAProcessThatEndedHadAnUncaughtError() {
    Trial silent = fails("x", "ab".getBytes(UTF_8), new byte[0]);

    assertThat(Diagnostics.of(evidence(died(silent, true))).get("x").cause())
        .isEqualTo(Cause.UNCAUGHT_ERROR);
    assertThat(Diagnostics.of(evidence(died(silent, false))).values())
        .extracting(Diagnosis::cause)
        .doesNotContain(Cause.UNCAUGHT_ERROR);
  }

  private static Trial died(Trial trial, boolean ofProcess) {
    Sighting alive = trial.failure().orElseThrow();
    return new Trial(
        trial.caseId(),
        Optional.of(
            new Sighting(
                alive.script(),
                alive.transcript(),
                alive.violations(),
                Optional.of(new Death(ofProcess, "ended", "panic: out of ideas")),
                3,
                3,
                true)));
  }

  static Stream<Arguments> held() {
    return Stream.of(
        arguments(Set.of(Excess.DESCRIPTORS), Cause.LEAKS_DESCRIPTORS),
        arguments(Set.of(Excess.DESCRIPTORS, Excess.THREADS), Cause.LEAKS_THREADS),
        arguments(Set.of(Excess.ZOMBIES), Cause.LEAKS_CHILDREN),
        arguments(Set.of(Excess.DESCRIPTORS, Excess.PROCESSES), Cause.LEAKS_CHILDREN),
        arguments(Set.of(Excess.UNREAD_ECHO), Cause.QUEUES_WITHOUT_BOUND),
        arguments(Set.of(Excess.DELIVERED_ECHO), Cause.KEEPS_WHAT_IT_ECHOES));
  }

  @ParameterizedTest
  @MethodSource("held")
  void whatIsHeldTellsWhatIsNotReleased(Set<Excess> held, Cause cause) {
    Script script = Script.conversation(Payload.of("Hello World!"));
    Violation violation = Violation.notReleased(held, "threads, zombies, descriptors: only words");
    Transcript fine =
        Server.reply(script, Oracle.UPPER, "HELLO WORLD!".getBytes(UTF_8), End.CLOSED, 3);

    assertThat(
            only(new Trial("close/releases", Optional.of(sighting(script, fine, violation))))
                .cause())
        .isEqualTo(cause);
  }

  private static Trial crossed(String caseId, Script script) {
    int last = script.steps().size() - 1;
    Transcript seen =
        new Transcript(
            List.of(
                new Event.Got(last, 1, Duration.ofMillis(1), 4),
                new Event.Diverged(last, 1, Duration.ofMillis(1), 0, 4)),
            Map.of(
                0,
                new Received(4, 0, 0, new byte[0]),
                1,
                new Received(4, 4, 0, "AAAA".getBytes(UTF_8))),
            Duration.ofMillis(2));
    return trial(caseId, script, seen);
  }

  private static Trial closed(String caseId, Script script, int afterMillis) {
    int last = script.steps().size() - 1;
    Transcript seen =
        new Transcript(
            List.of(
                new Event.Connected(0, 0, Duration.ZERO),
                new Event.Sent(1, 0, Duration.ZERO, 1),
                new Event.Got(1, 0, Duration.ofMillis(1), 1),
                new Event.EndOfStream(last, 0, Duration.ofMillis(afterMillis))),
            Map.of(0, new Received(1, 1, 1, new byte[0])),
            Duration.ofMillis(afterMillis));
    return trial(caseId, script, seen);
  }

  /** The server closes one of three clients this long after its connect, without an answer. */
  private static Trial turnedAway(int afterMillis) {
    Script script =
        Script.of(
            new Step.Connect(0), new Step.Connect(1), new Step.Connect(2), new Step.Pause(2100));
    Transcript seen =
        new Transcript(
            List.of(
                new Event.Connected(0, 0, Duration.ZERO),
                new Event.EndOfStream(3, 0, Duration.ofMillis(afterMillis))),
            Map.of(),
            Duration.ofMillis(2100));
    return trial("concurrent/many", script, seen);
  }

  private static Trial fails(String caseId, byte[] sent, byte[] reply) {
    Script script = Script.conversation(Payload.of(sent));
    return trial(caseId, script, Server.reply(script, Oracle.UPPER, reply, End.CLOSED, 3));
  }

  private static Trial trial(String caseId, Script script, Transcript seen) {
    List<Violation> violations = new Judge(Oracle.UPPER).judge(Law.ECHO_AND_CLOSE, script, seen);
    return new Trial(
        caseId, Optional.of(sighting(script, seen, violations.toArray(new Violation[0]))));
  }

  private static Trial passed(String caseId) {
    return new Trial(caseId, Optional.empty());
  }

  private static Sighting sighting(Script script, Transcript seen, Violation... violations) {
    return new Sighting(script, seen, Arrays.asList(violations), Optional.empty(), 3, 3, true);
  }

  private static Sighting died(Trial trial, String how, String lastWords) {
    Sighting alive = trial.failure().orElseThrow();
    return new Sighting(
        alive.script(),
        alive.transcript(),
        alive.violations(),
        Optional.of(new Death(true, how, lastWords)),
        3,
        3,
        true);
  }

  private static Diagnosis only(Trial trial) {
    Map<String, Diagnosis> diagnoses = Diagnostics.of(evidence(trial));
    assertThat(diagnoses).containsOnlyKeys(trial.caseId());
    return diagnoses.get(trial.caseId());
  }

  private static Evidence seen(Evidence evidence, Question question, Seen... seen) {
    return new Evidence(
        evidence.oracle(),
        evidence.answers(),
        evidence.sequential(),
        evidence.held(),
        evidence.trials(),
        Map.of(question, List.of(seen)));
  }

  private static Seen seen(Question question, String reply) {
    Transcript transcript =
        Server.reply(question.script(), Oracle.UPPER, bytes(reply), End.CLOSED, 3);
    return new Seen(
        question.script(),
        transcript,
        new Judge(Oracle.UPPER).judge(question.law(), question.script(), transcript),
        false);
  }

  private static Evidence evidence(Trial... trials) {
    return evidence(Answers.AND_CLOSES, false, trials);
  }

  private static Evidence evidence(Answers answers, boolean sequential, Trial... trials) {
    return new Evidence(Oracle.UPPER, answers, sequential, Optional.empty(), List.of(trials));
  }

  private static byte[] bytes(String hex) {
    return java.util.HexFormat.of().parseHex(hex);
  }
}
