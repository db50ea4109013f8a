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
import dev.echospec.result.FailureText;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Level;
import dev.echospec.suite.Violated.Observation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run of all cases of the catalogue that finds five faults, each of another kind. */
final class FaultyRun {
  private static final Path FOLDER = Path.of("target", "echospec");

  private final String said;

  private FaultyRun(String said) {
    this.said = said;
  }

  /**
   * Returns the run.
   *
   * @param said by the server, in every text that can hold what it says
   */
  static RunResult saying(String said) {
    return new FaultyRun(said).run();
  }

  static String page(RunResult run) {
    return page(run, true);
  }

  static String page(RunResult run, boolean complete) {
    return RunHtml.write(
        run, complete, new FailureText(run.profile().oracle(), run.target(), Optional.of(FOLDER)));
  }

  private RunResult run() {
    List<CaseResult> cases = new ArrayList<>();
    for (CaseInfo info : Catalogue.cases()) {
      cases.add(result(info));
    }
    RunResult run = Samples.run(cases.toArray(CaseResult[]::new));
    return new RunResult(
        run.version(),
        "-- ./server --port {port} " + said,
        run.profile(),
        run.seed(),
        run.started(),
        run.took(),
        run.facts(),
        run.cases(),
        Optional.empty(),
        List.of(Samples.surprise("close/*", "it passes " + said)),
        List.of("this machine was short of ports for a while " + said));
  }

  private CaseResult result(CaseInfo info) {
    return switch (info.id()) {
      case "transform/utf8-text" -> failed(info, 1, cutCharacter());
      case "stream/segmentation", "stream/split-character" ->
          failed(info, 1, cutCharacter().reaching(List.of()));
      case "transform/every-byte" -> failed(info, 2, wrongByte());
      case "concurrent/isolation" -> failed(info, 3, crossedTalk());
      case "close/end-of-stream" -> failed(info, 4, neverCloses());
      case "model/many-connections" -> failed(info, 5, long60());
      case "close/empty" ->
          new CaseResult(
              info,
              Verdict.INCONCLUSIVE,
              3,
              Duration.ofMillis(2100),
              Optional.of(neverCloses()),
              Optional.of("late once, and not again"));
      case "flow/large" ->
          new CaseResult(
              info,
              Verdict.PASS,
              2,
              Duration.ofMillis(900),
              Optional.empty(),
              Optional.empty(),
              List.of(),
              Optional.empty(),
              0,
              List.of("bytes from 80 to ff", "half-closes " + said));
      case "endurance/memory" ->
          new CaseResult(
              info,
              Verdict.SKIP,
              0,
              Duration.ZERO,
              Optional.empty(),
              Optional.of("nothing can be counted " + said));
      default ->
          new CaseResult(
              info,
              info.level() == Level.INFO ? Verdict.INFO : Verdict.PASS,
              200,
              Duration.ofMillis(432),
              Optional.empty(),
              Optional.empty());
    };
  }

  private static CaseResult failed(CaseInfo info, int fault, Failure failure) {
    Verdict verdict = info.level() == Level.SHOULD ? Verdict.WARN : Verdict.FAIL;
    return new CaseResult(
            info, verdict, 37, Duration.ofMillis(1234), Optional.of(failure), Optional.empty())
        .of(fault);
  }

  private Failure cutCharacter() {
    return Samples.cutCharacter("Traceback (most recent call last):\nUnicodeDecodeError " + said)
        .diagnosed(
            Optional.of(
                new Diagnosis(
                    Cause.values()[0], Diagnosis.Confidence.LIKELY, "a character lies across it")))
        .reaching(List.of("every byte from 80 to ff does it, 00 to 7f do not " + said));
  }

  private static Duration ms(double millis) {
    return Duration.ofNanos((long) (millis * 1e6));
  }

