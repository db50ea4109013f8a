package dev.echospec.report;

import dev.echospec.diagnosis.Cause;
import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.play.Event;
import dev.echospec.play.Received;
import dev.echospec.play.Transcript;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.KnownFailure;
import dev.echospec.result.KnownFailureMatch;
import dev.echospec.result.RunResult;
import dev.echospec.result.StaleExpectation;
import dev.echospec.result.Verdict;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.suite.Case;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Level;
import dev.echospec.suite.Profile;
import dev.echospec.suite.Violated.Observation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Results made by hand. */
final class Samples {
  /** Bytes and words that a server could put into a report to break it. */
  static final String HOSTILE =
      "\u0000\u001b[2J ]]> <b a=\"&\"> \ufffe \ud800 \u202e \u009b \r\n\u2028 \udbff\udfff end";

  private static final Diagnosis CUT =
      new Diagnosis(
          Cause.DECODES_EACH_READ,
          Diagnosis.Confidence.LIKELY,
          "a character was cut in two at a 16-byte read");

  private Samples() {}

  /** Cases that are never run. */
  static final class Cases {
    private Cases() {}

    @Case(
        id = "stream/segmentation",
        rule = "The echo depends only on the bytes sent, never on how they were cut into writes.",
        why = "-",
        fix = "-",
        source = "-")
    void segmentation() {}

    @Case(id = "stream/large", rule = "A large echo is whole.", why = "-", fix = "-", source = "-")
    void large() {}

    @Case(
        id = "stream/interactive",
        rule = "A byte is answered at once.",
        why = "-",
        fix = "-",
        source = "-")
    void interactive() {}

    @Case(
        id = "close/orderly",
        level = Level.SHOULD,
        rule = "The server closes in an orderly way.",
        why = "-",
        fix = "-",
        source = "-")
    void orderly() {}

    @Case(
        id = "close/reset",
        level = Level.INFO,
        rule = "What a reset leads to.",
        why = "-",
        fix = "-",
        source = "-")
    void reset() {}
  }