  private static Failure failure(
      Script script, Map<Integer, Received> came, List<Event> events, Violation... wrong) {
    return new Failure(
        new Observation(
            script, Law.ECHO_AND_CLOSE, new Transcript(events, came, ms(2000)), List.of(wrong)),
        12,
        4711,
        3,
        3,
        Optional.empty());
  }

  private static Received received(long sent, String matched, String rest) {
    byte[] more = rest.getBytes(StandardCharsets.UTF_8);
    return new Received(sent, matched.length() + more.length, matched.length(), more);
  }

  /** What comes instead of the echo is what the server says. */
  private Failure wrongByte() {
    Received came = received(11, "HELLO", said + " WORLD");
    return failure(
        Script.conversation(Payload.of("hello world")),
        Map.of(0, came),
        List.of(
            new Event.Connected(0, 0, ms(0.1)),
            new Event.Sent(1, 0, ms(0.2), 11),
            new Event.Got(2, 0, ms(12), came.length()),
            new Event.Diverged(2, 0, ms(12), 5, 11)),
        new Violation(Violation.Kind.WRONG_BYTE, 0, 5, "byte 5 of the echo is wrong " + said));
  }

  private static Failure crossedTalk() {
    return failure(
        Script.of(
            new Step.Connect(0),
            new Step.Connect(1),
            new Step.StopReading(1),
            new Step.Send(0, Payload.of("aaaaaaaaaaaaaaaa")),
            new Step.Send(1, Payload.of("bbbb")),
            new Step.Pause(250),
            new Step.ResumeReading(1),
            new Step.Read(0, Step.EVERYTHING),
            new Step.Reset(1)),
        Map.of(0, received(16, "AAAAAAAAAA", "BAAAA"), 1, received(4, "B", "")),
        List.of(
            new Event.Connected(0, 0, ms(0.1)),
            new Event.Connected(1, 1, ms(0.2)),
            new Event.Sent(3, 0, ms(0.4), 16),
            new Event.Got(3, 0, ms(0.5), 4),
            new Event.Sent(4, 1, ms(0.6), 4),
            new Event.Got(6, 1, ms(252), 1),
            new Event.Got(7, 0, ms(253), 15),
            new Event.Diverged(7, 0, ms(253), 10, 16),
            new Event.WasReset(7, 1, ms(254))),
        new Violation(Violation.Kind.WRONG_BYTE, 0, 10, "byte 10 of the echo is 42 'B'"),
        new Violation(Violation.Kind.LOST, 1, 1, "reset after 1 of the 4 bytes it owed"));
  }

  private static Failure neverCloses() {
    return failure(
        Script.conversation(Payload.of("a")),
        Map.of(0, received(1, "A", "")),
        List.of(
            new Event.Connected(0, 0, ms(0.1)),
            new Event.Sent(1, 0, ms(0.2), 1),
            new Event.Got(2, 0, ms(0.3), 1),
            new Event.GaveUp(3, 0, ms(1000), ms(999))),
        new Violation(Violation.Kind.NOT_CLOSED, 0, 1, "the server did not end the stream"));
  }

  /** 60 connections and 360 steps. */
  private static Failure long60() {
    List<Step> steps = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      events.add(new Event.Connected(steps.size(), i, ms(i)));
      steps.add(new Step.Connect(i));
    }
    for (int i = 0; i < 300; i++) {
      int on = i * 7 % 60;
      events.add(new Event.Sent(steps.size(), on, ms(60 + i), 1 + i / 60));
      if (on < 59) {
        events.add(new Event.Got(steps.size(), on, ms(60 + i), 1 + i / 60));
      }
      steps.add(new Step.Send(on, Payload.of("x")));
    }
    events.add(new Event.EndOfStream(steps.size(), 59, ms(400)));
    return failure(
        new Script(steps),
        Map.of(59, received(5, "", "")),
        events,
        new Violation(Violation.Kind.LOST, 59, 0, "closed after 0 of the 5 bytes it owed"));
  }
}