  static CaseInfo info(String id) {
    return Arrays.stream(Cases.class.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Case.class))
        .map(method -> new CaseInfo(method.getAnnotation(Case.class), method))
        .filter(info -> info.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  static CaseResult result(String id, Verdict verdict, String reason) {
    return new CaseResult(
        info(id),
        verdict,
        verdict == Verdict.SKIP ? 0 : 500,
        Duration.ofMillis(1234),
        Optional.empty(),
        Optional.ofNullable(reason));
  }

  static CaseResult result(String id, Verdict verdict, Failure failure) {
    return new CaseResult(
        info(id), verdict, 37, Duration.ofMillis(1234), Optional.of(failure), Optional.empty());
  }

  /**
   * A run with two faults: two cases fail and one warns of the first, which the second case shows
   * in the fewest bytes; one fails of the other. A case that passed kept clear of both.
   *
   * @param text what comes from the server
   */
  static RunResult grouped(String text) {
    Failure first =
        cutCharacter("Error: " + text)
            .diagnosed(Optional.of(CUT))
            .reaching(List.of("17 bytes or more do it, 16 do not", "any second byte does it"));
    Failure longer = lost(20, "the server lost " + text);
    Failure other = lost(1, "the server lost the only byte");
    CaseResult passed = result("stream/large", Verdict.PASS, (String) null);
    return run(
        result("stream/interactive", Verdict.FAIL, longer).of(1),
        result("stream/segmentation", Verdict.FAIL, first).of(1),
        new CaseResult(
            passed.info(),
            passed.verdict(),
            passed.tries(),
            passed.took(),
            passed.failure(),
            passed.reason(),
            passed.figures(),
            passed.known(),
            0,
            List.of("bytes from 80 to ff", "a half-close")),
        result("close/orderly", Verdict.WARN, longer).of(1),
        result("close/reset", Verdict.FAIL, other).of(2));
  }

  /** A failure to answer, after one try. */
  static Failure lost(int bytes, String message) {
    return failure(
        Script.of(new Step.Connect(0), new Step.Send(0, Payload.of("a".repeat(bytes)))),
        Law.ECHO,
        seen(
            new Received(bytes, 0, 0, new byte[0]),
            new Event.EndOfStream(1, 0, Duration.ofMillis(3))),
        new Violation(Violation.Kind.LOST, 0, 0, message));
  }

  /** The failure in the design: a server that died of a character cut in two. */
  static Failure cutCharacter(String lastWords) {
    Script script =
        Script.of(new Step.Connect(0), new Step.Send(0, Payload.of("aaaaaaaaaaaaaaaé")));
    Violation violation =
        new Violation(
            Violation.Kind.LOST,
            0,
            15,
            "the server reset the connection after 15 of the 17 bytes it owed");
    return new Failure(
        new Observation(
            script,
            Law.ECHO,
            seen(
                new Received(17, 15, 15, new byte[0]),
                new Event.Connected(0, 0, Duration.ofNanos(120_500)),
                new Event.Sent(1, 0, Duration.ofMillis(1), 17),
                new Event.Got(1, 0, Duration.ofMillis(2), 15),
                new Event.WasReset(1, 0, Duration.ofMillis(3))),
            List.of(violation)),
        37,
        412,
        3,
        3,
        Optional.of(new Failure.Death("exited with status 1", lastWords)));
  }

  static Failure failure(Script script, Law law, Transcript transcript, Violation... violations) {
    return new Failure(
        new Observation(script, law, transcript, List.of(violations)),
        1,
        script.bytes(),
        0,
        0,
        Optional.empty());
  }

  static Transcript seen(Received received, Event... events) {
    return new Transcript(List.of(events), Map.of(0, received), Duration.ofMillis(5));
  }

  /** A case of each verdict. */
  static RunResult run(String hostile) {
    return run(
        result("stream/segmentation", Verdict.FAIL, cutCharacter("Error: " + hostile)),
        result("stream/large", Verdict.PASS, (String) null),
        result("close/orderly", Verdict.WARN, cutCharacter("")),
        result("close/reset", Verdict.INFO, "closes at once " + hostile),
        result("stream/large", Verdict.SKIP, "the server never answers " + hostile),
        result("stream/large", Verdict.INCONCLUSIVE, "late once " + hostile),
        result("stream/large", Verdict.ERROR, "out of descriptors " + hostile));
  }

  static RunResult run(CaseResult... cases) {
    return new RunResult(
        "1.2.3",
        "localhost:10000",
        Profile.CONCURRENT,
        42,
        Instant.parse("2026-01-02T03:04:05.678Z"),
        Duration.ofMillis(61_234),
        Optional.of(
            new RunResult.Facts(
                "a byte",
                false,
                Duration.ofNanos(81_300),
                Duration.ofSeconds(1),
                Duration.ofSeconds(900))),
        List.of(cases),
        Optional.empty());
  }

  /** A failure that is known for this reason. */
  static CaseResult known(String id, String reason) {
    CaseResult failed = result(id, Verdict.FAIL, cutCharacter(""));
    return failed.recognised(
        new KnownFailureMatch("known.yaml", entry(id, reason), List.of(), false));
  }

  static StaleExpectation surprise(String glob, String message) {
    return new StaleExpectation(
        StaleExpectation.Kind.PASSES, "known.yaml", entry(glob, "-"), message);
  }

  private static KnownFailure entry(String glob, String reason) {
    return new KnownFailure(glob, reason, List.of("after 15"), Optional.empty(), 3);
  }

  /** The same cases with more to say. */
  static RunResult with(
      RunResult run, Optional<String> error, List<StaleExpectation> surprises, List<String> notes) {
    return new RunResult(
        run.version(),
        run.target(),
        run.profile(),
        run.seed(),
        run.started(),
        run.took(),
        run.facts(),
        run.cases(),
        error,
        surprises,
        notes);
  }

  /** A run in which all that can come from outside is this text. */
  static RunResult saying(String text) {
    Violation violation = new Violation(Violation.Kind.WRONG_BYTE, 0, 0, "came " + text);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Script script = Script.of(new Step.Connect(0), new Step.Send(0, Payload.of(bytes)));
    Failure failure =
        new Failure(
            new Observation(
                script,
                Law.ECHO,
                seen(new Received(bytes.length, bytes.length, 0, bytes)),
                List.of(violation)),
            1,
            script.bytes(),
            3,
            3,
            Optional.of(new Failure.Death(text, text)));
    List<CaseResult> cases = new ArrayList<>(run(text).cases());
    cases.add(known("close/orderly", text));
    for (Verdict verdict : List.of(Verdict.FAIL, Verdict.WARN, Verdict.INCONCLUSIVE)) {
      cases.add(result("close/reset", verdict, failure));
    }
    RunResult run = run(cases.toArray(CaseResult[]::new));
    return with(
        new RunResult(
            text,
            text,
            run.profile(),
            run.seed(),
            run.started(),
            run.took(),
            run.facts(),
            run.cases(),
            Optional.empty()),
        Optional.of(text),
        List.of(surprise(text, text)),
        List.of(text));
  }

  /** Text that might break out of a report: made of what means something in one. */
  static Arbitrary<String> hostile() {
    return Arbitraries.oneOf(
        Arbitraries.of(
                "::error title=x::y",
                "##[add-mask]e",
                "##[",
                "::",
                "\n",
                "\r",
                "\n\n",
                "%0A",
                "%",
                "]]>",
                "</pre>",
                "</details>",
                "<script>",
                "...",
                "---",
                "# TODO",
                "\\#",
                "\\",
                "Bail out!",
                "1..5",
                "not ok 1",
                "&amp;",
                "&#35;",
                "\"",
                "'",
                "`",
                "|",
                "**",
                "@me",
                "\u2028",
                "\u0085",
                "\ufeff",
                "\u200b",
                "\ud800",
                "\u0000",
                "\t",
                " ",
                "é",
                ": ",
                ",",
                "- ",
                "[x](http://y)",
                "\ud83d\ude00")
            .list()
            .ofMaxSize(12)
            .map(parts -> String.join("", parts)),
        Arbitraries.strings().all().ofMaxLength(300));
  }
}
